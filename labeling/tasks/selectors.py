"""Reads of tasks and assignments."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC
from typing import cast
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from labeling.accounts.models import User
from labeling.prepared import Prepared, rows
from labeling.problems import NotFound
from labeling.projects.models import Project
from labeling.projects.who_can import ROLES_WITH, Right, memberships_of, project_for
from labeling.tasks.models import Assignment, Task

RANKED = """
SELECT COALESCE(sum(count), 0), COALESCE(sum(count) FILTER (WHERE day = %(today)s), 0)
FROM tasks_rankedday WHERE project_id = %(project)s AND annotator_id = %(me)s
"""
SEATS = "SELECT count(*), count(filled_at) FROM tasks_seat WHERE project_id = %s"
OWN = Prepared(
    lambda assignment, me: Assignment.objects.select_related("task__project").filter(
        pk=assignment,
        annotator_id=me,
        task__project__members__user_id=me,
        task__project__members__role__in=ROLES_WITH["annotate"],
    ),
    UUID(int=1),
    UUID(int=2),
)
MANY_SEATS = 2_000
SHORTEST_KEPT_S = 20
LONGEST_COUNT_S = 60
"""After so long somebody who counts is taken to have died."""


def assignment_for(user: User, assignment_id: UUID) -> Assignment:
    """Return the person's own assignment; anybody else's is not found, nor one of a project they have left."""
    assignment = OWN.first(assignment_id, user.pk)
    if assignment is None:
        raise NotFound("There is no such assignment for you.", hint="Ask for the next task instead.")
    assignment.annotator = user
    return assignment


def task_for(user: User, task_id: UUID, right: Right) -> Task:
    """Return the task; NotFound for a stranger to its project, Forbidden for a member without the right."""
    mine = memberships_of(user).values("project_id")
    task = Task.objects.select_related("project").filter(pk=task_id, project_id__in=mine).first()
    if task is None:
        raise NotFound("There is no such task for you.", hint="List the prompts to see their tasks.")
    project_for(user, task.project_id, right)
    return task


@dataclass(frozen=True)
class Mine:
    """How far I am, and how far the project is."""

    today: int
    total: int
    project_total_seats: int
    project_filled_seats: int


def mine_of(user: User, project: Project) -> Mine:
    total, today = ranked_by(user.pk, project.pk)
    seats, filled = seats_shown(project)
    return Mine(today=today, total=total, project_total_seats=seats, project_filled_seats=filled)


def ranked_by(person: UUID, project: UUID) -> tuple[int, int]:
    """Return how many tasks somebody has ranked in a project, ever and since midnight (UTC)."""
    values = {"today": timezone.now().astimezone(UTC).date(), "me": person, "project": project}
    total, today = rows(RANKED, values)[0]
    return total, today


def seats_shown(project: Project) -> tuple[int, int]:
    """Return (rankings asked for, rankings given) as an annotator sees them: what measures people is counted in.

    Otherwise the figure would stand still after a gold task and so tell it from an ordinary one.
    """
    total, filled, measuring = seats_counted(project)
    if project.measuring_share == 0 or filled == total:
        return total, filled
    shown = round(total / (1 - project.measuring_share))
    return shown, min(shown - 1, filled + measuring)


def seats_counted(project: Project) -> tuple[int, int, int]:
    """Return (seats, filled seats, rankings that measured people).

    Of a large project all three as they were a while ago: none of them moves before the others, and one request counts
    anew while the others take what is known. The while is so long that counting stays a hundredth of it.
    """
    key, now = f"seats-counted-{project.pk}", time.monotonic()
    counted, due = cache.get(key, (None, 0.0))
    if counted is not None and (now < due or not cache.add(f"{key}-now", True, LONGEST_COUNT_S)):
        return cast("tuple[int, int, int]", counted)
    total, filled = rows(SEATS, [project.pk])[0]
    found = (total, filled, measuring_counted(project))
    if total > MANY_SEATS:
        done = time.monotonic()
        cache.set(key, (found, done + max(SHORTEST_KEPT_S, 100 * (done - now))), None)
    cache.delete(f"{key}-now")
    return found


def measuring_counted(project: Project) -> int:
    """Return how many gold tasks and repeats people have ranked; each of the two is found by an index of its own."""
    if project.measuring_share == 0:
        return 0
    ranked = Assignment.objects.filter(task__project=project, status=Assignment.Status.SUBMITTED)
    gold = ranked.filter(task__kind=Task.Kind.GOLD, repeats=None, practice_round=None)
    return gold.count() + ranked.filter(repeats__isnull=False).count()
