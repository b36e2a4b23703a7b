"""Advantages and returns of answers, token by token."""

from __future__ import annotations

from typing import NamedTuple

import torch


class Advantages(NamedTuple):
    advantages: torch.Tensor
    """[b, t]"""
    returns: torch.Tensor
    """[b, t] what the value of each token should have been."""


def estimate_advantages(
    rewards: torch.Tensor, values: torch.Tensor, mask: torch.Tensor, *, gamma: float, lam: float
) -> Advantages:
    """Return generalised advantages: A_t = d_t + gamma * lam * A_(t+1), d_t = r_t + gamma * V_(t+1) - V_t.

    All [b, t]; rows are filled from the left, mask 1 at answer tokens; after a row's last token value and advantage
    are zero. Returns are A + V. Source: Schulman et al. 2016 (GAE), section 3, equations 11 to 16.
    """
    advantages = torch.zeros_like(rewards)
    following_value = following_advantage = torch.zeros_like(rewards[:, 0])
    for time in reversed(range(rewards.shape[1])):
        delta = rewards[:, time] + gamma * following_value - values[:, time]
        advantages[:, time] = (delta + gamma * lam * following_advantage) * mask[:, time]
        following_value = values[:, time] * mask[:, time]
        following_advantage = advantages[:, time]
    return Advantages(advantages=advantages, returns=(advantages + values) * mask)


def explained_variance(values: torch.Tensor, returns: torch.Tensor, mask: torch.Tensor) -> float:
    """Return 1 - Var(R - V) / Var(R) over answer tokens: 1 is a perfect value head, 0 one that knows only the mean."""
    chosen = mask.bool()
    spread = returns[chosen].var(unbiased=False)
    if float(spread) == 0.0:
        return 0.0
    return float(1 - (returns - values)[chosen].var(unbiased=False) / spread)
