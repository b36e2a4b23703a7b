"""Writes of rankings: submit a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from labeling.accounts.services import audit_add
from labeling.hooks.services import has_listeners
from labeling.prepared import row_add, rows
from labeling.problems import Conflict, FieldProblem, Problem
from labeling.projects.models import Project
from labeling.rankings.marks import (
    Flag,
    Ratings,
    Rules,
    Said,
    flags_stored,
    ratings_stored,
    said_problems,
    said_renamed,
)
from labeling.rankings.models import Ranking
from labeling.rankings.solution import pairs_right
from labeling.rankings.telling import finished_tell, ranking_tell
from labeling.tasks.models import Assignment
from labeling.tasks.practice import practice_count
from labeling.tasks.seats import assignment_lock, seat_fill
from labeling.tasks.shown import shown_id, shown_names

BEFORE = """
SELECT (SELECT COALESCE(assignment_id, id) FROM rankings_ranking WHERE client_id = %s),
    (SELECT count(*) FROM rankings_ranking WHERE assignment_id = %s)
"""


class Stale(Conflict):
    """The person has ranked the task anew since this ranking was begun, in another window or on another machine."""

    code = "stale"


@transaction.atomic
def ranking_submit(
    *,
    assignment: Assignment,
    groups: Sequence[Sequence[str]],
    client_id: UUID,
    flags: Sequence[Flag] = (),
    ratings: Ratings | None = None,
    confidence: str = "",
    all_bad: bool = False,
    note: str = "",
    active_ms: int | None = None,
    started_at: datetime | None = None,
    revises: int | None = None,
) -> tuple[Ranking, bool]:
    """Keep a ranking (groups of completion ids, best first) and tell whether it is new.

    The same client id again returns the ranking it made; a different one makes the next revision. A ranking whose seat
    has gone to somebody else is kept, marked late. `revises` is the revision this one was begun from: Stale when there
    is a newer one; without it there is no such check. One person's submits and claims wait for each other.
    """
    assignment = assignment_lock(assignment=assignment)
    known, latest = rankings_before(assignment, client_id)
    if known is not None:
        return known, False
    said = said_checked(assignment, Said(groups=groups, flags=flags, ratings=ratings or {}))
    check_confidence(confidence)
    refuse_stale(latest, revises)
    refuse_practice_again(assignment, latest)
    now = timezone.now()
    ranking = Ranking(
        task=assignment.task,
        assignment=assignment,
        annotator_id=assignment.annotator_id,
        revision=latest + 1,
        client_id=client_id,
        groups=said.groups,
        flags=flags_stored(said.flags),
        ratings=ratings_stored(said.ratings, assignment.task.project.criteria),
        confidence=confidence,
        all_bad=all_bad,
        display_order=assignment.display_order,
        note=note,
        late=not seat_fill(assignment=assignment, now=now),
        guideline_version=assignment.guideline_version,
        started_at=started_at,
        active_ms=active_ms,
        submitted_at=now,
    )
    row_add(ranking)
    submit_audit(ranking, assignment)
    if assignment.is_practice:
        right = pairs_right(assignment.task.solution or [], said.groups)
        practice_count(assignment=assignment, right=right.right, pairs=right.pairs, now=now)
    elif has_listeners(assignment.task.project):
        ranking_tell(ranking, assignment.task.project)
        finished_tell(assignment.task.project)
    return ranking, True


def rankings_before(assignment: Assignment, client_id: UUID) -> tuple[Ranking | None, int]:
    """Return the ranking of this client id, if it was sent before, and the latest revision of the assignment."""
    owner, latest = rows(BEFORE, [client_id, assignment.id])[0]
    if owner is None:
        return None, latest
    if owner != assignment.id:
        raise Conflict(
            "This client id belongs to another ranking.", hint="Make a new client id for each ranking."
        )
    return Ranking.objects.get(client_id=client_id), latest


def refuse_stale(latest: int, revises: int | None) -> None:
    if revises is None or revises >= latest:
        return
    message = f"You have ranked this task already, in another tab or on another device: revision {latest}."
    if revises:
        message = (
            f"You have ranked this task again since: revision {latest} is newer than revision {revises}, "
            "which this change began from."
        )
    raise Stale(message, hint="Look at the newer one, or submit yours on top of it; every revision is kept.")


def refuse_practice_again(assignment: Assignment, latest: int) -> None:
    if assignment.is_practice and latest:
        raise Conflict(
            "You have ranked this practice task and may have seen its solution: your first ranking counts.",
            hint="Go on to the next task.",
        )


def said_checked(assignment: Assignment, said: Said) -> Said:
    """Return the same with its completion ids as text."""
    plain = Said(
        groups=[[str(answer) for answer in group] for group in said.groups],
        flags=[{**flag, "answer": str(flag["answer"])} for flag in said.flags],
        ratings={str(answer): rated for answer, rated in said.ratings.items()},
    )
    refuse_wrong(assignment, plain, {str(answer): name for name, answer in shown_names(assignment)})
    return plain


def check_confidence(confidence: str) -> None:
    if confidence and confidence not in Ranking.Confidence.values:
        known = ", ".join(Ranking.Confidence.values)
        raise Problem(
            "This is no step of confidence.", fields=[FieldProblem("confidence", f"The steps are {known}.")]
        )


def said_from_shown(assignment: Assignment, said: Said) -> Said:
    """Return the same with completion ids for the ids that the annotator's page knows."""
    shown = {shown_id(assignment, answer): str(answer) for answer in assignment.display_order}
    names = {shown_id(assignment, answer): name for name, answer in shown_names(assignment)}
    refuse_wrong(assignment, said, names)
    return said_renamed(said, shown)


def rules_of(project: Project) -> Rules:
    return Rules(
        allow_ties=project.allow_ties,
        allow_partial=project.allow_partial,
        criteria=project.criteria,
        criteria_required=project.criteria_required,
    )


def refuse_wrong(assignment: Assignment, said: Said, names: Mapping[str, str]) -> None:
    problems = said_problems(said, names, rules_of(assignment.task.project))
    if not problems:
        return
    if problems[0].field.startswith("groups"):
        message = f"This is not a whole ranking: {problems[0].message}"
        raise Problem(message, hint="Place every answer exactly once.", fields=problems)
    raise Problem(problems[0].message, hint="Mend what is named.", fields=problems)


def submit_audit(ranking: Ranking, assignment: Assignment) -> None:
    audit_add(
        actor=assignment.annotator,
        action="submit",
        subject="ranking",
        subject_id=ranking.id,
        project_id=assignment.task.project_id,
        detail={"assignment": str(assignment.id), "revision": ranking.revision, "late": ranking.late},
    )
