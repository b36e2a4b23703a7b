"""Writes of webhooks: set one up, tell an event, send again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from labeling.accounts.models import User
from labeling.accounts.services import audit_add
from labeling.hooks.addresses import url_check
from labeling.hooks.models import TEST, Delivery, Event, Kind, Webhook
from labeling.hooks.signing import new_secret
from labeling.prepared import rows
from labeling.problems import Conflict
from labeling.projects.models import Project

DELIVER = "hooks_deliver"
MOST_WEBHOOKS = 20
LISTENERS = "SELECT id FROM hooks_webhook WHERE project_id = %s AND status = 'on' LIMIT 1"
BEHIND_THE_REST = -10
"""A host that is down must not keep runs and datasets waiting."""


@transaction.atomic
def webhook_create(*, project: Project, url: str, events: Sequence[str], actor: User) -> Webhook:
    """Set a webhook up with a secret of its own, which the caller shows once."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if project.webhooks.count() >= MOST_WEBHOOKS:
        raise Conflict(f"A project has at most {MOST_WEBHOOKS} webhooks.", hint="Remove one first.")
    webhook = Webhook(
        project=project, url=url, events=in_order(events), secret=new_secret(), created_by=actor
    )
    webhook_save(webhook)
    webhook_audit(webhook, actor, "create", {"url": url, "events": webhook.events})
    return webhook


@transaction.atomic
def webhook_update(*, webhook: Webhook, changes: Mapping[str, Any], actor: User) -> Webhook:
    """Change url, events or status. What waits while a webhook is off is sent once it is on again."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    after = {**changes, **({"events": in_order(changes["events"])} if "events" in changes else {})}
    before = {name: getattr(webhook, name) for name in after}
    for name, value in after.items():
        setattr(webhook, name, value)
    webhook_save(webhook)
    webhook_audit(webhook, actor, "update", {"url": webhook.url, "before": before, "after": after})
    return webhook


@transaction.atomic
def webhook_delete(*, webhook: Webhook, actor: User) -> None:
    webhook_audit(webhook, actor, "remove", {"url": webhook.url})
    webhook.delete()


@transaction.atomic
def webhook_rotate(*, webhook: Webhook, actor: User) -> Webhook:
    """Give it a new secret; for a day requests carry a signature by the old one too."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    webhook.previous_secret, webhook.secret = webhook.secret, new_secret()
    webhook.rotated_at = timezone.now()
    webhook.save(update_fields=["secret", "previous_secret", "rotated_at"])
    webhook_audit(webhook, actor, "rotate", {"url": webhook.url})
    return webhook


def in_order(events: Sequence[str]) -> list[str]:
    return [kind for kind in Kind.values if kind in events]


def webhook_save(webhook: Webhook) -> None:
    url_check(webhook.url)
    webhook.full_clean()
    webhook.save()


def webhook_audit(webhook: Webhook, actor: User, action: str, detail: dict[str, Any]) -> None:
    audit_add(
        actor=actor,
        action=action,
        subject="webhook",
        subject_id=webhook.id,
        project_id=webhook.project_id,
        detail=detail,
    )


def has_listeners(project: Project) -> bool:
    return bool(rows(LISTENERS, [project.pk]))


def is_listened_to(project: Project, kind: str) -> bool:
    return listening(project, kind).exists()


def listening(project: Project, kind: str) -> QuerySet[Webhook]:
    return project.webhooks.filter(status=Webhook.Status.ON, events__contains=[kind])


@transaction.atomic
def event_tell(*, project: Project, kind: str, key: str, data: Mapping[str, Any]) -> None:
    """Write an event down for the webhooks that listen; the same key again tells nothing.

    Call it in the transaction of what happened. Costs one statement where nobody listens.
    """
    webhooks = list(listening(project, kind))
    if not webhooks:
        return
    event, is_new = Event.objects.get_or_create(
        project=project, kind=kind, key=key, defaults={"payload": payload_of(project, kind, data)}
    )
    if is_new:
        for webhook in webhooks:
            delivery_add(webhook, event)


def payload_of(project: Project, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    named = {"id": str(project.id), "name": project.name}
    return {"type": kind, "timestamp": timezone.now().isoformat(), "data": {"project": named, **data}}


def delivery_add(webhook: Webhook, event: Event) -> Delivery:
    delivery = Delivery.objects.create(webhook=webhook, event=event)
    delivery_defer(delivery)
    return delivery


def delivery_defer(delivery: Delivery, pause: timedelta | None = None) -> None:
    """Queue the sending, in the present transaction: the queue is in the same database."""
    seconds = {"seconds": int(pause.total_seconds())} if pause else None
    app.configure_task(DELIVER, schedule_in=seconds, priority=BEHIND_THE_REST).defer(
        delivery_id=str(delivery.pk)
    )


@transaction.atomic
def webhook_test(*, webhook: Webhook, actor: User) -> Delivery:
    """Send an event that says nothing, to see whether it arrives. It goes out even while the webhook is off."""
    payload = payload_of(webhook.project, TEST, {"sent_by": actor.name})
    event = Event.objects.create(project=webhook.project, kind=TEST, key=str(uuid4()), payload=payload)
    return delivery_add(webhook, event)


@transaction.atomic
def delivery_again(*, delivery: Delivery) -> Delivery:
    """Start over with a delivery that arrived or was given up; one that waits is tried at once."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("event").get(pk=delivery.pk)
    delivery.status = Delivery.Status.WAITING
    delivery.attempts, delivery.next_at = 0, timezone.now()
    delivery.save(update_fields=["status", "attempts", "next_at"])
    delivery_defer(delivery)
    return delivery
