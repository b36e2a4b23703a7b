"""Follows a run: starts its trainer, copies events until the last word, and notices when there will be none."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from labeling.runs.copying import events_copy
from labeling.runs.launchers import LaunchError, LocalLauncher
from labeling.runs.log import log_end
from labeling.runs.models import Run
from labeling.runs.state import state_load
from labeling.runs.taking_in import run_take_in
from labeling.runs.telling import run_tell
from labeling.storable import storable

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
FAREWELL_SECONDS = 60.0


def run_execute(*, run_id: UUID, leaving: Callable[[], bool]) -> None:
    """Start the run when it waits for its start, then follow it to its end; a run that is over is left alone."""
    launcher = LocalLauncher(settings.TRAINER_PYTHON)
    run = run_launch(run_id=run_id, launcher=launcher)
    if run is not None and not run.is_final:
        run = run_follow(run=run, launcher=launcher, leaving=leaving)
    if run is not None:
        run_take_in(run_id=run.pk)


def run_launch(*, run_id: UUID, launcher: LocalLauncher) -> Run | None:
    """Start the trainer of a queued run, and of one whose worker died between noting the launch and making it."""
    with transaction.atomic():
        run = Run.objects.select_for_update().filter(pk=run_id).first()
        if run is None or not awaits_launch(run, launcher):
            return run
        run.launched_at = timezone.now()
        run.status = Run.Status.STARTING
        run.save(update_fields=["launched_at", "status"])
    return launch_noted(run, launcher)


def awaits_launch(run: Run, launcher: LocalLauncher) -> bool:
    if run.status == Run.Status.STARTING:
        return not launcher.was_started(run)
    return run.status == Run.Status.QUEUED


def launch_noted(run: Run, launcher: LocalLauncher) -> Run:
    try:
        launcher.start(run)
    except LaunchError as error:
        return run_end(
            run_id=run.pk,
            status=Run.Status.FAILED,
            reason=f"The trainer could not be started ({error}).",
            hint="Check TRAINER_PYTHON and RUNS_DIR with `python manage.py check`, then retry the run.",
        )
    logger.info("run %s: started the trainer (%s)", run.pk, run.verb)
    return run


def run_follow(*, run: Run, launcher: LocalLauncher, leaving: Callable[[], bool]) -> Run:
    """Copy events until the last word or the trainer's death. When the worker leaves, the trainer is asked to save."""
    asked_to_save = False
    while True:
        alive = launcher.is_alive(run)  # Asked before reading: what a dead trainer wrote is then all there.
        run = events_copy(run_id=run.pk)
        if run.is_final:
            return wait_for_exit(run, launcher)
        if not alive:
            return run_give_up(run)
        if leaving() and not asked_to_save:
            launcher.terminate(run)
            asked_to_save = True
        time.sleep(POLL_SECONDS)


def wait_for_exit(run: Run, launcher: LocalLauncher) -> Run:
    """Wait until a trainer that said its last word has left, so that the next run finds its memory free."""
    deadline = time.monotonic() + FAREWELL_SECONDS
    while launcher.is_alive(run) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return events_copy(run_id=run.pk)


def run_give_up(run: Run) -> Run:
    """Write down the end of a run whose trainer died without a last word."""
    state = state_load(run.state)
    if state.phase_seq > run.requested_seq:
        resume = "from its last checkpoint" if state.checkpoint else "from its beginning"
        return run_end(
            run_id=run.pk,
            status=Run.Status.LOST,
            reason="The trainer ended without a last word: it was killed, or the machine went down.",
            hint=f"Retry the run: it goes on {resume}.",
        )
    return run_end(
        run_id=run.pk,
        status=Run.Status.FAILED,
        reason="The trainer ended before it began. " + log_end(run),
        hint="Read the run's log, mend what it names, then retry the run.",
    )


@transaction.atomic
def run_end(*, run_id: UUID, status: Run.Status, reason: str, hint: str) -> Run:
    """End a run that has no last word of its own."""
    run = Run.objects.select_for_update().get(pk=run_id)
    if run.is_final:
        return run
    run.status, run.reason, run.hint = status, storable(reason), hint
    run.ended_at = timezone.now()
    run.save(update_fields=["status", "reason", "hint", "ended_at"])
    run_tell(run)
    logger.warning("run %s: %s, %s", run.pk, status, reason)
    return run
