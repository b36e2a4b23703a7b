"""Projects in Django's admin."""

import json
from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.forms.models import BaseModelFormSet
from django.http import HttpRequest

from labeling.accounts.admin import ReadOnlyAdmin
from labeling.accounts.models import User
from labeling.accounts.services import audit_add
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

    def save_model(self, request: HttpRequest, obj: Project, form: ModelForm[Project], change: bool) -> None:
        super().save_model(request, obj, form, change)
        before = {name: form.initial.get(name) for name in form.changed_data}
        after = {name: form.cleaned_data[name] for name in form.changed_data}
        audit(request, obj, "project", obj, "update" if change else "create", before=before, after=after)

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Project],
        formset: BaseModelFormSet[Any, Any],
        change: bool,
    ) -> None:
        super().save_formset(request, form, formset, change)
        for member in formset.new_objects:
            audit(request, form.instance, "member", member, "add")
        for member, names in formset.changed_objects:
            audit(request, form.instance, "member", member, "change", fields=names)
        for member in formset.deleted_objects:
            audit(request, form.instance, "member", member, "remove")


def audit(
    request: HttpRequest, project: Project, subject: str, thing: Project | Member, action: str, **detail: Any
) -> None:
    """Write down what an administrator changed; the admin saves everything in one transaction."""
    about = {"user": str(thing.user_id), "role": thing.role} if isinstance(thing, Member) else {}
    said = json.loads(json.dumps({**about, **detail, "administration": True}, default=str))
    audit_add(
        actor=request.user if isinstance(request.user, User) else None,
        action=action,
        subject=subject,
        subject_id=thing.pk or "",
        project_id=project.pk,
        detail=said,
    )


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
