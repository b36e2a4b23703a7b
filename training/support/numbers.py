"""Numbers that have to be numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch

from training.support.errors import TrainerError


def check_numbers(figures: Mapping[str, float], step: int) -> None:
    """Raise TrainerError naming the first figure that is infinite or no number."""
    wrong = [name for name, value in figures.items() if not math.isfinite(value)]
    if wrong:
        raise TrainerError(
            f"{wrong[0]} is no number at step {step}.",
            "Start again from the last checkpoint with a new run: a lower learning rate, or float32.",
        )


def check_scores(scores: torch.Tensor, step: int) -> None:
    """Raise TrainerError when a reward model, or a member of an ensemble, gave a score [n, b] that is no number."""
    wrong = int((~scores.isfinite().all(dim=0)).sum())
    if wrong:
        raise TrainerError(
            f"The reward model's score is no number for {wrong} of {scores.shape[1]} answers at step {step}.",
            "Score a few answers with it, in float32. If that gives no numbers either, train the reward model again, with a "
            "lower learning rate; else start a new run in float32.",
        )
