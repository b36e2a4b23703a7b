"""Bring a delivery on its way: one attempt, then done, another time, or given up. Safe to do twice and to interrupt."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from labeling.hooks.models import TEST, Delivery, Event, Kind, Webhook
from labeling.hooks.sending import Answer, Unreachable, post
from labeling.hooks.services import delivery_defer
from labeling.hooks.signing import signed_headers

logger = logging.getLogger(__name__)

PAUSES = [
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
]
"""Between attempts: eight in about 21 hours."""
UNDER_WAY = timedelta(minutes=2)
"""An attempt that said nothing for so long died with its worker."""
OLD_SECRET = timedelta(hours=24)
KEPT = timedelta(days=30)


def delivery_attempt(*, delivery_id: UUID) -> None:
    """Send what is due; a delivery that is not due, or that another job has taken, is left alone."""
    now = timezone.now()
    due = Q(pk=delivery_id, status=Delivery.Status.WAITING, next_at__lte=now + timedelta(seconds=1))
    may_go = Q(webhook__status=Webhook.Status.ON) | Q(event__kind=TEST)
    taken = Delivery.objects.filter(due & may_go).update(
        next_at=now + UNDER_WAY, last_at=now, attempts=F("attempts") + 1
    )
    if not taken:
        return
    delivery = Delivery.objects.select_related("webhook", "event").get(pk=delivery_id)
    delivery_note(delivery_id, outcome_of(delivery, now))


def outcome_of(delivery: Delivery, now: datetime) -> Answer | Unreachable:
    if delivery.attempts > len(PAUSES) + 1:
        return Unreachable("Every attempt ended without a word: its worker died.")
    try:
        return send(delivery, now)
    except Unreachable as problem:
        return problem


def send(delivery: Delivery, now: datetime) -> Answer:
    """Sign and send the event; its id stays the same in every attempt, so that a receiver knows a repeat."""
    body = json.dumps(delivery.event.payload, ensure_ascii=False, separators=(",", ":")).encode()
    headers = signed_headers(
        secrets_of(delivery.webhook, now),
        id=str(delivery.event_id),
        timestamp=int(now.timestamp()),
        body=body,
    )
    named = {"Content-Type": "application/json", "User-Agent": "Podium-Webhooks/1"}
    return post(delivery.webhook.url, body=body, headers={**named, **headers})


def secrets_of(webhook: Webhook, now: datetime) -> list[str]:
    is_old_good = webhook.rotated_at is not None and now - webhook.rotated_at < OLD_SECRET
    return [webhook.secret, *([webhook.previous_secret] if is_old_good else [])]


@transaction.atomic
def delivery_note(delivery_id: UUID, outcome: Answer | Unreachable) -> None:
    """Write down how the attempt ended, and queue the next one in the same transaction."""
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None:  # The webhook was removed meanwhile.
        return
    answer = outcome if isinstance(outcome, Answer) else None
    delivery.response_code = answer.code if answer else None
    delivery.response_text = answer.text if answer else ""
    delivery.problem = problem_of(outcome)[:300]
    delivery.next_at = None
    if not delivery.problem:
        delivery.status = Delivery.Status.DELIVERED
    elif delivery.attempts > len(PAUSES):
        delivery.status = Delivery.Status.FAILED
        logger.warning("delivery %s: given up after %d attempts", delivery.pk, delivery.attempts)
    else:
        pause = PAUSES[delivery.attempts - 1]
        delivery.next_at = timezone.now() + pause
        delivery_defer(delivery, pause)
    delivery.save()


def problem_of(outcome: Answer | Unreachable) -> str:
    if isinstance(outcome, Unreachable):
        return str(outcome)
    if 300 <= outcome.code < 400:
        return "It answered with a redirect, which is not followed."
    return "" if outcome.is_good else f"It answered {outcome.code}."


def deliveries_overdue() -> list[Delivery]:
    """Return deliveries whose job was lost with its worker, and those of a webhook that is on again."""
    overdue = Q(status=Delivery.Status.WAITING, next_at__lt=timezone.now() - timedelta(seconds=30))
    may_go = Q(webhook__status=Webhook.Status.ON) | Q(event__kind=TEST)
    return list(Delivery.objects.filter(overdue & may_go).order_by("next_at")[:500])


def events_forget() -> int:
    """Forget tests and rankings told long ago. What is told once (a finished project or run) is remembered as told."""
    old = Q(at__lt=timezone.now() - KEPT, kind__in=[TEST, Kind.RANKING_SUBMITTED])
    waiting = Q(deliveries__status=Delivery.Status.WAITING)
    return Event.objects.filter(old).exclude(waiting).delete()[0]
