from django.contrib import admin

from labeling.evaluations.models import Evaluation


@admin.register(Evaluation)
class EvaluationAdmin(admin.ModelAdmin[Evaluation]):
    """For looking only: the figures are those that the run measured."""

    list_display = ["name", "project", "run", "created_at"]
    list_filter = ["project"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, evaluation: Evaluation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: object, evaluation: Evaluation | None = None) -> bool:
        return False
