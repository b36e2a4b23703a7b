"""Losses of reward modelling: what rankings say of scores, as pure functions of tensors.

Scores [a] are those of all answers of a batch, one prompt's after the other; places are indices into them. Every loss
is a weighted sum, in nats; the weights are chosen by the caller (`training/data/lessons.py`).
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch.nn import functional

IMPOSSIBLE = -1e30
"""The logarithm of nothing: finite, so that gradients through it are zero and not undefined."""


class Pairs(NamedTuple):
    """Comparisons of two answers. [p] pairs."""

    better: torch.Tensor
    worse: torch.Tensor
    """[p] places; of a tie, either order."""
    tied: torch.Tensor
    """[p] bool"""
    margin: torch.Tensor
    """[p] by how much the better score should lie above the worse one before the pair counts as even."""
    weight: torch.Tensor
    """[p]"""


class Choices(NamedTuple):
    """Choices of the best among several answers. [c] choices, [k] the most answers of one."""

    options: torch.Tensor
    """[c, k] places; whatever where an answer is not available."""
    available: torch.Tensor
    """[c, k] bool: the answers chosen from."""
    chosen: torch.Tensor
    """[c, k] bool: those that were chosen, several where they tied."""
    weight: torch.Tensor
    """[c]"""


def pairwise_loss(scores: torch.Tensor, pairs: Pairs, smoothing: float = 0.0) -> torch.Tensor:
    """Return sum_p w_p * -[(1 - e) log sigmoid(d_p) + e log sigmoid(-d_p)], d_p = s_better - s_worse - m_p.

    e is the label smoothing: the share of pairs taken to be the wrong way round. Targets may be soft: a pair that people
    split over is there both ways with their shares as weights, which is the cross-entropy with those shares; a tie
    counted as half either way is such a pair. `tied` is not read.
    Sources: Bradley & Terry 1952; Ouyang et al. 2022 (InstructGPT), section 3.5, equation 1, with its 1 / C(K, 2) as
    weights; the margin: Touvron et al. 2023 (Llama 2), section 3.2.2, equation 2; the smoothing: Szegedy et al. 2016,
    section 7, for two classes, and Mitchell 2023, "A note on DPO with noisy preferences".
    """
    lead = scores[pairs.better] - scores[pairs.worse] - pairs.margin
    losses = (1 - smoothing) * functional.softplus(-lead) + smoothing * functional.softplus(lead)
    return (pairs.weight * losses).sum()


def davidson_loss(scores: torch.Tensor, pairs: Pairs, log_tie: torch.Tensor) -> torch.Tensor:
    """Return sum_p w_p * -log P(what was said of pair p), where a tie is an outcome of its own.

    P(a above b) = e^a / Z, P(a ties b) = v e^((a + b) / 2) / Z, Z = e^a + e^b + v e^((a + b) / 2), with a and b the two
    scores and v = e^log_tie (a scalar, learned) the prevalence of ties: equal scores tie with probability v / (2 + v).
    `margin` is not read. Source: Davidson 1970, "On Extending the Bradley-Terry Model to Accommodate Ties".
    """
    better, worse = scores[pairs.better], scores[pairs.worse]
    tie = log_tie + (better + worse) / 2
    said = torch.where(pairs.tied, tie, better)
    return (pairs.weight * (torch.stack([better, worse, tie]).logsumexp(dim=0) - said)).sum()


def plackett_luce_loss(scores: torch.Tensor, choices: Choices) -> torch.Tensor:
    """Return sum_c w_c * (log sum_(j available) e^(s_j) - mean_(i chosen) s_i).

    A ranking is a row of choices: the best of all, the best of the rest, and so on. Which answers are available beside
    one that ties with others is the caller's rule. Sources: Luce 1959; Plackett 1975; as a loss of neural rankers
    Xia et al. 2008 (ListMLE).
    """
    given = scores[choices.options]
    total = given.masked_fill(~choices.available, IMPOSSIBLE).logsumexp(dim=1)
    return (choices.weight * (total - chosen_mean(given, choices))).sum()


def davidson_luce_loss(scores: torch.Tensor, choices: Choices, log_ties: torch.Tensor) -> torch.Tensor:
    """Return sum_c w_c * -log P(the answers chosen together), where every set of answers can tie for the first place.

    P(C of A) = f(C) / sum_(S in A, |S| <= n) f(S), f(S) = v_|S| * exp(mean_(i in S) s_i), v_1 = 1. `log_ties` [n - 1]
    holds log v_2 to log v_n, learned: the prevalence of ties of two, of three, ... up to the largest that occurs. The
    sum over sets of one size is an elementary symmetric polynomial, so its cost is k * n, not 2^k. With two answers it
    is Davidson's model. Source: Firth, Kosmidis & Turner 2019 (arXiv 1909.07123), "Davidson-Luce model for multi-item
    choice with ties", section 2; as ranking likelihood Turner et al. 2020, "Modelling rankings in R", section 2.1.
    """
    given = scores[choices.options]
    log_prevalence = torch.cat([log_ties.new_zeros(1), log_ties])
    sizes = range(1, len(log_prevalence) + 1)
    totals = [log_prevalence[size - 1] + log_sets(given, choices.available, size) for size in sizes]
    said = log_prevalence[choices.chosen.sum(dim=1) - 1] + chosen_mean(given, choices)
    return (choices.weight * (torch.stack(totals).logsumexp(dim=0) - said)).sum()


def log_sets(given: torch.Tensor, available: torch.Tensor, size: int) -> torch.Tensor:
    """Return [c] log sum_S exp(mean_(i in S) s_i) over all sets S of `size` available answers; `given` [c, k] scores."""
    shares = (given / size).masked_fill(~available, IMPOSSIBLE)
    sums = [given.new_zeros(len(given)), *(given.new_full((len(given),), IMPOSSIBLE) for _ in range(size))]
    for share in shares.unbind(dim=1):
        grown = [torch.logaddexp(sums[n], sums[n - 1] + share) for n in range(1, size + 1)]
        sums = [sums[0], *grown]
    return sums[size]


def chosen_mean(given: torch.Tensor, choices: Choices) -> torch.Tensor:
    return (given * choices.chosen).sum(dim=1) / choices.chosen.sum(dim=1)


def rejection_loss(scores: torch.Tensor, rejected: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Return sum_i w_i * -log sigmoid(-s_i): each rejected answer lost to an acceptable one whose score is zero.

    `rejected` [n] places, `weight` [n]. It gives the scores a level, which comparisons leave free. Source: the outside
    option of discrete choice with utility zero, as a binary logit (Train 2009, chapter 3).
    """
    return (weight * functional.softplus(scores[rejected])).sum()


def centring_loss(scores: torch.Tensor, group: torch.Tensor, groups: int) -> torch.Tensor:
    """Return sum_g (mean score of group g)^2, which holds each prompt's scores around zero.

    `scores` [a], `group` [a] the prompt of each answer. Pairs leave the level of scores free; this fixes it.
    Source: Eisenstein et al. 2023, "Helping or Herding?", equation 2, there for a pair; here for K answers.
    """
    sums = scores.new_zeros(groups).index_add(0, group, scores)
    counts = scores.new_zeros(groups).index_add(0, group, torch.ones_like(scores))
    return (sums / counts.clamp(min=1)).square().sum()
