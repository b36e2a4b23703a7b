"""Webhooks: where a project tells others what happened, the events, and each event's way to each webhook.

An event and its deliveries are written in the transaction of what happened, with the job that sends them: what is
committed is told, and what is rolled back is not.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from labeling.projects.models import Project


class Kind(models.TextChoices):
    RANKING_SUBMITTED = "ranking.submitted", "somebody submitted a ranking, or a new revision of one"
    PROJECT_FINISHED = "project.finished", "the last seat is filled: everything asked for is ranked"
    RUN_FINISHED = "run.finished", "a run completed, failed, was stopped or lost"


TEST = "webhook.test"


class Webhook(models.Model):
    class Status(models.TextChoices):
        ON = "on", "on"
        OFF = "off", "off"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="webhooks")
    url = models.URLField(max_length=500)
    events = ArrayField(models.CharField(max_length=30, choices=Kind))
    status = models.CharField(max_length=3, choices=Status, default=Status.ON)
    secret = models.CharField(max_length=80, help_text="Signs what is sent, so it cannot be kept as a hash.")
    previous_secret = models.CharField(max_length=80, blank=True)
    rotated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="webhook_status_known", condition=models.Q(status__in=["on", "off"])),
            models.CheckConstraint(
                name="webhook_events_known",
                condition=models.Q(events__contained_by=list(Kind.values), events__len__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Event(models.Model):
    """Something that happened in a project. `key` says which one, so that the same is never told twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    payload = models.JSONField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "kind", "key"], name="event_told_once")]

    def __str__(self) -> str:
        return self.kind


class Delivery(models.Model):
    """An event's way to a webhook: waiting (for `next_at`), delivered, or failed after the last attempt."""

    class Status(models.TextChoices):
        WAITING = "waiting", "waiting"
        DELIVERED = "delivered", "delivered"
        FAILED = "failed", "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    last_at = models.DateTimeField(null=True, blank=True)
    response_code = models.PositiveSmallIntegerField(null=True, blank=True)
    response_text = models.CharField(max_length=300, blank=True, help_text="How the answer begins.")
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once_per_webhook"),
            models.CheckConstraint(
                name="delivery_waits_for_a_moment",
                condition=models.Q(status="waiting", next_at__isnull=False)
                | models.Q(status__in=["delivered", "failed"], next_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["webhook", "-created_at"], name="delivery_newest"),
            models.Index(fields=["next_at"], name="delivery_waiting", condition=models.Q(status="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"
