"""Tasks, their seats, and the assignments that hold them.

An ordinary task has as many seats as the project wants answers of it. An assignment is one person's hold on a task: it
leases a seat, and its ranking fills it. A lease that ran out frees the seat for others; an answer that comes later is
kept. A gold task has no seats: everybody may get it once, and what one person holds of it is nobody else's to take.
Nor has a repeat: an ordinary task that the same person ranked before, given again to see whether they say the same.
Practice tasks have no seats either: everybody gets them in rounds, before real tasks come.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from labeling.projects.models import Project
from labeling.prompts.models import Completion, Prompt


class Task(models.Model):
    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "ordinary"
        GOLD = "gold", "gold"
        PRACTICE = "practice", "practice"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks")
    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="tasks")
    completions = models.ManyToManyField(Completion, related_name="tasks")
    kind = models.CharField(
        max_length=10, choices=Kind, default=Kind.ORDINARY, db_default=Kind.ORDINARY.value
    )
    solution = models.JSONField(
        null=True, blank=True, help_text="Unless ordinary: its known groups of completion ids, best first."
    )
    explanation = models.TextField(blank=True, default="", db_default="", help_text="Why it is so.")
    priority = models.SmallIntegerField(default=0, help_text="Higher comes first.")
    position = models.BigIntegerField(help_text="Its place in the queue.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="task_position_unique"),
            models.CheckConstraint(
                name="task_kind_known", condition=models.Q(kind__in=["ordinary", "gold", "practice"])
            ),
            models.CheckConstraint(
                name="task_solved_unless_ordinary",
                condition=models.Q(kind="ordinary", solution__isnull=True)
                | (~models.Q(kind="ordinary") & models.Q(solution__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "kind"], name="task_not_ordinary", condition=~models.Q(kind="ordinary")
            )
        ]

    def __str__(self) -> str:
        return f"task {self.position}"

    @cached_property
    def texts(self) -> dict[uuid.UUID, str]:
        """The answers, read once: who is given the task needs their ids for the order and their texts for the page."""
        return dict(self.completions.values_list("id", "text"))


class PracticeRound(models.Model):
    """One go of one person through a project's practice tasks, or a lead's word about it. Kept for ever."""

    class Status(models.TextChoices):
        OPEN = "open", "under way"
        PASSED = "passed", "passed"
        FAILED = "failed", "not passed"
        WAIVED = "waived", "waved through"
        RESET = "reset", "asked to practise"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="practice_rounds")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practice_rounds"
    )
    number = models.PositiveIntegerField(help_text="Of the person in the project, from 1.")
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    tasks = models.PositiveIntegerField(default=0, help_text="Ranked in it so far.")
    right = models.FloatField(default=0, help_text="Pairs ordered as the solutions do, a tie counting half.")
    pairs = models.PositiveIntegerField(default=0, help_text="Pairs that the solutions order.")
    mark = models.FloatField(null=True, blank=True, help_text="The pass mark when it ended.")
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "person", "number"], name="practice_round_unique"),
            models.UniqueConstraint(
                fields=["project", "person"],
                name="practice_round_open_once",
                condition=models.Q(status="open"),
            ),
            models.CheckConstraint(
                name="practice_round_status_known",
                condition=models.Q(status__in=["open", "passed", "failed", "waived", "reset"]),
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.person}"

    @property
    def score(self) -> float | None:
        """The share of pairs ordered as the solutions do; None before the first ranking."""
        return self.right / self.pairs if self.pairs else None


class Assignment(models.Model):
    class Status(models.TextChoices):
        LEASED = "leased", "leased"
        SUBMITTED = "submitted", "submitted"
        SKIPPED = "skipped", "skipped"

    class SkipReason(models.TextChoices):
        UNCLEAR = "unclear", "the prompt is unclear"
        NO_GOOD_ANSWER = "no_good_answer", "no answer is good"
        CANNOT_JUDGE = "cannot_judge", "I cannot judge this"
        OFFENSIVE = "offensive", "it is offensive"
        BROKEN = "broken", "it is shown wrongly"
        OTHER = "other", "another reason"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments")
    # No index of its own: those below begin with it, and each costs every claim.
    annotator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments", db_index=False
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.LEASED)
    order_seed = models.BigIntegerField(help_text="Seeds the order in which the answers are shown.")
    display_order = ArrayField(models.UUIDField(), default=list, help_text="Completion ids as shown.")
    leased_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    guideline_version = models.PositiveIntegerField(
        default=1, help_text="The guidelines it was leased under."
    )
    skip_reason = models.CharField(max_length=20, blank=True, choices=SkipReason)
    skip_note = models.TextField(blank=True)
    repeats = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="repetitions",
        db_index=False,
        help_text="The person's earlier assignment that this one gives again.",
    )
    practice_round = models.ForeignKey(
        PracticeRound,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
        db_index=False,
        help_text="Of a practice task: the round it was given in.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "annotator"],
                name="assignment_once_per_person",
                condition=models.Q(repeats__isnull=True, practice_round__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["practice_round", "task"],
                name="assignment_once_per_round",
                condition=models.Q(practice_round__isnull=False),
            ),
            # Partial, so that it is as small as the repeats are few; it serves as the key's index too.
            models.UniqueConstraint(
                fields=["repeats"],
                name="assignment_repeated_once",
                condition=models.Q(repeats__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_status_known",
                condition=models.Q(status__in=["leased", "submitted", "skipped"]),
            ),
        ]
        indexes = [
            models.Index(fields=["annotator", "status"]),
            models.Index(fields=["annotator", "-leased_at"], name="assignment_by_last_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.annotator} on {self.task}"

    @property
    def is_personal(self) -> bool:
        """Whether it holds no seat, so that nobody else can take it."""
        return self.task.kind != Task.Kind.ORDINARY or self.is_repeat or self.is_practice

    @property
    def is_repeat(self) -> bool:
        return self.repeats_id is not None

    @property
    def is_practice(self) -> bool:
        return self.practice_round_id is not None


IS_PERSONAL = (
    ~models.Q(task__kind=Task.Kind.ORDINARY)
    | models.Q(repeats__isnull=False)
    | models.Q(practice_round__isnull=False)
)
"""`Assignment.is_personal` for queries."""


class RankedDay(models.Model):
    """How many tasks somebody has ranked in a project on one day (UTC), practice left out.

    A trigger on the assignments keeps it, whoever writes them: counting them anew at each claim would cost more with
    every ranking a person gives.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "annotator", "day"], name="ranked_day_unique")
        ]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"


class Seat(models.Model):
    """One of the answers a task wants. open: nobody holds it; leased: held until lease_until; filled: answered."""

    # No index of its own: the constraint's begins with it, and each costs every claim and every submit.
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="seats", db_index=False)
    number = models.PositiveSmallIntegerField()
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    priority = models.SmallIntegerField(default=0)
    position = models.BigIntegerField()
    assignment = models.OneToOneField(
        Assignment, null=True, blank=True, on_delete=models.SET_NULL, related_name="seat"
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    filled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="seat_number_unique"),
            models.CheckConstraint(
                name="seat_filled_by_somebody",
                condition=models.Q(filled_at__isnull=True) | models.Q(assignment__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                "project",
                models.F("priority").desc(),
                "position",
                "number",
                name="seat_unfilled_queue",
                condition=models.Q(filled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"seat {self.number} of {self.task}"
