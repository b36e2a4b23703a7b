"""Losses of reward modelling and PPO, as pure functions of tensors."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch.nn import functional

from training.rl.masking import masked_mean


class Clipped(NamedTuple):
    """A clipped loss and the share of tokens at which the clip held."""

    loss: torch.Tensor
    clipped: torch.Tensor


def pairwise_loss(
    scores: torch.Tensor, better: torch.Tensor, worse: torch.Tensor, weight: torch.Tensor
) -> torch.Tensor:
    """Return the weighted sum of Bradley–Terry losses: sum_p weight_p * -log sigmoid(s_better - s_worse).

    `scores` [a] of all answers of a batch; `better`, `worse` [p] places in it; `weight` [p], chosen so that every
    ranking weighs 1 whatever its number of pairs. A tie counted as half either way is two pairs of half the weight.
    Source: Bradley & Terry 1952; Ouyang et al. 2022 (InstructGPT), section 3.5, equation 1, with its 1 / C(K, 2).
    """
    return (weight * functional.softplus(scores[worse] - scores[better])).sum()


def centring_loss(scores: torch.Tensor, group: torch.Tensor, groups: int) -> torch.Tensor:
    """Return sum_g (mean score of group g)^2, which holds each prompt's scores around zero.

    `scores` [a], `group` [a] the prompt of each answer. Pairs leave the level of scores free; this fixes it.
    Source: Eisenstein et al. 2023, "Helping or Herding?", equation 2, there for a pair; here for K answers.
    """
    sums = scores.new_zeros(groups).index_add(0, group, scores)
    counts = scores.new_zeros(groups).index_add(0, group, torch.ones_like(scores))
    return (sums / counts.clamp(min=1)).square().sum()


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
