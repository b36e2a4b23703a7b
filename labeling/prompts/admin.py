"""Prompts, answers and imports in Django's admin: to look at."""

from django.contrib import admin

from labeling.accounts.admin import ReadOnlyAdmin
from labeling.prompts.models import Completion, Import, Prompt


@admin.register(Prompt)
class PromptAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "project", "domain", "external_id", "created_at"]
    list_filter = ["project"]
    list_select_related = ["project"]
    search_fields = ["external_id", "messages"]
    show_full_result_count = False


@admin.register(Completion)
class CompletionAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "model", "created_at"]
    search_fields = ["text", "model"]
    show_full_result_count = False


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "project", "created_at", "created_by", "counts"]
    list_select_related = ["project", "created_by"]
