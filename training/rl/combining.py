"""One score of the several that an ensemble gives. Pure tensor functions."""

from __future__ import annotations

import torch

WAYS = ("mean", "min", "cautious")


def combine_scores(scores: torch.Tensor, way: str, penalty: float = 0.0) -> torch.Tensor:
    """Return [a] one score an answer, of scores [n, a] that n members gave.

    mean: their mean. min: the lowest, what the answer is worth at worst. cautious: mean - penalty * variance, where the
    variance is that of the members, (1/n) sum (score - mean)^2. Members should be standardised before: else the one with
    the largest scale decides.
    Source: Coste et al. 2024, "Reward Model Ensembles Help Mitigate Overoptimization", section 3 (mean optimization,
    worst-case optimization, uncertainty-weighted optimization).
    """
    if way == "mean":
        return scores.mean(dim=0)
    if way == "min":
        return scores.amin(dim=0)
    if way == "cautious":
        return scores.mean(dim=0) - penalty * scores.var(dim=0, correction=0)
    raise ValueError(f"{way!r} is no way to combine scores; the ways are {', '.join(WAYS)}")
