"""Webhooks in Django's admin: to look at. Secrets are not shown."""

from django.contrib import admin

from labeling.accounts.admin import ReadOnlyAdmin
from labeling.hooks.models import Delivery, Webhook


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    list_display = ["url", "project", "events", "status", "created_at"]
    list_select_related = ["project"]
    exclude = ["secret", "previous_secret"]


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["event", "webhook", "status", "attempts", "response_code", "last_at"]
    list_filter = ["status"]
    list_select_related = ["event", "webhook"]
    show_full_result_count = False
