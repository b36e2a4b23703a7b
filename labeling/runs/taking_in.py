"""Takes in what a completed run made: its artifacts become completions, scores, model versions.

A taker is a function of the run, registered for a verb. Apps further down the data's way register theirs when Django
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
from django.utils import timezone

from labeling.problems import Problem
from labeling.runs.models import Run
from training.contract.rows import RowError

logger = logging.getLogger(__name__)

Output = dict[str, Any]
Taker = Callable[[Run], list[Output]]
takers: dict[str, Taker] = {}


def taker_register(verb: str, taker: Taker) -> None:
    takers[verb] = taker


def run_take_in(*, run_id: UUID) -> Run:
    """Register the artifacts of a completed run, once. What cannot be registered is said on the run and tried again."""
    try:
        return take_in_once(run_id)
    except (Problem, RowError, ValidationError, OSError, KeyError, ValueError) as error:
        logger.exception("run %s: its artifacts could not be registered", run_id)
        reason = f"The run completed, but what it made could not be registered: {error}"
        hint = "It is tried again every minute; read the worker's log if this stays."
        Run.objects.filter(pk=run_id).update(reason=reason, hint=hint)
        return Run.objects.get(pk=run_id)


@transaction.atomic
def take_in_once(run_id: UUID) -> Run:
    run = Run.objects.select_for_update(of=("self",)).select_related("project", "dataset").get(pk=run_id)
    if run.status != Run.Status.COMPLETED or run.taken_in_at is not None:
        return run
    taker = takers.get(run.verb)
    run.outputs = taker(run) if taker else []
    run.taken_in_at = timezone.now()
    run.reason = run.hint = ""
    run.save(update_fields=["outputs", "taken_in_at", "reason", "hint"])
    logger.info("run %s: took in %d outputs", run.pk, len(run.outputs))
    return run
