"""Learning rates over a run."""

from __future__ import annotations

import math

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR


def rate_schedule(
    optimizer: Optimizer,
    total_steps: int,
    *,
    shape: str = "linear",
    warmup_share: float = 0.0,
    last_share: float = 0.0,
    done: int = 0,
) -> LambdaLR:
    """Return a schedule that rises over the warm-up, then goes to `last_share` of the rate at the end.

    It begins after `done` steps; an optimizer that had a schedule before keeps the rates it began with.

    linear: in a line; cosine: along half a wave (Loshchilov & Hutter 2017, equation 5, without restarts); constant: it
    stays at the rate.
    """
    warmup = round(total_steps * warmup_share)

    def share(step: int) -> float:
        if step < warmup:
            return (step + 1) / (warmup + 1)
        done = min((step - warmup) / max(total_steps - warmup, 1), 1.0)
        return last_share + (1 - last_share) * remaining_share(shape, done)

    return LambdaLR(optimizer, share, last_epoch=done - 1)


def remaining_share(shape: str, done: float) -> float:
    """Return how much of the fall is left after a share of the way."""
    if shape == "linear":
        return 1 - done
    return (1 + math.cos(math.pi * done)) / 2 if shape == "cosine" else 1.0
