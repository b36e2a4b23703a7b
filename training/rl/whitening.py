"""Values on a common scale."""

from __future__ import annotations

import torch

from training.rl.masking import masked_mean, masked_variance


def whiten(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return (x - mean) / sqrt(var + 1e-8) over unmasked tokens, zero elsewhere. Both [b, t].

    Source: Huang et al. 2022, "The 37 Implementation Details of Proximal Policy Optimization", core detail 7.
    """
    spread = (masked_variance(values, mask) + 1e-8).sqrt()
    return (values - masked_mean(values, mask)) / spread * mask
