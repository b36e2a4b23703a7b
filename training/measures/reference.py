"""Standardisation: where the scores of ordinary answers lie, so that a reward of 1 means the same for every model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

FEWEST_ANSWERS = 64
"""With fewer the deviation would be off by more than a tenth or so: its standard error is 1 / sqrt(2 n) of itself."""
SMALLEST_DEVIATION = 1e-6


def reference_scores(heldout: Sequence[float], train: Sequence[float]) -> dict[str, Any]:
    """Return {"mean", "std", "n", "answers"} of the scores of the reference answers.

    Reference answers are answers as the models behind the dataset write them, and that training never saw: those to
    its held-out prompts. Training pulls the scores of its own answers apart, so that their deviation is too large;
    only where fewer than FEWEST_ANSWERS are held out do the training answers stand in, and `answers` says which it
    was ("heldout" or "train"). A score becomes a reward as (score - mean) / std. Source: Huang et al. 2024,
    "The N+ Implementation Details of RLHF with PPO", which shifts scores so that those of reference answers have mean
    0, as Stiennon et al. 2020 do.
    """
    which, scores = ("heldout", heldout) if len(heldout) >= FEWEST_ANSWERS else ("train", train)
    return {
        "mean": float(numpy.mean(scores)),
        "std": max(float(numpy.std(scores)), SMALLEST_DEVIATION),
        "n": len(scores),
        "answers": which,
    }
