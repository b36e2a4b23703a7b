"""When the quality board is worked out: at once for a small project, by the queue for a large one, never twice in a row.

A look at a small project whose snapshot is older than half a minute works it out anew. A look at a large one gets the
snapshot that is there, with its moment, and asks the queue for another when it is older than five minutes or than twenty
times what it cost.
"""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from labeling.preferences.board import board_make
from labeling.preferences.disagreement import disagreements
from labeling.preferences.models import Snapshot
from labeling.preferences.source import board_source
from labeling.projects.models import Project
from labeling.rankings.models import Ranking

LARGE_RANKINGS = 2_000
SMALL_AGE = timedelta(seconds=30)
LARGE_AGE = timedelta(minutes=5)
TIMES_ITS_COST = 20
MOST_DISAGREEMENTS = 2_000
"""Kept of a project: nobody reviews more before the next snapshot."""


class Look(NamedTuple):
    snapshot: Snapshot | None
    """None while the first one of a large project is being worked out."""
    pending: bool
    """Whether the queue has been asked for another."""


def snapshot_look(*, project: Project, anew: bool = False) -> Look:
    """Return the snapshot to show; `anew` wants another whatever its age."""
    kept = Snapshot.objects.filter(pk=project.pk).first()
    large = is_large(project)
    if kept is not None and not anew and timezone.now() - kept.computed_at < age_allowed(kept, large=large):
        return Look(kept, pending=False)
    if not large:
        return Look(snapshot_make(project=project), pending=False)
    snapshot_ask(project=project)
    return Look(kept, pending=True)


def is_large(project: Project) -> bool:
    """Tell without counting further than needed."""
    return Ranking.objects.filter(task__project=project)[: LARGE_RANKINGS + 1].count() > LARGE_RANKINGS


def age_allowed(kept: Snapshot, *, large: bool) -> timedelta:
    return max(LARGE_AGE, timedelta(seconds=TIMES_ITS_COST * kept.seconds)) if large else SMALL_AGE


def snapshot_make(*, project: Project) -> Snapshot:
    """Work it out and keep it. Two at once do the same work twice and both end well."""
    start, now = perf_counter(), timezone.now()
    source = board_source(project, now)
    tasks = disagreements(ranking.judgement for ranking in source.rankings)
    content = {
        "board": board_make(source),
        "disagreements": [task.to_json() for task in tasks[:MOST_DISAGREEMENTS]],
        "computed_at": now,
        "seconds": perf_counter() - start,
    }
    return Snapshot.objects.update_or_create(project=project, defaults=content)[0]


def snapshot_ask(*, project: Project) -> None:
    """Ask the queue; where it has been asked and has not begun, that is enough."""
    job = app.configure_task("snapshot_make", queueing_lock=f"snapshot:{project.pk}")
    try:
        with transaction.atomic():
            job.defer(project_id=str(project.pk))
    except AlreadyEnqueued:
        return


def snapshot_make_by_id(*, project_id: UUID) -> Snapshot:
    return snapshot_make(project=Project.objects.get(pk=project_id))
