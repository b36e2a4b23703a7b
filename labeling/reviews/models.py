"""Reviews: where people disagree, a reviewer settles the order of the answers."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from labeling.tasks.models import Task


class Adjudication(models.Model):
    """One revision of what reviewers say of a task. The latest counts, whoever gave it; no row ever changes."""

    class Status(models.TextChoices):
        GIVEN = "given", "given"
        WITHDRAWN = "withdrawn", "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="adjudications")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="adjudications"
    )
    revision = models.PositiveIntegerField()
    client_id = models.UUIDField(unique=True)
    status = models.CharField(max_length=10, choices=Status)
    groups = models.JSONField(default=list, blank=True, help_text="Best first; empty when withdrawn.")
    reason = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "revision"], name="adjudication_revision_unique"),
            models.CheckConstraint(
                name="adjudication_status_known", condition=models.Q(status__in=["given", "withdrawn"])
            ),
            models.CheckConstraint(name="adjudication_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"adjudication of {self.task}, revision {self.revision}"
