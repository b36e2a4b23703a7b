"""Can datasets be written? Asked by `manage.py check --deploy`-like tools and at every start."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def check_datasets_dir(**kwargs: Any) -> list[CheckMessage]:
    if can_be_written(Path(settings.DATASETS_DIR)):
        return []
    return [
        Error(
            f"DATASETS_DIR ({settings.DATASETS_DIR}) cannot be written.",
            hint="Name a folder that the web and the worker may write, or mend its rights.",
            id="podium.E201",
        )
    ]


def can_be_written(folder: Path) -> bool:
    """Tell whether the folder, or the nearest folder above it that is there, can be written to."""
    present = next((path for path in (folder, *folder.parents) if path.exists()), None)
    return present is not None and present.is_dir() and os.access(present, os.W_OK | os.X_OK)
