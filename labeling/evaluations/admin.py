from django.contrib import admin

from labeling.evaluations.models import Evaluation


@admin.register(Evaluation)
class EvaluationAdmin(admin.ModelAdmin[Evaluation]):
    list_display = ["name", "project", "run", "created_at"]
    list_filter = ["project"]
    readonly_fields = ["id", "project", "run", "measures", "by_domain", "created_at"]
