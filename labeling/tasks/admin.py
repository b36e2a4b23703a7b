"""Tasks, seats and assignments in Django's admin: to look at."""

from django.contrib import admin

from labeling.accounts.admin import ReadOnlyAdmin
from labeling.tasks.models import Assignment, Seat, Task


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    list_display = ["position", "project", "prompt", "priority", "created_at"]
    list_filter = ["project"]
    list_select_related = ["project", "prompt"]
    show_full_result_count = False


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ["id", "annotator", "status", "leased_at", "lease_until", "ended_at", "skip_reason"]
    list_filter = ["status", "skip_reason"]
    list_select_related = ["annotator"]
    show_full_result_count = False


@admin.register(Seat)
class SeatAdmin(ReadOnlyAdmin):
    list_display = ["position", "number", "priority", "assignment_id", "lease_until", "filled_at"]
    show_full_result_count = False
