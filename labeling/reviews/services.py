"""Writes of reviews: settle the order of a task's answers, or take that back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from labeling.accounts.models import User
from labeling.accounts.services import audit_add
from labeling.problems import Conflict, FieldProblem, Problem
from labeling.rankings.groups import groups_problems
from labeling.reviews.models import Adjudication
from labeling.reviews.selectors import answers_of, latest_adjudication
from labeling.tasks.models import Task


def adjudication_give(
    *, task: Task, reviewer: User, groups: Sequence[Sequence[str]], reason: str, after: int, client_id: UUID
) -> Adjudication:
    """Keep the reviewer's ranking as the next revision. `after` is the revision they saw, 0 for none."""
    names = {str(answer.id): name for name, answer in answers_of(task)}
    problems = groups_problems(groups, names, allow_ties=task.project.allow_ties)
    if problems:
        raise Problem(
            f"This is not a whole ranking: {problems[0].message}",
            hint="Place every answer exactly once.",
            fields=problems,
        )
    kept = [list(group) for group in groups]
    return adjudication_add(task, reviewer, Adjudication.Status.GIVEN, kept, reason, after, client_id)


def adjudication_withdraw(
    *, task: Task, reviewer: User, reason: str, after: int, client_id: UUID
) -> Adjudication:
    """Take the adjudication back: the annotators' rankings count again."""
    return adjudication_add(task, reviewer, Adjudication.Status.WITHDRAWN, [], reason, after, client_id)


@transaction.atomic
def adjudication_add(
    task: Task,
    reviewer: User,
    status: str,
    groups: list[list[str]],
    reason: str,
    after: int,
    client_id: UUID,
) -> Adjudication:
    """Add a revision; the same client id again returns the one it made, a stale `after` is a Conflict."""
    Task.objects.select_for_update(no_key=True).get(pk=task.pk)
    known = Adjudication.objects.filter(client_id=client_id, task=task, reviewer=reviewer).first()
    if known is not None:
        return known
    if not reason.strip():
        raise Problem("Say why.", hint="A reason is needed.", fields=[FieldProblem("reason", "Say why.")])
    latest = latest_adjudication(task)
    refuse_stale(latest, after)
    if status == Adjudication.Status.WITHDRAWN and (latest is None or latest.status == status):
        raise Conflict("There is no adjudication to withdraw.", hint="Reload the page to see how it stands.")
    added = Adjudication.objects.create(
        task=task,
        reviewer=reviewer,
        revision=after + 1,
        client_id=client_id,
        status=status,
        groups=groups,
        reason=reason.strip(),
    )
    audit_add(
        actor=reviewer,
        action="adjudicate" if status == Adjudication.Status.GIVEN else "withdraw",
        subject="adjudication",
        subject_id=added.id,
        project_id=task.project_id,
        detail={"task": str(task.id), "revision": added.revision, "reason": added.reason},
    )
    return added


def refuse_stale(latest: Adjudication | None, after: int) -> None:
    seen = latest.revision if latest else 0
    if seen != after:
        raise Conflict(
            "Somebody has reviewed this task while you looked at it.",
            hint="Reload the page to see what they said; your ranking was not kept.",
        )
