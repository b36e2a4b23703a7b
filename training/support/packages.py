"""Packages that only some runs need: asked for by name before they are imported."""

from __future__ import annotations

import importlib.util

from training.support.errors import TrainerError


def need_packages(what: str, *names: str, listed: str = "requirements/training.txt") -> None:
    """Raise TrainerError naming every package that `what` lacks and how to get it. `listed` is the file that names them."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        raise TrainerError(
            f"{what} needs {' and '.join(missing)}, which this Python has not got.",
            f"Install what {listed} lists: pip install -r {listed}",
        )
