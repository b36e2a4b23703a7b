"""Reads of runs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from labeling.accounts.models import User
from labeling.problems import NotFound
from labeling.projects.models import Project
from labeling.projects.who_can import Right, memberships_of, project_for
from labeling.runs.models import Run, RunEvent, TaskOrder
from labeling.tasks.models import Seat


def runs_of(project: Project) -> QuerySet[Run]:
    found = project.runs.select_related("project", "dataset", "created_by")
    return found.prefetch_related("continuations")


def run_for(user: User | AnonymousUser, run_id: UUID, right: Right = "research") -> Run:
    """Return the run; NotFound for a stranger to its project, Forbidden for a member whose role lacks the right."""
    mine = memberships_of(user).values("project_id")
    found = Run.objects.select_related("project", "dataset", "created_by")
    run = found.filter(pk=run_id, project_id__in=mine).first()
    if run is None:
        raise NotFound("There is no such run for you.", hint="Check the address.")
    project_for(user, run.project_id, right)
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


def task_order_of(project: Project) -> TaskOrder | None:
    """Return the order that the waiting tasks of the project come in; none once all that it ordered are ranked."""
    orders = project.task_orders.select_related("run", "reward_model", "created_by")
    order = orders.order_by("-created_at").first()
    return order if order and seats_left(order).exists() else None


def tasks_left(order: TaskOrder) -> int:
    """Return how many of the ordered tasks still wait."""
    return seats_left(order).values("task_id").distinct().count()


def seats_left(order: TaskOrder) -> QuerySet[Seat]:
    """Return the seats of the ordered tasks that nobody has filled."""
    last = order.after_position + order.tasks
    unfilled = Seat.objects.filter(project=order.project_id, filled_at=None)
    return unfilled.filter(position__gt=order.after_position, position__lte=last)
