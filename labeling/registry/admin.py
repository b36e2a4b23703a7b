from django.contrib import admin

from labeling.registry.models import ModelVersion


@admin.register(ModelVersion)
class ModelVersionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["name", "type", "project", "source", "created_at"]
    list_filter = ["type", "project"]
    search_fields = ["name", "source"]
    readonly_fields = ["id", "run_id", "dataset", "lineage", "figures", "created_at"]
