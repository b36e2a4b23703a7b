"""Values on a common scale."""

from __future__ import annotations

import torch

from training.rl.masking import masked_mean, masked_variance


def whiten(values: torch.Tensor, mask: torch.Tensor, *, keep_mean: bool = False) -> torch.Tensor:
    """Return (x - mean) / sqrt(var + 1e-8) over unmasked tokens, zero elsewhere. Both [b, t].

    With `keep_mean` the mean is added again: the scale changes, the level stays. Sources: for advantages Huang et al.
    2022, "The 37 Implementation Details of Proximal Policy Optimization", core detail 7; for rewards, whose mean is kept,
    Huang et al. 2024, "The N+ Implementation Details of RLHF with PPO", on reward whitening.
    """
    mean = masked_mean(values, mask)
    white = (values - mean) / (masked_variance(values, mask) + 1e-8).sqrt()
    return (white + mean if keep_mean else white) * mask
