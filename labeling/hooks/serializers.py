"""The JSON forms of webhooks. A secret is in the answer that makes it, and in no other."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from labeling.hooks.models import Delivery, Kind, Webhook


class WebhookSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.ChoiceField(choices=Kind.choices))
    status = serializers.ChoiceField(choices=Webhook.Status.choices)
    rotated_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField(source="created_by.name", default="")


class WebhookWithSecretSerializer(WebhookSerializer):
    secret = serializers.CharField(help_text="Checks the signatures. Shown this once.")


class DeliverySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    event = serializers.UUIDField(
        source="event_id", help_text="The webhook-id header; the same when sent again."
    )
    kind = serializers.CharField(source="event.kind")
    status = serializers.ChoiceField(choices=Delivery.Status.choices)
    attempts = serializers.IntegerField()
    next_at = serializers.DateTimeField(allow_null=True, help_text="When it is tried next.")
    last_at = serializers.DateTimeField(allow_null=True)
    response_code = serializers.IntegerField(allow_null=True)
    response_text = serializers.CharField(help_text="How the answer began.")
    problem = serializers.CharField()
    created_at = serializers.DateTimeField()
