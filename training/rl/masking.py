"""Means over answer tokens alone."""

from __future__ import annotations

import torch


def masked_mean(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return sum(values * mask) / sum(mask), over everything. Both [b, t]; the mask is 1 or 0."""
    return (values * mask).sum() / mask.sum()


def masked_variance(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return the variance of the unmasked values, divided by their number (not by one less). Both [b, t]."""
    return masked_mean((values - masked_mean(values, mask)).square(), mask)


def scatter_tokens(
    flat: torch.Tensor, answer: torch.Tensor, time: torch.Tensor, shape: tuple[int, int]
) -> torch.Tensor:
    """Return [b, t] with the flat token values [n] at (answer, time) and zero elsewhere. Keeps gradients."""
    return flat.new_zeros(shape).index_put((answer, time), flat)


def last_token_mask(mask: torch.Tensor) -> torch.Tensor:
    """Return [b, t] with 1 at the last unmasked token of each row. Rows are filled from the left."""
    after = torch.cat([mask[:, 1:], torch.zeros_like(mask[:, :1])], dim=1)
    return mask * (1 - after)
