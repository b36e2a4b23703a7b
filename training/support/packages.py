"""Packages that only some verbs need: asked for by name before they are imported."""

from __future__ import annotations

import importlib.util

from training.support.errors import TrainerError


def need_packages(verb: str, *names: str) -> None:
    """Raise TrainerError naming every package that is missing and how to get it."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        raise TrainerError(
            f"The verb {verb} needs {' and '.join(missing)}, which this Python has not got.",
            "Install what requirements/training.txt lists: pip install -r requirements/training.txt",
        )
