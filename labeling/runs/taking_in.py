"""Takes in what a run made: its artifacts become completions, scores, model versions.

A taker is a function of the run, registered for a verb: one for a run that completed, and one for a run that ended
before its end, where such a run leaves something of use. Apps further down the data's way register theirs when Django
starts (`EvaluationsConfig.ready`): so one transaction both registers everything and notes that it is done, which a
second job could not promise, and nothing here imports upward.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from labeling.problems import Problem
from labeling.runs.models import Run
from training.contract.rows import RowError

logger = logging.getLogger(__name__)

Output = dict[str, Any]
Taker = Callable[[Run], list[Output]]
takers: dict[str, Taker] = {}
early_takers: dict[str, Taker] = {}
"""Of runs that were stopped, failed or got lost."""


def taker_register(verb: str, taker: Taker, *, early: Taker | None = None) -> None:
    takers[verb] = taker
    if early is not None:
        early_takers[verb] = early


def run_take_in(*, run_id: UUID) -> Run:
    """Register the artifacts of a run that has ended, once an attempt. What cannot be registered is tried again.

    A completed run says so until it is done; one that ended early has its own reason to tell.
    """
    try:
        return take_in_once(run_id)
    except (Problem, RowError, ValidationError, OSError, KeyError, ValueError) as error:
        logger.exception("run %s: its artifacts could not be registered", run_id)
        reason = f"The run completed, but what it made could not be registered: {error}"
        hint = "It is tried again every minute; read the worker's log if this stays."
        completed = Run.objects.filter(pk=run_id, status=Run.Status.COMPLETED)
        completed.update(reason=reason, hint=hint)
        return Run.objects.get(pk=run_id)


@transaction.atomic
def take_in_once(run_id: UUID) -> Run:
    run = Run.objects.select_for_update(of=("self",)).select_related("project", "dataset").get(pk=run_id)
    if not awaits_taking_in(run):
        return run
    completed = run.status == Run.Status.COMPLETED
    taker = (takers if completed else early_takers).get(run.verb)
    run.outputs = outputs_joined(run.outputs, taker(run) if taker else [])
    run.taken_in_at = timezone.now()
    if completed:
        run.reason = run.hint = ""
    run.save(update_fields=["outputs", "taken_in_at", "reason", "hint"])
    logger.info("run %s: took in %d outputs", run.pk, len(run.outputs))
    return run


def runs_to_take_in() -> QuerySet[Run]:
    """Return the runs for which `awaits_taking_in` holds."""
    completed = Q(status=Run.Status.COMPLETED)
    early = Q(status__in=Run.ENDED_EARLY, verb__in=list(early_takers))
    return Run.objects.filter(completed | early, taken_in_at__isnull=True)


def awaits_taking_in(run: Run) -> bool:
    """Tell whether a run has ended and left something that is not registered yet."""
    early = run.status in Run.ENDED_EARLY and run.verb in early_takers
    return run.taken_in_at is None and (early or run.status == Run.Status.COMPLETED)


def outputs_joined(before: list[Output], new: list[Output]) -> list[Output]:
    """Return the new outputs, and behind them those of earlier attempts that are not among them."""
    known = {(output["type"], output["id"]) for output in new}
    return [*new, *(output for output in before if (output["type"], output["id"]) not in known)]
