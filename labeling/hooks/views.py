"""Webhooks over HTTP, for owners."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.hooks.models import Delivery, Kind, Webhook
from labeling.hooks.selectors import deliveries_of, delivery_of, webhook_of, webhooks_of
from labeling.hooks.serializers import DeliverySerializer, WebhookSerializer, WebhookWithSecretSerializer
from labeling.hooks.services import (
    delivery_again,
    webhook_create,
    webhook_delete,
    webhook_rotate,
    webhook_test,
    webhook_update,
)
from labeling.pagination import CursorPages
from labeling.projects.who_can import project_for


class WebhookInput(serializers.Serializer[Any]):
    url = serializers.CharField(max_length=500)
    events = serializers.ListField(child=serializers.ChoiceField(choices=Kind.choices), min_length=1)


class WebhookChange(WebhookInput):
    status = serializers.ChoiceField(choices=Webhook.Status.choices)


class Webhooks(APIView):
    @extend_schema(operation_id="webhooks_list", responses=WebhookSerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List the project's webhooks."""
        project = project_for(request.user, project_id, "manage")
        return Response(WebhookSerializer(webhooks_of(project), many=True).data)

    @extend_schema(
        operation_id="webhooks_create", request=WebhookInput, responses={201: WebhookWithSecretSerializer}
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """Set a webhook up; its secret is in this response only."""
        project = project_for(request.user, project_id, "manage")
        given = WebhookInput(data=request.data)
        given.is_valid(raise_exception=True)
        webhook = webhook_create(project=project, actor=user_of(request), **given.validated_data)
        return Response(WebhookWithSecretSerializer(webhook).data, status=status.HTTP_201_CREATED)


class OneWebhook(APIView):
    @extend_schema(
        operation_id="webhooks_update", request=WebhookChange(partial=True), responses=WebhookSerializer
    )
    def patch(self, request: Request, project_id: UUID, webhook_id: UUID) -> Response:
        """Change a webhook, or turn it off and on."""
        webhook = webhook_of(project_for(request.user, project_id, "manage"), webhook_id)
        given = WebhookChange(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changed = webhook_update(webhook=webhook, changes=given.validated_data, actor=user_of(request))
        return Response(WebhookSerializer(changed).data)

    @extend_schema(operation_id="webhooks_delete", responses={204: None})
    def delete(self, request: Request, project_id: UUID, webhook_id: UUID) -> Response:
        """Remove a webhook with its deliveries."""
        webhook = webhook_of(project_for(request.user, project_id, "manage"), webhook_id)
        webhook_delete(webhook=webhook, actor=user_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class WebhookRotation(APIView):
    @extend_schema(operation_id="webhooks_rotate", request=None, responses=WebhookWithSecretSerializer)
    def post(self, request: Request, project_id: UUID, webhook_id: UUID) -> Response:
        """Make a new secret; for a day the old one signs too."""
        webhook = webhook_of(project_for(request.user, project_id, "manage"), webhook_id)
        rotated = webhook_rotate(webhook=webhook, actor=user_of(request))
        return Response(WebhookWithSecretSerializer(rotated).data)


class WebhookTest(APIView):
    @extend_schema(operation_id="webhooks_test", request=None, responses={201: DeliverySerializer})
    def post(self, request: Request, project_id: UUID, webhook_id: UUID) -> Response:
        """Send a test event."""
        webhook = webhook_of(project_for(request.user, project_id, "manage"), webhook_id)
        delivery = webhook_test(webhook=webhook, actor=user_of(request))
        return Response(DeliverySerializer(delivery).data, status=status.HTTP_201_CREATED)


class Deliveries(GenericAPIView[Delivery]):
    queryset = Delivery.objects.all()
    serializer_class = DeliverySerializer
    pagination_class = CursorPages

    @extend_schema(operation_id="deliveries_list", responses=DeliverySerializer(many=True))
    def get(self, request: Request, project_id: UUID, webhook_id: UUID) -> Response:
        """List what was sent to a webhook, or waits to be, the newest first."""
        webhook = webhook_of(project_for(request.user, project_id, "manage"), webhook_id)
        page = self.paginate_queryset(deliveries_of(webhook))
        return self.get_paginated_response(DeliverySerializer(page, many=True).data)


class DeliveryAgain(APIView):
    @extend_schema(operation_id="deliveries_again", request=None, responses=DeliverySerializer)
    def post(self, request: Request, project_id: UUID, webhook_id: UUID, delivery_id: UUID) -> Response:
        """Send an event again."""
        webhook = webhook_of(project_for(request.user, project_id, "manage"), webhook_id)
        delivery = delivery_again(delivery=delivery_of(webhook, delivery_id))
        return Response(DeliverySerializer(delivery).data)
