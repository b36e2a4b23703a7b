"""Projects, their guidelines and their members."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

HIGHEST_SHARE = 0.5
HIGHEST_REPEAT_SHARE = 0.2
FEWEST_ANSWERS = 2
MOST_ANSWERS = 16


def new_seed() -> int:
    return secrets.randbits(62)


class Project(models.Model):
    class Status(models.TextChoices):
        ACTIVE = "active", "active"
        PAUSED = "paused", "paused"
        ARCHIVED = "archived", "archived"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    domains = ArrayField(
        models.SlugField(max_length=60),
        help_text="The domains of feedback kept apart here; the first is the default.",
    )
    k = models.PositiveSmallIntegerField(
        "answers per task",
        default=4,
        validators=[MinValueValidator(FEWEST_ANSWERS), MaxValueValidator(MOST_ANSWERS)],
    )
    k_min = models.PositiveSmallIntegerField(
        "fewest answers of a task", default=FEWEST_ANSWERS, validators=[MinValueValidator(FEWEST_ANSWERS)]
    )
    k_max = models.PositiveSmallIntegerField(
        "most answers of a task", default=MOST_ANSWERS, validators=[MaxValueValidator(MOST_ANSWERS)]
    )
    overlap = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text="How many people rank each task.",
    )
    allow_ties = models.BooleanField(default=True)
    allow_partial = models.BooleanField(
        default=False, help_text="An answer may be left out once two are placed."
    )
    criteria = models.JSONField(
        default=list, blank=True, help_text="What each answer is rated on; see labeling.projects.criteria."
    )
    criteria_required = models.BooleanField(default=False)
    asks_confidence = models.BooleanField(default=False)
    lease_minutes = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(1), MaxValueValidator(24 * 60)]
    )
    quota_per_person = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    gold_share = models.FloatField(
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(HIGHEST_SHARE)],
        help_text="About this share of what a person gets is gold: tasks whose right order is known.",
    )
    repeat_share = models.FloatField(
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(HIGHEST_REPEAT_SHARE)],
        help_text="About this share of what a person gets is a task they ranked before.",
    )
    practice_mark = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="The share of pairs of the practice tasks that is right enough for real ones; none: no practice.",
    )
    draw_seed = models.BigIntegerField(
        default=new_seed,
        editable=False,
        help_text="Seeds when a person gets a gold task or a repeat. Never shown.",
    )
    is_demo = models.BooleanField(default=False, help_text="Ranked by scripts with a known rule.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="project_status_known", condition=models.Q(status__in=["active", "paused", "archived"])
            ),
            models.CheckConstraint(
                name="project_k_range",
                condition=models.Q(
                    k_min__gte=FEWEST_ANSWERS,
                    k__gte=models.F("k_min"),
                    k_max__gte=models.F("k"),
                    k_max__lte=MOST_ANSWERS,
                ),
            ),
            models.CheckConstraint(
                name="project_overlap_range", condition=models.Q(overlap__gte=1, overlap__lte=50)
            ),
            models.CheckConstraint(
                name="project_gold_share_range",
                condition=models.Q(gold_share__gte=0, gold_share__lte=HIGHEST_SHARE),
            ),
            models.CheckConstraint(
                name="project_repeat_share_range",
                condition=models.Q(repeat_share__gte=0, repeat_share__lte=HIGHEST_REPEAT_SHARE),
            ),
            models.CheckConstraint(
                name="project_practice_mark_range",
                condition=models.Q(practice_mark__isnull=True)
                | models.Q(practice_mark__gte=0, practice_mark__lte=1),
            ),
            models.CheckConstraint(name="project_has_a_domain", condition=models.Q(domains__len__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def answers_range(self) -> tuple[int, int]:
        return self.k_min, self.k_max

    @property
    def measuring_share(self) -> float:
        """The share of what a person gets that measures them: gold tasks and repeats."""
        return self.gold_share + self.repeat_share

    def clean(self) -> None:
        """Name the field where the number of answers lies outside its range; the constraint would name none."""
        if self.k_min > self.k:
            raise ValidationError({"k_min": f"Must be at most the usual number of answers, {self.k}."})
        if self.k_max < self.k:
            raise ValidationError({"k_max": f"Must be at least the usual number of answers, {self.k}."})


class Guideline(models.Model):
    """One version of a project's guidelines; a ranking remembers the version it was given under."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="guidelines")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="guideline_version_unique")
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class Member(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", "owner"
        REVIEWER = "reviewer", "reviewer"
        ANNOTATOR = "annotator", "annotator"
        RESEARCHER = "researcher", "researcher"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    paused_at = models.DateTimeField(null=True, blank=True, help_text="Since when they get no new tasks.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="member_once_per_project"),
            models.CheckConstraint(
                name="member_role_known",
                condition=models.Q(role__in=["owner", "reviewer", "annotator", "researcher"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role}"


class Exclusion(models.Model):
    """A person whose answers datasets leave out. Their rankings stay; this outlives their membership."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="exclusions")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    seats_reopened = models.BooleanField(default=False, help_text="Others rank their tasks again.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "annotator"], name="exclusion_once_per_person")
        ]

    def __str__(self) -> str:
        return f"without {self.annotator}"


class Invite(models.Model):
    """A link that lets people join. Only a hash of its secret is kept; the link itself is shown once."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        REVOKED = "revoked", "revoked"
        EXPIRED = "expired", "expired"
        USED_UP = "used_up", "used up"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invites")
    role = models.CharField(max_length=12, choices=Member.Role)
    email = models.EmailField(blank=True, help_text="Whom it is meant for; empty: whoever has the link.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    max_uses = models.PositiveIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invite_role_known",
                condition=models.Q(role__in=["owner", "reviewer", "annotator", "researcher"]),
            ),
            models.CheckConstraint(name="invite_max_uses_range", condition=models.Q(max_uses__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.project}"

    @property
    def state(self) -> State:
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.expires_at <= timezone.now():
            return self.State.EXPIRED
        return self.State.USED_UP if len(self.uses.all()) >= self.max_uses else self.State.OPEN


class InviteUse(models.Model):
    """Somebody joined by an invite. Kept when they leave: the same link does not let them in again."""

    invite = models.ForeignKey(Invite, on_delete=models.CASCADE, related_name="uses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invite", "user"], name="invite_used_once_per_person")]

    def __str__(self) -> str:
        return f"{self.user} by {self.invite}"
