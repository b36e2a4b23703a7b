"""Runs with a scripted trainer: real processes, real event logs, no model."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.datasets.freeze import dataset_freeze
from labeling.datasets.models import Dataset
from labeling.projects.models import Project
from labeling.runs.launchers import children
from labeling.runs.models import Run
from labeling.runs.services import run_create
from tests.made import claimed, made_task, ranked

SCRIPT = Path(__file__).with_name("scripted_trainer.py")
Scripted = Callable[[str], None]


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> None:
    settings.RUNS_DIR = tmp_path / "runs"
    settings.DATASETS_DIR = tmp_path / "datasets"


@pytest.fixture
def scripted(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scripted]:
    """Return a function that puts the scripted trainer in the trainer's place and says what it does."""
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{SCRIPT}" "$@"\n')
    program.chmod(0o755)
    settings.TRAINER_PYTHON = str(program)

    def act(script: str) -> None:
        monkeypatch.setenv("TRAINER_SCRIPT", script)

    yield act
    for process in children.values():
        process.kill()
        process.wait()
    children.clear()


@pytest.fixture
def dataset(project: Project, bob: User, alice: User) -> Dataset:
    for _ in range(4):
        made_task(project)
    for _ in range(4):
        ranked(claimed(project, bob))
    return dataset_freeze(project=project, name="first", user=alice, heldout_share=0.5)


@pytest.fixture
def run(project: Project, dataset: Dataset, rita: User) -> Run:
    return run_create(project=project, verb="reward", user=rita, dataset=dataset, settings={"epochs": 1})
