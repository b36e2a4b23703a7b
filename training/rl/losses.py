"""Losses of PPO, as pure functions of tensors."""

from __future__ import annotations

from typing import NamedTuple

import torch

from training.rl.masking import masked_mean


class Clipped(NamedTuple):
    """A clipped loss and the share of tokens at which the clip held."""

    loss: torch.Tensor
    clipped: torch.Tensor


def policy_loss(
    logprobs: torch.Tensor,
    old_logprobs: torch.Tensor,
    advantages: torch.Tensor,
    mask: torch.Tensor,
    clip: float,
) -> Clipped:
    """Return the clipped surrogate, its mean over tokens: -min(r A, clip(r, 1 - c, 1 + c) A), r = exp(logp - old).

    All [b, t]; mask 1 at answer tokens. Source: Schulman et al. 2017 (PPO), section 3, equation 7.
    """
    ratio = (logprobs - old_logprobs).exp()
    free = -advantages * ratio
    held = -advantages * ratio.clamp(1 - clip, 1 + clip)
    return Clipped(
        loss=masked_mean(torch.maximum(free, held), mask),
        clipped=masked_mean((held > free).float(), mask),
    )


def value_loss(
    values: torch.Tensor, old_values: torch.Tensor, returns: torch.Tensor, mask: torch.Tensor, clip: float
) -> Clipped:
    """Return half the squared error of the worse of the value and the value clipped around the old one.

    0.5 * mean max((v - R)^2, (clip(v, old - c, old + c) - R)^2). All [b, t].
    Source: Huang et al. 2022, "The 37 Implementation Details of Proximal Policy Optimization", core detail 9.
    """
    held_values = old_values + (values - old_values).clamp(-clip, clip)
    free, held = (values - returns).square(), (held_values - returns).square()
    return Clipped(
        loss=0.5 * masked_mean(torch.maximum(free, held), mask),
        clipped=masked_mean((held > free).float(), mask),
    )
