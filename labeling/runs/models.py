"""Runs and the events copied from their folders."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from labeling.datasets.models import Dataset
from labeling.projects.models import Project
from labeling.registry.models import ModelVersion
from training.contract.rundir import RunDir
from training.contract.settings import SETTINGS


class Run(models.Model):
    """One run of the trainer. `status` is written only together with the events it is folded from, or by a request."""

    class Status(models.TextChoices):
        QUEUED = "queued", "queued"
        STARTING = "starting", "starting"
        RUNNING = "running", "running"
        STOPPING = "stopping", "stopping"
        PAUSING = "pausing", "pausing"
        PAUSED = "paused", "paused"
        STOPPED = "stopped", "stopped"
        COMPLETED = "completed", "completed"
        FAILED = "failed", "failed"
        LOST = "lost", "lost"

    ENDED_EARLY = frozenset({Status.STOPPED, Status.FAILED, Status.LOST})
    RETRIABLE = ENDED_EARLY | {Status.PAUSED}
    FINAL = RETRIABLE | {Status.COMPLETED}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="runs")
    verb = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    spec = models.JSONField()
    state = models.JSONField(default=dict, help_text="The fold of its events.")
    last_seq = models.BigIntegerField(default=0)
    events_offset = models.BigIntegerField(default=0, help_text="Bytes of the event log that are copied.")
    requested_seq = models.BigIntegerField(
        default=0, help_text="Events up to this one belong to earlier attempts."
    )
    launched_at = models.DateTimeField(null=True, blank=True, help_text="When this attempt was started.")
    stop_requested_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="What was found out when the trainer said nothing.")
    hint = models.TextField(blank=True)
    outputs = models.JSONField(default=list, help_text="What was registered of its artifacts.")
    dataset = models.ForeignKey(Dataset, null=True, blank=True, on_delete=models.PROTECT, related_name="runs")
    continues = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="continuations",
        help_text="It went on from a checkpoint of that run, with other numbers.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_in_at = models.DateTimeField(null=True, blank=True, help_text="When its artifacts were registered.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="run_status_known",
                condition=models.Q(
                    status__in=[
                        "queued",
                        "starting",
                        "running",
                        "stopping",
                        "pausing",
                        "paused",
                        "stopped",
                        "completed",
                        "failed",
                        "lost",
                    ]
                ),
            )
        ]
        indexes = [models.Index(fields=["project", "-created_at"]), models.Index(fields=["status"])]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> RunDir:
        return RunDir(settings.RUNS_DIR / str(self.id))

    @property
    def is_final(self) -> bool:
        return self.status in self.FINAL

    @property
    def ending(self) -> Status | None:
        """What it was asked for and has not done yet."""
        if self.stop_requested_at is None:
            return None
        return self.Status.PAUSING if self.status == self.Status.PAUSING else self.Status.STOPPING

    @property
    def can_go_on_changed(self) -> bool:
        """Whether it has ended with a checkpoint that a new run with other numbers can go on from."""
        saved = self.state.get("checkpoint") is not None
        return self.is_final and saved and SETTINGS[self.verb].kept is not None

    @property
    def can_pause(self) -> bool:
        """Whether it is under way, keeps its place, and nobody has asked it to end yet."""
        return SETTINGS[self.verb].saves and self.status in {self.Status.STARTING, self.Status.RUNNING}


class RunEvent(models.Model):
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=64)
    body = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "seq"], name="event_once_per_run")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class TaskOrder(models.Model):
    """The waiting tasks of a project were put in the order of what an ensemble is unsure of. The newest one holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="task_orders")
    run = models.ForeignKey(
        Run, on_delete=models.PROTECT, related_name="+", help_text="It scored the answers."
    )
    reward_model = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="+")
    random_share = models.FloatField(help_text="Of the places, for tasks drawn at random.")
    seed = models.BigIntegerField(help_text="Seeds that draw.")
    tasks = models.PositiveIntegerField(help_text="How many have scores, and so an order.")
    after_position = models.BigIntegerField(help_text="They took the places right after this one.")
    mean_information = models.FloatField(
        help_text="What comparing two answers of such a task would tell, on average, in nats."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="task_order_random_share",
                condition=models.Q(random_share__gte=0, random_share__lte=1),
            )
        ]
        indexes = [models.Index(fields=["project", "-created_at"], name="task_order_newest")]

    def __str__(self) -> str:
        return f"{self.tasks} tasks by {self.reward_model}"
