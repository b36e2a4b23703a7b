"""Projects in Django's admin."""

from django.contrib import admin

from labeling.accounts.admin import ReadOnlyAdmin
from labeling.projects.models import Guideline, Member, Project


class MemberInline(admin.TabularInline):  # type: ignore[type-arg]  # generic in the stubs only
    model = Member
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(Project)
class ProjectAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["name", "status", "k", "overlap", "is_demo", "created_at"]
    list_filter = ["status", "is_demo"]
    search_fields = ["name"]
    readonly_fields = ["id", "criteria", "created_at"]
    inlines = [MemberInline]


@admin.register(Guideline)
class GuidelineAdmin(ReadOnlyAdmin):
    list_display = ["project", "version", "created_at", "created_by"]
    list_select_related = ["project", "created_by"]
