"""Reads of a person's own past: what they ranked, skipped or let run out, and what they last said of it."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.rankings.marks import Said, flags_read, ratings_read, said_renamed
from labeling.rankings.models import Ranking
from labeling.tasks.models import Assignment
from labeling.tasks.shown import shown_id

EXPIRED = "expired"


def history_of(user: User, project: Project) -> QuerySet[Assignment]:
    """Return the person's past assignments. `touched_at` is when each one ended; `revisions` are its rankings, the
    newest first. What they hold at present is not among them, nor is practice, which is not changed any more."""
    ran_out = Q(status=Assignment.Status.LEASED, lease_until__lt=timezone.now())
    newest_first = Prefetch("rankings", Ranking.objects.order_by("-revision"), to_attr="revisions")
    return (
        Assignment.objects.filter(~Q(status=Assignment.Status.LEASED) | ran_out)
        .filter(annotator=user, task__project=project, practice_round=None)
        .annotate(touched_at=Coalesce("ended_at", "lease_until"))
        .select_related("task__prompt")
        .prefetch_related(newest_first)
    )


def outcome_of(assignment: Assignment) -> str:
    """Return what became of it: submitted, skipped, or expired for a lease that ran out."""
    return EXPIRED if assignment.status == Assignment.Status.LEASED else assignment.status


def latest_ranking(assignment: Assignment) -> Ranking | None:
    return assignment.rankings.order_by("-revision").first()


def said_shown(assignment: Assignment, ranking: Ranking) -> Said:
    """Return what a ranking says, under the ids that the annotator's page knows."""
    names = {str(answer): shown_id(assignment, answer) for answer in assignment.display_order}
    said = Said(
        groups=ranking.groups,
        flags=flags_read(ranking.flags),
        ratings=ratings_read(ranking.ratings, assignment.task.project.criteria),
    )
    return said_renamed(said, names)
