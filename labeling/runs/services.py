"""Writes of runs: ask for one, stop it, go on with it."""

from __future__ import annotations

import shutil
from typing import Any
from uuid import uuid4

from django.conf import settings as site
from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.code_version import code_version
from labeling.datasets.models import Dataset
from labeling.problems import Conflict, FieldProblem, Problem
from labeling.projects.models import Project
from labeling.runs.follow import events_copy, run_end
from labeling.runs.inputs import Source, input_write
from labeling.runs.launchers import LocalLauncher
from labeling.runs.model_choice import models_lineage, models_resolve
from labeling.runs.models import Run
from labeling.runs.queue import run_defer
from labeling.storable import storable
from training.contract.events import now_text
from training.contract.rundir import RunDir, RunDirError
from training.contract.spec import SETTINGS, Settings, Spec, check_settings

MADE = {
    "sample": "Answers",
    "reward": "Reward model",
    "ppo": "Policy",
    "score": "Scores",
    "evaluate": "Evaluation",
}
"""What a run makes: the name of a run that was given none, and of what comes out of it."""


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
    try:
        with transaction.atomic():
            run.spec = spec_write(run=run, given=settings, checked=checked, source=source).to_json()
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


def request_check(
    *,
    project: Project,
    verb: str,
    settings: dict[str, Any],
    dataset: Dataset | None,
    domains: list[str] | None,
) -> Settings:
    """Return the checked settings, or raise one Problem with everything that is wrong."""
    if verb not in SETTINGS:
        text = f"must be one of {', '.join(SETTINGS)}"
        raise Problem(f"There is no run {verb!r}.", fields=[FieldProblem("verb", text)])
    resolved, problems = models_resolve(project=project, verb=verb, settings=settings)
    checked, wrong = check_settings(verb, resolved)
    problems += [FieldProblem(found.field, found.message) for found in wrong]
    unknown = sorted(set(domains or []) - set(project.domains))
    if unknown:
        text = f"{unknown[0]!r} is not a domain of this project; they are {', '.join(project.domains)}"
        problems.append(FieldProblem("domains", text))
    if dataset is not None and dataset.project_id != project.pk:
        problems.append(FieldProblem("dataset", "does not name a dataset of this project"))
    if problems or checked is None:
        raise Problem("The run cannot start so.", hint="Mend the named fields.", fields=problems)
    return checked


def spec_write(*, run: Run, given: dict[str, Any], checked: Settings, source: Source) -> Spec:
    """Write the rows and return the spec that names them."""
    models = models_lineage(project=run.project, verb=run.verb, given=given, settings=checked)
    lineage: dict[str, Any] = {
        "project": {"id": str(run.project_id), "name": run.project.name},
        "models": models,
        "dataset": dataset_lineage(source.dataset),
        "domains": source.domains,
        "code_version": code_version(),
    }
    return Spec(
        verb=run.verb,
        run_id=str(run.pk),
        name=run.name,
        created_at=now_text(),
        settings=checked,
        inputs=input_write(verb=run.verb, source=source, folder=run.folder),
        lineage=lineage,
    )


def dataset_lineage(dataset: Dataset | None) -> dict[str, Any] | None:
    if dataset is None:
        return None
    return {
        "id": str(dataset.pk),
        "name": dataset.name,
        "version": dataset.version,
        "sha256": dataset.sha256,
    }


def default_name(project: Project, verb: str) -> str:
    number = project.runs.filter(verb=verb).count() + 1
    return f"{MADE[verb]} {number}"


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
        again = run.stop_requested_at is not None
        run.stop_requested_at = run.stop_requested_at or timezone.now()
        run.status = Run.Status.STOPPING
        run.save(update_fields=["stop_requested_at", "status"])
        stop_touch(run.folder)
    if again:
        LocalLauncher(site.TRAINER_PYTHON).terminate(run)
    return run


def stop_touch(folder: RunDir) -> None:
    try:
        folder.request_stop()
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
                f"This run is {run.get_status_display()}; only one that was stopped, failed or lost goes on.",
                hint="Start a new run instead.",
            )
        attempt_clear(run.folder)
        run.requested_seq = run.last_seq
        run.launched_at = run.stop_requested_at = run.ended_at = None
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
