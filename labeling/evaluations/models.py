"""Comparisons of a policy with its reference on held-out prompts."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from labeling.projects.models import Project
from labeling.runs.models import Run


class Evaluation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="evaluations")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="evaluation")
    name = models.CharField(max_length=160)
    measures = models.JSONField(default=list)
    by_domain = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class Comparison(models.Model):
    """The answers of reference and policy to one prompt, side by side."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="comparisons")
    prompt_id = models.UUIDField()
    domain = models.SlugField(max_length=60)
    messages = models.JSONField()
    reference = models.JSONField()
    policy = models.JSONField()

    def __str__(self) -> str:
        return str(self.messages[-1]["content"])[:80]
