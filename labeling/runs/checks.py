"""Can runs be started? System checks with their hints."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from labeling.datasets.checks import can_be_written


def check_runs_dir(**kwargs: Any) -> list[CheckMessage]:
    if can_be_written(Path(settings.RUNS_DIR)):
        return []
    return [
        Error(
            f"RUNS_DIR ({settings.RUNS_DIR}) cannot be written.",
            hint="Name a folder that the web, the worker and the trainer may write, or mend its rights.",
            id="podium.E301",
        )
    ]


def check_trainer_python(**kwargs: Any) -> list[CheckMessage]:
    if shutil.which(settings.TRAINER_PYTHON):
        return []
    return [
        Error(
            f"TRAINER_PYTHON ({settings.TRAINER_PYTHON}) is not a program that can be run.",
            hint="Name the Python of the environment that requirements/training.txt is installed in.",
            id="podium.E302",
        )
    ]
