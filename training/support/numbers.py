"""Numbers that have to be numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping

from training.support.errors import TrainerError


def check_numbers(figures: Mapping[str, float], step: int) -> None:
    """Raise TrainerError naming the first figure that is infinite or no number."""
    wrong = [name for name, value in figures.items() if not math.isfinite(value)]
    if wrong:
        raise TrainerError(
            f"{wrong[0]} is no number at step {step}.",
            "Start again from the last checkpoint with a new run: a lower learning rate, or float32.",
        )
