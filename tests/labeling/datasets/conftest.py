from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.datasets.freeze import dataset_freeze
from labeling.datasets.models import Dataset
from labeling.projects.models import Project
from tests.made import claimed, made_task, ranked


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> None:
    settings.DATASETS_DIR = tmp_path / "datasets"


@pytest.fixture
def rankings(project: Project, bob: User) -> None:
    """Bob ranks six prompts of each domain, four answers each."""
    for domain in ("helpful", "honest"):
        for _ in range(6):
            made_task(project, domain=domain)
    for _ in range(12):
        ranked(claimed(project, bob), order=[1, 0, 3, 2])


@pytest.fixture
def dataset(project: Project, rankings: None, rita: User) -> Dataset:
    return dataset_freeze(project=project, name="First", user=rita, heldout_share=0.3, seed=1)
