"""Model versions: where a model came from, what it was trained on, where its folder is."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from labeling.datasets.models import Dataset
from labeling.projects.models import Project


class ModelVersion(models.Model):
    class Type(models.TextChoices):
        BASE = "base", "base"
        REWARD = "reward", "reward model"
        POLICY = "policy", "policy"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="models")
    type = models.CharField(max_length=10, choices=Type)
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=1024, help_text="A Hugging Face id, a folder, or bundled:….")
    base = models.CharField(
        max_length=1024, blank=True, help_text="The source of the model it was trained from."
    )
    run_id = models.UUIDField(null=True, blank=True, help_text="The run that made it.")
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.PROTECT, related_name="models"
    )
    lineage = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run_id", "source"],
                condition=models.Q(run_id__isnull=False),
                name="artifact_is_one_model",
            ),
            models.CheckConstraint(
                name="model_type_known", condition=models.Q(type__in=["base", "reward", "policy"])
            ),
        ]

    def __str__(self) -> str:
        return self.name
