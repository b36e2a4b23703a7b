from django.contrib import admin

from labeling.runs.models import Run


@admin.register(Run)
class RunAdmin(admin.ModelAdmin[Run]):
    """For looking only: a run's state is the fold of its events, never set by hand."""

    list_display = ["name", "verb", "project", "status", "created_at", "ended_at"]
    list_filter = ["status", "verb", "project"]
    search_fields = ["name", "id"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, run: Run | None = None) -> bool:
        return False

    def has_delete_permission(self, request: object, run: Run | None = None) -> bool:
        return False
