"""Rankings in Django's admin: to look at, for they are append-only."""

from django.contrib import admin

from labeling.accounts.admin import ReadOnlyAdmin
from labeling.rankings.models import Ranking


@admin.register(Ranking)
class RankingAdmin(ReadOnlyAdmin):
    list_display = ["id", "annotator", "annotator_name", "revision", "late", "all_bad", "submitted_at"]
    list_filter = ["late", "all_bad"]
    list_select_related = ["annotator"]
    date_hierarchy = "submitted_at"
    show_full_result_count = False
