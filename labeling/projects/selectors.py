"""Reads of projects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from labeling.problems import NotFound
from labeling.projects.models import Exclusion, Guideline, Invite, Member, Project
from labeling.projects.who_can import Right, may

PROJECT_FIELDS = (
    "id",
    "name",
    "description",
    "status",
    "domains",
    "k",
    "k_min",
    "k_max",
    "overlap",
    "allow_ties",
    "allow_partial",
    "criteria",
    "criteria_required",
    "asks_confidence",
    "lease_minutes",
    "quota_per_person",
    "gold_share",
    "repeat_share",
    "practice_mark",
    "is_demo",
    "created_at",
)
COARSE = 5
RIGHTS_SHOWN: tuple[Right, ...] = ("manage", "annotate", "research", "review")
COUNTS: dict[str, tuple[str, str, Q]] = {
    "prompts": ("prompts", "prompts__source", Q()),
    "completions": ("prompts__completions", "prompts__source", Q()),
    "tasks": ("tasks", "tasks__prompt__source", Q(tasks__kind="ordinary")),
    "gold": ("tasks", "tasks__prompt__source", Q(tasks__kind="gold")),
    "practice": ("tasks", "tasks__prompt__source", Q(tasks__kind="practice")),
    "rankings": (
        "tasks__rankings",
        "tasks__prompt__source",
        Q(
            tasks__rankings__revision=1,
            tasks__rankings__assignment__repeats__isnull=True,
            tasks__rankings__assignment__practice_round__isnull=True,
            tasks__kind="ordinary",
        ),
    ),
}
"""What is counted, the import it came in, and which of it."""
HIDDEN_IMPORTS = ("queued", "running", "failed", "cancelled", "removing")
"""States of an import that is not whole: what it has brought so far is not counted."""
UNFINISHED = Count(
    "tasks", filter=Q(tasks__seats__isnull=False, tasks__seats__filled_at__isnull=True), distinct=True
)


def project_counts(ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """Return how much each project holds; a few statements however many projects there are."""
    projects = Project.objects.filter(pk__in=list(ids)).order_by()
    hidden = list(projects.filter(imports__status__in=HIDDEN_IMPORTS).values_list("imports", flat=True))
    counts: dict[UUID, dict[str, int]] = {}
    for name, (counted, source, which) in COUNTS.items():
        seen = ~Q(**{f"{source}__in": hidden}) if hidden else Q()
        count = Count(counted, filter=which & seen)
        for pk, value in projects.annotate(count=count).values_list("pk", "count"):
            counts.setdefault(pk, {})[name] = value
    for pk, unfinished in projects.annotate(count=UNFINISHED).values_list("pk", "count"):
        counts[pk]["tasks_finished"] = counts[pk]["tasks"] - unfinished
    return counts


def latest_guideline(project: Project) -> Guideline:
    return project.guidelines.latest("version")


def guideline_of(project: Project, version: int | None) -> Guideline:
    """Return the version, or the latest where none is named."""
    if version is None:
        return latest_guideline(project)
    found = project.guidelines.filter(version=version).first()
    if found is None:
        raise NotFound(f"The guidelines have no version {version}.", hint="List the versions there are.")
    return found


def guidelines_of(project: Project) -> QuerySet[Guideline]:
    return project.guidelines.select_related("created_by").order_by("-version")


def projects_seen(members: Iterable[Member]) -> list[dict[str, Any]]:
    """Return each project as its member sees it: fields, role, rights, counts, guidelines."""
    members = list(members)
    ids = [member.project_id for member in members]
    counts = project_counts(ids)
    guidelines = Guideline.objects.filter(project__in=ids).order_by("project", "-version").distinct("project")
    latest = {guideline.project_id: guideline for guideline in guidelines}
    return [
        {
            **{name: getattr(member.project, name) for name in PROJECT_FIELDS},
            "role": member.role,
            "can": {right: may(member.role, right) for right in RIGHTS_SHOWN},
            "counts": counts[member.project_id],
            "guidelines": latest[member.project_id],
            **({} if knows_of_gold(member) else blind_part(member.project, counts[member.project_id])),
        }
        for member in members
    ]


def exclusions_of(project: Project) -> QuerySet[Exclusion]:
    return project.exclusions.select_related("annotator", "created_by").order_by("created_at", "id")


def excluded_people(project: Project) -> set[UUID]:
    """Return the ids of those whose answers datasets leave out."""
    return set(project.exclusions.values_list("annotator_id", flat=True))


def paused_people(project: Project) -> set[UUID]:
    return set(project.members.filter(paused_at__isnull=False).values_list("user_id", flat=True))


def invites_of(project: Project) -> QuerySet[Invite]:
    """Return the project's invites, the newest first, each with who joined by it."""
    found = project.invites.select_related("created_by").prefetch_related("uses__user")
    return found.order_by("-created_at", "id")


def knows_of_gold(member: Member) -> bool:
    return may(member.role, "research") or may(member.role, "review")


def blind_part(project: Project, counts: dict[str, int]) -> dict[str, Any]:
    """Return what an annotator gets instead: nothing of gold and repeats, and where there are some, counts so coarse that
    nobody can tell by them whether the last ranking was one of an ordinary task."""
    step = max(COARSE, counts["tasks"] // 20) if project.measuring_share else 1
    return {
        "gold_share": None,
        "repeat_share": None,
        "counts": {
            **counts,
            "gold": 0,
            "tasks_finished": coarse(counts["tasks_finished"], step, counts["tasks"]),
            "rankings": counts["rankings"] // step * step,
        },
    }


def coarse(value: int, step: int, whole: int) -> int:
    return value if value == whole else value // step * step


def members_of(project: Project) -> QuerySet[Member]:
    return project.members.select_related("user").order_by("created_at", "id")
