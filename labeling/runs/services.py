"""Writes of runs: ask for one, stop or pause it, go on with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings as site
from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.datasets.models import Dataset
from labeling.problems import Conflict, Problem
from labeling.projects.models import Project
from labeling.runs.copying import events_copy
from labeling.runs.follow import run_end
from labeling.runs.inputs import Source
from labeling.runs.launchers import LocalLauncher
from labeling.runs.models import Run
from labeling.runs.queue import run_defer
from labeling.runs.request import default_name, request_check, spec_write
from labeling.storable import storable
from training.contract.rundir import PAUSE, STOP, RunDir, RunDirError
from training.contract.spec import Spec


class FolderUnwritable(Problem):
    status = 503
    code = "server"


def run_create(
    *,
    project: Project,
    verb: str,
    user: User | None,
    settings: dict[str, Any],
    name: str = "",
    dataset: Dataset | None = None,
    domains: list[str] | None = None,
) -> Run:
    """Check the whole request, write the run's folder with the rows it reads, and queue it."""
    settings = storable(settings)
    checked = request_check(project=project, verb=verb, settings=settings, dataset=dataset, domains=domains)
    source = Source(project=project, dataset=dataset, domains=domains)
    run = Run(
        id=uuid4(),
        project=project,
        verb=verb,
        name=name.strip() or default_name(project, verb),
        dataset=dataset,
        created_by=user,
    )
    return run_queue_new(run, lambda: spec_write(run=run, given=settings, checked=checked, source=source))


def run_queue_new(run: Run, write: Callable[[], Spec]) -> Run:
    """Save and queue a run whose folder `write` fills and whose spec it returns; of one that fails nothing stays behind."""
    try:
        with transaction.atomic():
            run.spec = write().to_json()
            run.full_clean(exclude={"state", "outputs"})
            run.save(force_insert=True)
            run.folder.create(run.spec)
            run_defer(run.pk)
    except (OSError, RunDirError) as error:
        shutil.rmtree(run.folder.path, ignore_errors=True)
        raise folder_problem(error) from error
    except Exception:
        shutil.rmtree(run.folder.path, ignore_errors=True)
        raise
    return run


def folder_problem(error: Exception) -> FolderUnwritable:
    if isinstance(error, RunDirError):
        return FolderUnwritable(str(error))
    cause = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return FolderUnwritable(
        f"The runs folder {site.RUNS_DIR} cannot be written ({cause}).",
        hint="Free some space or make the folder writable, then start the run again.",
    )


def run_stop(*, run: Run) -> Run:
    """Ask for an orderly end: first by the stop file, and asked a second time by a signal. A waiting run ends at once."""
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        if run.is_final:
            raise Conflict("This run has ended already.", hint="Reload the page.")
        if run.status == Run.Status.QUEUED:
            return run_end(
                run_id=run.pk, status=Run.Status.STOPPED, reason="It was stopped before it began.", hint=""
            )
        again = run.ending == Run.Status.STOPPING
        end_ask(run, Run.Status.STOPPING)
    if again:
        LocalLauncher(site.TRAINER_PYTHON).terminate(run)
    return run


def run_pause(*, run: Run) -> Run:
    """Ask the run to save after its present step and to leave; `run_retry` goes on with it from that very step."""
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        if not run.can_pause:
            raise Conflict("This run cannot be paused now.", hint="Reload the page to see how it stands.")
        end_ask(run, Run.Status.PAUSING)
    return run


def end_ask(run: Run, ending: Run.Status) -> None:
    """Note on a locked run what it is asked for, and tell its trainer."""
    run.stop_requested_at = run.stop_requested_at or timezone.now()
    run.status = ending
    run.save(update_fields=["stop_requested_at", "status"])
    stop_write(run.folder, PAUSE if ending == Run.Status.PAUSING else STOP)


def stop_write(folder: RunDir, word: str) -> None:
    try:
        folder.request_stop(word)
    except OSError as error:
        raise folder_problem(error) from error


def run_retry(*, run: Run) -> Run:
    """Queue an ended run again: the trainer goes on from its last checkpoint, in the same folder."""
    if LocalLauncher(site.TRAINER_PYTHON).is_alive(run):
        raise Conflict("The trainer has not left yet.", hint="Wait some seconds, then retry.")
    events_copy(run_id=run.pk)
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        if run.status not in Run.RETRIABLE:
            raise Conflict(
                f"This run is {run.get_status_display()}; only one that was paused, stopped, failed or lost goes on.",
                hint="Start a new run instead.",
            )
        attempt_clear(run.folder)
        run.requested_seq = run.last_seq
        run.launched_at = run.stop_requested_at = run.ended_at = run.taken_in_at = None
        run.reason = run.hint = ""
        run.status = Run.Status.QUEUED
        run.save()
        run_defer(run.pk)
    return run


def attempt_clear(folder: RunDir) -> None:
    """Take away what belonged to the attempt that ended: the wish to stop and the note of its process."""
    try:
        folder.clear_stop()
        folder.pid.unlink(missing_ok=True)
    except OSError as error:
        raise folder_problem(error) from error
