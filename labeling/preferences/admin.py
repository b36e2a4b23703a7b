"""Snapshots in Django's admin: to look at, and to delete when one should be worked out anew."""

from __future__ import annotations

from django.contrib import admin

from labeling.preferences.models import Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    list_display = ["project", "computed_at", "seconds"]
    list_select_related = ["project"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, snapshot: Snapshot | None = None) -> bool:
        return False
