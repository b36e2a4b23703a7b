"""What tests of the web application share beside the people."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Hash passwords quickly: every test makes people, and the real hash is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def imports_folder(settings: Settings, tmp_path: Path) -> None:
    settings.IMPORTS_DIR, settings.IMPORT_FROM_DIR = tmp_path / "imports", tmp_path / "incoming"
