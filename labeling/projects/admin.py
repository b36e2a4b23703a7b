"""Projects in Django's admin."""

from django.contrib import admin

from labeling.accounts.admin import ReadOnlyAdmin
from labeling.projects.models import Exclusion, Guideline, Invite, Member, Project


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


@admin.register(Invite)
class InviteAdmin(ReadOnlyAdmin):
    list_display = ["project", "role", "email", "state", "created_by", "created_at", "expires_at"]
    list_select_related = ["project", "created_by"]


@admin.register(Exclusion)
class ExclusionAdmin(ReadOnlyAdmin):
    list_display = ["project", "annotator", "reason", "seats_reopened", "created_by", "created_at"]
    list_select_related = ["project", "annotator", "created_by"]
