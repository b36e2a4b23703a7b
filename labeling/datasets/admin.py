from django.contrib import admin

from labeling.datasets.models import Dataset


@admin.register(Dataset)
class DatasetAdmin(admin.ModelAdmin[Dataset]):
    """For looking only: a frozen dataset never changes."""

    list_display = ["name", "version", "project", "status", "created_at"]
    list_filter = ["status", "project"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, dataset: Dataset | None = None) -> bool:
        return False

    def has_delete_permission(self, request: object, dataset: Dataset | None = None) -> bool:
        return False
