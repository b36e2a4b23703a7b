"""Rankings: what people said, as append-only revisions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from labeling.tasks.models import Assignment, Task


class Ranking(models.Model):
    """One revision of one person's ranking of one task. The latest revision counts; no row ever changes."""

    class Confidence(models.TextChoices):
        UNSURE = "unsure", "unsure"
        FAIRLY_SURE = "fairly_sure", "fairly sure"
        SURE = "sure", "sure"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="rankings")
    # These two have no index of their own: those below begin with them, and each costs every submit.
    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.PROTECT, related_name="rankings", db_index=False
    )
    annotator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="rankings", db_index=False
    )
    annotator_name = models.CharField(max_length=255, blank=True, help_text="Of an imported ranking.")
    revision = models.PositiveIntegerField(default=1)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    groups = models.JSONField(help_text="Completion ids, best first; ids in one group are tied.")
    all_bad = models.BooleanField(default=False)
    flags = models.JSONField(
        default=list, blank=True, help_text='[{"completion": id, "flag": "toxic", "note": ""}, …]'
    )
    ratings = models.JSONField(
        default=dict, blank=True, help_text='{completion id: {criterion: {"value": 4, "of": 5}}}'
    )
    confidence = models.CharField(max_length=12, blank=True, choices=Confidence)
    display_order = ArrayField(models.UUIDField(), default=list)
    note = models.TextField(blank=True)
    late = models.BooleanField(default=False, help_text="Given after the seat had gone to somebody else.")
    guideline_version = models.PositiveIntegerField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    active_ms = models.PositiveIntegerField(null=True, blank=True)
    submitted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "revision"], name="ranking_revision_unique"),
            models.CheckConstraint(
                name="ranking_has_an_author",
                condition=models.Q(assignment__isnull=False) | ~models.Q(annotator_name=""),
            ),
            models.CheckConstraint(
                name="ranking_confidence_known",
                condition=models.Q(confidence__in=["", "unsure", "fairly_sure", "sure"]),
            ),
        ]
        indexes = [models.Index(fields=["annotator", "submitted_at"])]

    def __str__(self) -> str:
        return f"ranking of {self.task}, revision {self.revision}"
