"""Learning rates over a run."""

from __future__ import annotations

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR


def linear_schedule(
    optimizer: Optimizer, total_steps: int, warmup_share: float = 0.0, last_share: float = 0.0
) -> LambdaLR:
    """Return a schedule that rises over the warm-up, then falls in a line to `last_share` of the rate at the end."""
    warmup = round(total_steps * warmup_share)

    def share(step: int) -> float:
        if step < warmup:
            return (step + 1) / (warmup + 1)
        left = max(total_steps - step, 0) / max(total_steps - warmup, 1)
        return last_share + (1 - last_share) * left

    return LambdaLR(optimizer, share)
