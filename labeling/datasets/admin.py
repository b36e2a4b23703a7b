from django.contrib import admin

from labeling.datasets.models import Dataset


@admin.register(Dataset)
class DatasetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["name", "version", "project", "status", "created_at"]
    list_filter = ["status", "project"]
    readonly_fields = ["id", "project", "version", "status", "filters", "manifest", "sha256", "created_at"]
