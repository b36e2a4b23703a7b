"""Accounts in Django's admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.http import HttpRequest

from labeling.accounts.forms import StaffLoginForm
from labeling.accounts.models import ApiToken, AuditEntry, User

admin.site.site_header = admin.site.site_title = "Podium"
admin.site.login_form = StaffLoginForm


class NewUserForm(UserCreationForm):  # type: ignore[type-arg]  # generic in the stubs only
    class Meta:
        model = User
        fields = ["email", "name"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    add_form = NewUserForm
    list_display = ["email", "name", "is_active", "is_staff", "is_scripted", "created_at"]
    list_filter = ["is_active", "is_staff", "is_scripted"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["created_at", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (
            "Rights",
            {
                "fields": [
                    "is_active",
                    "is_staff",
                    "is_superuser",
                    "is_scripted",
                    "groups",
                    "user_permissions",
                ]
            },
        ),
        ("Times", {"fields": ["created_at", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "password1", "password2"]})]


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Shows what nobody may change by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ["name", "user", "scopes", "created_at", "expires_at", "last_used_at"]
    list_select_related = ["user"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.is_active and request.user.is_superuser


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor", "action", "subject", "subject_id", "project_id"]
    list_filter = ["action", "subject"]
    list_select_related = ["actor"]
    search_fields = ["subject_id"]
    date_hierarchy = "at"
