from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings


def ids() -> set[str | None]:
    return {found.id for found in run_checks()}


def test_it_is_content_with_folders_that_can_be_made() -> None:
    assert not ids() & {"podium.E201", "podium.E301", "podium.E302"}


@pytest.mark.parametrize(("name", "id"), [("DATASETS_DIR", "podium.E201"), ("RUNS_DIR", "podium.E301")])
def test_it_names_a_folder_that_cannot_be_written(
    settings: Settings, tmp_path: Path, name: str, id: str
) -> None:
    (tmp_path / "file").touch()
    setattr(settings, name, tmp_path / "file" / "below")
    found = next(message for message in run_checks() if message.id == id)
    assert name in found.msg
    assert found.hint


def test_it_names_a_trainer_python_that_is_not_there(settings: Settings) -> None:
    settings.TRAINER_PYTHON = "/nowhere/python"
    assert "podium.E302" in ids()
