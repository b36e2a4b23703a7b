"""Writes of rankings: submit a revision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from labeling.accounts.services import audit_add
from labeling.problems import Conflict, Problem
from labeling.rankings.groups import groups_problems
from labeling.rankings.models import Ranking
from labeling.tasks.models import Assignment
from labeling.tasks.seats import assignment_lock, seat_fill
from labeling.tasks.shown import shown_id, shown_names


@transaction.atomic
def ranking_submit(
    *,
    assignment: Assignment,
    groups: Sequence[Sequence[str]],
    client_id: UUID,
    all_bad: bool = False,
    note: str = "",
    active_ms: int | None = None,
    started_at: datetime | None = None,
) -> tuple[Ranking, bool]:
    """Keep a ranking (groups of completion ids, best first) and tell whether it is new.

    The same client id again returns the ranking it made; a different one makes the next revision. A ranking whose seat
    has gone to somebody else is kept, marked late. One person's submits and claims wait for each other.
    """
    assignment = assignment_lock(assignment=assignment)
    known = ranking_known(assignment, client_id)
    if known is not None:
        return known, False
    check_groups(assignment, groups)
    now = timezone.now()
    ranking = Ranking.objects.create(
        task_id=assignment.task_id,
        assignment=assignment,
        annotator_id=assignment.annotator_id,
        revision=assignment.rankings.count() + 1,
        client_id=client_id,
        groups=[[str(answer) for answer in group] for group in groups],
        all_bad=all_bad,
        display_order=assignment.display_order,
        note=note,
        late=not seat_fill(assignment=assignment, now=now),
        guideline_version=assignment.guideline_version,
        started_at=started_at,
        active_ms=active_ms,
        submitted_at=now,
    )
    submit_audit(ranking, assignment)
    return ranking, True


def ranking_known(assignment: Assignment, client_id: UUID) -> Ranking | None:
    known = Ranking.objects.filter(client_id=client_id).first()
    if known is not None and known.assignment_id != assignment.id:
        raise Conflict(
            "This client id belongs to another ranking.", hint="Make a new client id for each ranking."
        )
    return known


def check_groups(assignment: Assignment, groups: Sequence[Sequence[str]]) -> None:
    names = {str(answer): name for name, answer in shown_names(assignment)}
    refuse_unless_whole(assignment, [[str(answer) for answer in group] for group in groups], names)


def groups_from_shown(assignment: Assignment, groups: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the groups with completion ids for the ids that the annotator's page knows."""
    shown = {shown_id(assignment, answer): answer for answer in assignment.display_order}
    names = {shown_id(assignment, answer): name for name, answer in shown_names(assignment)}
    refuse_unless_whole(assignment, groups, names)
    return [[str(shown[answer]) for answer in group] for group in groups]


def refuse_unless_whole(
    assignment: Assignment, groups: Sequence[Sequence[str]], names: dict[str, str]
) -> None:
    problems = groups_problems(groups, names, allow_ties=assignment.task.project.allow_ties)
    if problems:
        raise Problem(
            f"This is not a whole ranking: {problems[0].message}",
            hint="Place every answer exactly once.",
            fields=problems,
        )


def submit_audit(ranking: Ranking, assignment: Assignment) -> None:
    audit_add(
        actor=assignment.annotator,
        action="submit",
        subject="ranking",
        subject_id=ranking.id,
        project_id=assignment.task.project_id,
        detail={"assignment": str(assignment.id), "revision": ranking.revision, "late": ranking.late},
    )
