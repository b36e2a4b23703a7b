"""Adjudications in Django's admin: to look at, for they are append-only."""

from django.contrib import admin

from labeling.accounts.admin import ReadOnlyAdmin
from labeling.reviews.models import Adjudication


@admin.register(Adjudication)
class AdjudicationAdmin(ReadOnlyAdmin):
    list_display = ["task", "reviewer", "revision", "status", "created_at"]
    list_filter = ["status"]
    list_select_related = ["task", "reviewer"]
