"""Freezes a project's rankings into a dataset that never changes: files, hashes and a manifest."""

from __future__ import annotations

import dataclasses
import logging
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from labeling.accounts.models import User
from labeling.code_version import code_version
from labeling.datasets.folder import MANIFEST_FILE, RANKINGS_FILE, dataset_folder
from labeling.datasets.manifest import manifest_make
from labeling.datasets.models import Dataset
from labeling.datasets.parquet import write_rankings
from labeling.datasets.rows import Choice, Gathered, rows_gather
from labeling.preferences.pairs import ranking_pairs
from labeling.problems import FieldProblem, Problem
from labeling.projects.models import Project
from labeling.rankings.selectors import latest_rankings
from training.contract.rows import file_sha256
from training.contract.rundir import write_json

logger = logging.getLogger(__name__)

LARGE_RANKINGS = 2_000
"""Beyond this a job freezes: a ranking costs about a millisecond."""
HIGHEST_SHARE = 0.9


class FolderUnwritable(Problem):
    status = 503
    code = "server"


def dataset_freeze(
    *,
    project: Project,
    name: str,
    user: User | None,
    domains: list[str] | None = None,
    heldout_share: float = 0.2,
    seed: int = 0,
    include_scripted: bool = True,
    include_gold: bool = False,
    adjudicated: str = "prefer",
) -> Dataset:
    """Freeze the rankings as they stand now: at once when they are few, else by a job (`status` says building)."""
    choice = Choice(domains, heldout_share, seed, include_scripted, include_gold, adjudicated)
    check_choice(project, choice)
    if latest_rankings(project, domains).count() > LARGE_RANKINGS:
        return dataset_freeze_later(project=project, name=name, choice=choice, user=user)
    gathered = rows_gather(project, choice)
    check_usable(gathered)
    with transaction.atomic():
        dataset = dataset_open(project=project, name=name, choice=choice, user=user)
        return dataset_write(dataset, gathered, choice)


def dataset_freeze_later(*, project: Project, name: str, choice: Choice, user: User | None) -> Dataset:
    with transaction.atomic():
        dataset = dataset_open(project=project, name=name, choice=choice, user=user)
        transaction.on_commit(lambda: app.configure_task("dataset_build").defer(dataset_id=str(dataset.pk)))
    return dataset


def dataset_build_now(*, dataset_id: UUID) -> Dataset:
    """Write the files of a dataset that is building; done before, it changes nothing."""
    with transaction.atomic():
        dataset = Dataset.objects.select_for_update().select_related("project").get(pk=dataset_id)
        if dataset.status != Dataset.Status.BUILDING:
            return dataset
        choice = Choice(**dataset.filters)
        try:
            gathered = rows_gather(dataset.project, choice)
            check_usable(gathered)
            return dataset_write(dataset, gathered, choice)
        except Problem as problem:
            dataset.status = Dataset.Status.FAILED
            dataset.problem = f"{problem.message} {problem.hint}".strip()
            dataset.save(update_fields=["status", "problem"])
            return dataset


def check_choice(project: Project, choice: Choice) -> None:
    problems = []
    unknown = sorted(set(choice.domains or []) - set(project.domains))
    if unknown:
        known = ", ".join(project.domains)
        problems.append(FieldProblem("domains", f"{unknown[0]!r} is not a domain here; they are {known}"))
    if choice.domains == []:
        problems.append(FieldProblem("domains", "name at least one domain, or leave it out for all"))
    if not 0 <= choice.heldout_share <= HIGHEST_SHARE:
        problems.append(FieldProblem("heldout_share", f"must lie between 0 and {HIGHEST_SHARE}"))
    if problems:
        raise Problem("The dataset cannot be frozen so.", hint="Mend the named fields.", fields=problems)


def check_usable(gathered: Gathered) -> None:
    """Raise a Problem that says what is missing when no pair can be learned from."""
    if any(ranking_pairs(row.groups).preferred for row in gathered.rows):
        return
    if gathered.rows:
        message = "Every ranking ties all its answers, so there is no preference to learn from."
        hint = "Ask people to tell the answers apart, or draw more different answers."
    elif gathered.dropped:
        left_out = ", ".join(f"{count} {reason}" for reason, count in sorted(gathered.dropped.items()))
        message, hint = (
            f"No ranking is left to freeze: {left_out}.",
            "Include what was left out, or have people rank.",
        )
    else:
        message, hint = "There are no rankings to freeze yet.", "Rank some tasks, or import rankings, first."
    raise Problem(message, hint=hint)


def dataset_open(*, project: Project, name: str, choice: Choice, user: User | None) -> Dataset:
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    latest = project.datasets.aggregate(latest=Max("version"))["latest"] or 0
    dataset = Dataset(
        project=project,
        name=name,
        version=latest + 1,
        filters=dataclasses.asdict(choice),
        created_by=user,
    )
    dataset.full_clean(exclude={"manifest"})  # Written when the files are.
    dataset.save()
    return dataset


def dataset_write(dataset: Dataset, gathered: Gathered, choice: Choice) -> Dataset:
    """Write the folder under a temporary name, then give it its own: a half-written dataset is never seen."""
    folder = dataset_folder(dataset)
    partial = folder.with_name(f"{folder.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        manifest = files_write(partial, gathered, choice)
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise FolderUnwritable(
            f"The datasets folder {settings.DATASETS_DIR} cannot be written ({error.strerror}).",
            hint="Free some space or make the folder writable, then freeze again.",
        ) from error
    dataset.manifest = manifest
    dataset.sha256 = manifest["files"][0]["sha256"]
    dataset.status = Dataset.Status.READY
    dataset.save(update_fields=["manifest", "sha256", "status"])
    logger.info("dataset %s: froze %d rankings", dataset.pk, len(gathered.rows))
    return dataset


def files_write(folder: Path, gathered: Gathered, choice: Choice) -> dict[str, Any]:
    path = folder / RANKINGS_FILE
    count = write_rankings(path, gathered.rows)
    file = {"name": path.name, "sha256": file_sha256(path), "rows": count, "bytes": path.stat().st_size}
    manifest = manifest_make(
        gathered.rows,
        filters=dataclasses.asdict(choice),
        dropped=gathered.dropped,
        judgements=gathered.judgements,
        adjudicated=gathered.adjudicated,
        files=[file],
        seed=choice.seed,
        code=code_version(),
    )
    write_json(folder / MANIFEST_FILE, manifest)
    return manifest
