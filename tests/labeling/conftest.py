"""What tests of the web application share beside the people."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def imports_folder(settings: Settings, tmp_path: Path) -> None:
    settings.IMPORTS_DIR, settings.IMPORT_FROM_DIR = tmp_path / "imports", tmp_path / "incoming"
