"""Reads of runs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from labeling.accounts.models import User
from labeling.problems import NotFound
from labeling.projects.models import Project
from labeling.projects.who_can import memberships_of, project_for
from labeling.runs.models import Run, RunEvent


def runs_of(project: Project) -> QuerySet[Run]:
    return project.runs.select_related("project", "dataset", "created_by")


def run_for(user: User | AnonymousUser, run_id: UUID) -> Run:
    """Return the run; NotFound for a stranger to its project, Forbidden for a member who may not see it."""
    mine = memberships_of(user).values("project_id")
    found = Run.objects.select_related("project", "dataset", "created_by")
    run = found.filter(pk=run_id, project_id__in=mine).first()
    if run is None:
        raise NotFound("There is no such run for you.", hint="Check the address.")
    project_for(user, run.project_id, "research")
    return run


def run_events(run: Run, *, after: int, limit: int) -> QuerySet[RunEvent]:
    return run.events.filter(seq__gt=after).order_by("seq")[:limit]


def run_measures(run: Run) -> dict[str, Any]:
    """Return the measures that the run's trainer told last; NotFound where it told none."""
    told = run.events.filter(kind="measures").order_by("-seq").first()
    if told is None:
        raise NotFound(
            "This run has measured no reward model.",
            hint="A reward run measures its model at its end, on the dataset's held-out rankings.",
        )
    values: dict[str, Any] = told.body["values"]
    return values
