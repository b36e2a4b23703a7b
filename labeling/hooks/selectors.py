"""Reads of webhooks."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from labeling.hooks.models import Delivery, Webhook
from labeling.problems import NotFound
from labeling.projects.models import Project


def webhooks_of(project: Project) -> QuerySet[Webhook]:
    return project.webhooks.select_related("created_by", "project").order_by("created_at", "id")


def webhook_of(project: Project, webhook_id: UUID) -> Webhook:
    webhook = webhooks_of(project).filter(pk=webhook_id).first()
    if webhook is None:
        raise NotFound("There is no such webhook.", hint="List the webhooks to see which there are.")
    return webhook


def deliveries_of(webhook: Webhook) -> QuerySet[Delivery]:
    return webhook.deliveries.select_related("event")


def delivery_of(webhook: Webhook, delivery_id: UUID) -> Delivery:
    delivery = deliveries_of(webhook).filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound("There is no such delivery.", hint="Reload the page.")
    return delivery
