"""What a step's answers taught: rewards, advantages and returns, token by token."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from statistics import fmean
from typing import Any, NamedTuple

import torch
from torch.nn import functional

from training.contract.settings import PPOSettings
from training.measures.repetition import repeated_share
from training.models.actors import Actors
from training.models.generation import Answer
from training.models.rollout import Rollout, make_rollout, rollout_of
from training.rl.advantages import estimate_advantages, explained_variance
from training.rl.kl import kl_k1, kl_k3
from training.rl.masking import masked_mean
from training.rl.rewards import penalise_cut, standardise_scores, token_rewards
from training.rl.whitening import whiten
from training.support.ranks import Ranks


class Told(NamedTuple):
    """What the actors say of a step's answers. [b] answers, [t] tokens, on the CPU, zero after an answer's end."""

    scores: torch.Tensor
    """[n, b] the reward model's, as it gave them; of an ensemble, each member's."""
    logprobs: torch.Tensor
    """[b, t] of the policy that drew the answers."""
    reference: torch.Tensor
    """[b, t]"""
    values: torch.Tensor
    """[b, t]"""


class Part(NamedTuple):
    """One prompt's answers and what is said of them: what a rank has to tell the others."""

    prompt: list[int]
    answers: list[Answer]
    told: Told
    """[k] answers, [t] tokens of the longest answer of the rank."""


def gather_parts(ranks: Ranks, rollout: Rollout, told: Told) -> tuple[Rollout, Told]:
    """Return the answers to all prompts that `ranks.share` gave out, in their order, and what is said of them."""
    counts = [len(list(given)) for _, given in groupby(rollout.prompt_of)]
    tables = [told.scores.split(counts, dim=1), *(table.split(counts) for table in told[1:])]
    starts = [sum(counts[:number]) for number in range(len(counts))]
    mine = [
        Part(
            rollout.prompts[start],
            rollout.answers[start : start + count],
            Told(*(table[number] for table in tables)),
        )
        for number, (start, count) in enumerate(zip(starts, counts, strict=True))
    ]
    parts = ranks.gather(mine)
    whole = make_rollout([part.prompt for part in parts], [part.answers for part in parts])
    return whole, Told(
        torch.cat([part.told.scores for part in parts], dim=1),
        *(
            torch.cat([functional.pad(table, (0, whole.shape[1] - table.shape[1])) for table in given])
            for given in zip(*(part.told[1:] for part in parts), strict=True)
        ),
    )


class Experience(NamedTuple):
    """A step's answers and what is to be learned from them. [b] answers, [t] tokens, on the CPU."""

    rollout: Rollout
    mask: torch.Tensor
    logprobs: torch.Tensor
    values: torch.Tensor
    advantages: torch.Tensor
    returns: torch.Tensor
    figures: dict[str, float]

    @property
    def tables(self) -> tuple[torch.Tensor, ...]:
        """Return what an update reads of each token: mask, log-probability, value, advantage, return."""
        return self.mask, self.logprobs, self.values, self.advantages, self.returns


@dataclass
class UnderWay:
    """A step that has its answers, and what its updates have said so far."""

    experience: Experience
    updates: list[dict[str, float]] = field(default_factory=list)
    seconds: float = 0.0
    """Spent on the updates."""

    def state(self) -> dict[str, Any]:
        """Return it in plain types, for a checkpoint."""
        experience = {**self.experience._asdict(), "rollout": self.experience.rollout.state()}
        return {"experience": experience, "updates": self.updates, "seconds": self.seconds}


def under_way_of(state: dict[str, Any] | None) -> UnderWay | None:
    """Return the step that a checkpoint lies inside of, if it does."""
    if state is None:
        return None
    kept = state["experience"]
    experience = Experience(**{**kept, "rollout": rollout_of(kept["rollout"])})
    return UnderWay(experience, state["updates"], state["seconds"])


def gain_experience(
    settings: PPOSettings, actors: Actors, rollout: Rollout, told: Told, *, first: bool
) -> Experience:
    """Return what each token earned, and by how much that was more than expected; `first` on a run's first step."""
    mask, ended = rollout.mask, rollout.ended

    # 1. Rewards: standardised and clipped score at the last token, a penalty for a missing end, KL at every token.
    mean, std = actors.reward.standardisation or (0.0, 1.0)
    raw = actors.reward.combined(told.scores)
    standardised = standardise_scores(raw, mean=mean, std=std, clip=settings.reward_clip)
    earned = penalise_cut(standardised, ended, settings.missing_end_penalty)
    kl = kl_k1(told.logprobs, told.reference) * mask
    paid = token_rewards(earned, kl, mask, actors.controller.coefficient)
    rewards = whiten(paid, mask, keep_mean=True) if settings.whiten_rewards == "on" else paid

    # 2. A fresh value head begins at what the first answers earned: at zero, a common level of the rewards would reach late
    #    tokens and not early ones, and their place in the answer would pass for merit.
    values = told.values
    if first:
        values = values + actors.value.begin_at(float(rewards.sum(dim=1).mean())) * mask

    # 3. Advantages by GAE, whitened over the step.
    estimated = estimate_advantages(rewards, values, mask, gamma=settings.gamma, lam=settings.lam)
    figures = {
        "reward": float(raw.mean()),
        "reward_spread": float(raw.std(correction=0)),
        **actors.reward.member_figures(told.scores),
        "reward_standardised": float(standardised.mean()),
        "missing_end_cost": float((standardised - earned).mean()),
        "kl_cost": actors.controller.coefficient * float(kl.sum(dim=1).mean()),
        "reward_earned": float(paid.sum(dim=1).mean()),
        "kl": float(kl.sum(dim=1).mean()),
        "kl_k3": float((kl_k3(told.logprobs, told.reference) * mask).sum(dim=1).mean()),
        "entropy": float(-masked_mean(told.logprobs, mask)),
        "length": float(mask.sum(dim=1).mean()),
        "repetition": fmean(repeated_share(answer.ids) for answer in rollout.answers),
        "ended_share": float(ended.mean()),
        "explained_variance": explained_variance(values, estimated.returns, mask),
    }
    return Experience(
        rollout=rollout,
        mask=mask,
        logprobs=told.logprobs,
        values=values,
        advantages=whiten(estimated.advantages, mask),
        returns=estimated.returns,
        figures=figures,
    )
