"""Writes of known orders: a task becomes gold or practice, or ordinary again.

Here, because imported rankings stand for seats.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.accounts.services import audit_add
from labeling.problems import Conflict, FieldProblem, Problem
from labeling.projects.models import Project
from labeling.rankings.groups import groups_problems
from labeling.tasks.models import Assignment, Seat, Task


@transaction.atomic
def task_make_gold(
    *,
    task: Task,
    groups: Sequence[Sequence[str]],
    user: User,
    explanation: str = "",
    kind: str = Task.Kind.GOLD,
) -> Task:
    """Give the task its known groups (completion ids, best first), or others than it had: it becomes gold, or practice.

    Its seats go, for everybody gets it from now on; who is at it stays at it, and of a gold task what was ranked before
    is measured too.
    """
    task = Task.objects.select_for_update().get(pk=task.pk)
    solution = [[str(answer) for answer in group] for group in groups]
    refuse_unless_solution(task, solution)
    before = solution_of(task)
    task.kind, task.solution, task.explanation = kind, solution, explanation
    task.save(update_fields=["kind", "solution", "explanation"])
    Seat.objects.filter(task=task).delete()
    solution_audit(task, user, before)
    return task


@transaction.atomic
def task_make_ordinary(*, task: Task, user: User) -> Task:
    """Take the known order away: the task asks for the project's `overlap` rankings again, those given counted."""
    overlap = Project.objects.select_for_update(no_key=True).get(pk=task.project_id).overlap
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.kind == Task.Kind.ORDINARY:
        return task
    if task.assignments.filter(practice_round__isnull=False).exists():
        raise Conflict(
            "People have practised with this task and know its solution, so it cannot become an ordinary one.",
            hint="Make it a gold task: only those who have not met it get it.",
        )
    before = solution_of(task)
    task.kind, task.solution, task.explanation = Task.Kind.ORDINARY, None, ""
    task.save(update_fields=["kind", "solution", "explanation"])
    seats_restore(task, overlap)
    solution_audit(task, user, before)
    return task


def refuse_unless_solution(task: Task, groups: list[list[str]]) -> None:
    answers = task.completions.order_by("created_at", "id").values_list("id", flat=True)
    names = {str(answer): f"Answer {number}" for number, answer in enumerate(answers, start=1)}
    problems = groups_problems(groups, names)
    if not problems and len(groups) < 2:
        problems = [FieldProblem("groups", "At least one answer must be better than another.")]
    if problems:
        raise Problem(
            f"This is no known order: {problems[0].message}",
            hint="Place every answer once; of a known best, put all others into one group behind it.",
            fields=problems,
        )


def seats_restore(task: Task, overlap: int) -> None:
    """Make the seats anew: filled by who has ranked the task, held by who is at it, open for the rest."""
    imported = task.rankings.filter(assignment__isnull=True).count()
    given = task.assignments.filter(repeats=None, practice_round=None)
    ranked = given.filter(status=Assignment.Status.SUBMITTED).order_by("ended_at")
    at_it = given.filter(status=Assignment.Status.LEASED, lease_until__gte=timezone.now())
    numbers = range(1, overlap - imported + 1)
    taken = [*ranked, *at_it][: len(numbers)]
    Seat.objects.bulk_create(
        Seat(
            task=task,
            number=number,
            project_id=task.project_id,
            priority=task.priority,
            position=task.position,
            assignment=assignment,
            filled_at=assignment.ended_at if assignment else None,
            lease_until=assignment.lease_until if assignment and not assignment.ended_at else None,
        )
        for number, assignment in zip_longest(numbers, taken)
    )


def solution_of(task: Task) -> dict[str, object]:
    return {"kind": task.kind, "solution": task.solution, "explanation": task.explanation}


def solution_audit(task: Task, user: User, before: dict[str, object]) -> None:
    audit_add(
        actor=user,
        action="solve",
        subject="task",
        subject_id=task.id,
        project_id=task.project_id,
        detail={"before": before, "after": solution_of(task)},
    )
