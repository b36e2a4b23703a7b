"""Prompts, the answers of models to them, and the files they came in."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from labeling.projects.models import Project


class Import(models.Model):
    """One file, or one data set, that is taken in. Annotators see it whole or not at all."""

    class Status(models.TextChoices):
        FETCHING = "fetching", "being fetched"
        DRAFT = "draft", "waiting for you"
        QUEUED = "queued", "waiting for a worker"
        RUNNING = "running", "coming in"
        COMPLETE = "complete", "complete"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"
        REMOVING = "removing", "being removed"
        REMOVED = "removed", "removed"

    WITH_A_JOB = (Status.FETCHING, Status.QUEUED, Status.RUNNING, Status.REMOVING)

    class Known(models.TextChoices):
        SKIP = "skip", "leave them out"
        REFUSE = "refuse", "refuse the file"

    class BadLines(models.TextChoices):
        REFUSE = "refuse", "refuse the file"
        SKIP = "skip", "leave them out"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.COMPLETE)
    origin = models.JSONField(
        default=dict, help_text="Of a data set: its folder, or its name, split and revision."
    )
    format = models.CharField(max_length=10, default="auto")
    mapping = models.JSONField(default=dict, help_text="Our fields and the columns they were taken from.")
    domain = models.CharField(max_length=60, blank=True, help_text="Of every row, whatever the file says.")
    known = models.CharField(max_length=10, choices=Known, default=Known.SKIP)
    bad_lines = models.CharField(max_length=10, choices=BadLines, default=BadLines.REFUSE)
    counts = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(default=0, help_text="Rows that the check has read.")
    rows_done = models.PositiveIntegerField(default=0, help_text="Rows that are written or left out.")
    checkpoint = models.JSONField(default=dict, help_text="The file and line up to which all is written.")
    problem = models.TextField(blank=True)
    problems = models.JSONField(default=list, help_text="The first bad lines; all are in the report.")
    warnings = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_status_known",
                condition=models.Q(
                    status__in=[
                        "fetching",
                        "draft",
                        "queued",
                        "running",
                        "complete",
                        "failed",
                        "cancelled",
                        "removing",
                        "removed",
                    ]
                ),
            )
        ]
        indexes = [models.Index(fields=["project", "-created_at"])]

    def __str__(self) -> str:
        return self.file_name


class Prompt(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="prompts")
    external_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001  null: not given; unique when given
    domain = models.SlugField(max_length=60)
    messages = models.JSONField(help_text='[{"role": "user", "content": "…"}, …]')
    context = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text='Passages to rest on: [{"title": "…", "text": "…"}, …]',
    )
    source = models.ForeignKey(
        Import, null=True, blank=True, on_delete=models.SET_NULL, related_name="prompts"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "external_id"],
                condition=models.Q(external_id__isnull=False),
                name="prompt_external_id_unique",
            )
        ]
        indexes = [models.Index(fields=["project", "created_at", "id"])]

    def __str__(self) -> str:
        return str(self.messages[-1]["content"])[:80] if self.messages else str(self.id)


class Completion(models.Model):
    """One answer to a prompt with its provenance. The text never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="completions")
    external_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001
    text = models.TextField(blank=True)
    model = models.CharField(max_length=255, blank=True)
    sampling = models.JSONField(default=dict)
    names_maker = models.CharField(
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text="Words in it that give its model or maker away.",
    )
    run_id = models.UUIDField(null=True, blank=True, help_text="The run that drew it.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["run_id"]),
            models.Index(
                fields=["prompt"], name="completion_names_maker", condition=~models.Q(names_maker="")
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class CompletionScore(models.Model):
    """What a reward model says of an answer. For leads only: an annotator never receives it."""

    completion = models.ForeignKey(Completion, on_delete=models.CASCADE, related_name="scores")
    reward_model_id = models.UUIDField()
    run_id = models.UUIDField()
    score = models.FloatField()
    members = ArrayField(
        models.FloatField(),
        default=list,
        db_default=models.Value([], ArrayField(models.FloatField())),
        blank=True,
        help_text="Of an ensemble: what each member says; differences are log-odds.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["completion", "reward_model_id"], name="score_once_per_reward_model"
            )
        ]

    def __str__(self) -> str:
        return f"{self.score:.2f}"
