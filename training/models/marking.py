"""Answers of a policy to held-out prompts, scored by a reward model and measured against a reference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import torch

from training.contract.rows import PromptRow
from training.models.generation import Sampling, generate
from training.models.policy import Policy
from training.models.reward import score_rollout
from training.models.reward_model import RewardModel
from training.models.rollout import Asked, Rollout, drawn_states, make_rollout
from training.models.tokenizer import decode_answer
from training.models.vocabulary import Exact, ask_exactly
from training.rl.kl import kl_k1
from training.support.budget import Budget
from training.support.intervals import Interval, mean_interval
from training.support.ranks import Ranks
from training.support.seed import uniforms

RESAMPLES = 2000

ReferenceLogprobs = Callable[[Rollout, Asked], torch.Tensor]


@dataclass(frozen=True)
class Mark:
    """One answer and what became of it."""

    text: str
    reward: float
    kl: float
    tokens: int
    ended: bool
    second: float | None = None
    """What a second reward model gave it, where one watches."""
    kl_exact: float | None = None
    """KL summed over the whole vocabulary; of the reference's own answers and where it was not asked for, None."""
    entropy: float | None = None
    """Nats a token, over the whole vocabulary."""

    def to_json(self) -> dict[str, Any]:
        """Return it in plain types, without what was not measured."""
        return {name: value for name, value in asdict(self).items() if value is not None}


Marks = list[list[Mark]]
"""The marks of each prompt's answers, in the order of the prompts."""
Rewards = list[list[float]]
"""What one reward model gave each prompt's answers."""


@dataclass(frozen=True)
class Exam:
    """Held-out prompts and how they are answered: with the same chances whoever answers."""

    rows: Sequence[PromptRow]
    queries: Sequence[list[int]]
    sampling: Sampling
    seed: int
    copies: int
    at_once: Budget
    """How many answers are written side by side."""
    budget: Budget
    ranks: Ranks = field(default_factory=Ranks)
    second: RewardModel | None = None
    """Scores the answers too; nothing is learned from it."""
    full_vocabulary: bool = False
    """Whether KL and entropy are summed over the whole vocabulary too."""

    def take(
        self,
        policy: Policy,
        reward: RewardModel,
        reference_logprobs: ReferenceLogprobs | None,
        tell: Callable[[int], None],
    ) -> Marks:
        """Return the marks of the policy's answers; without a reference their KL is zero by definition.

        Each rank takes its share of the prompts.
        """
        mine = self.ranks.share(range(len(self.rows)))
        marks = self._mark(mine, policy, reward, reference_logprobs, tell) if mine else []
        return self.ranks.gather(marks)

    def _mark(
        self,
        places: Sequence[int],
        policy: Policy,
        reward: RewardModel,
        reference_logprobs: ReferenceLogprobs | None,
        tell: Callable[[int], None],
    ) -> Marks:
        """Return the marks of the answers to the prompts at these places."""
        rows, queries = [self.rows[place] for place in places], [self.queries[place] for place in places]
        chances = [
            uniforms(self.copies, self.sampling.max_new_tokens, self.seed, "heldout", row.prompt_id)
            for row in rows
        ]
        drawn = generate(
            policy,
            queries,
            chances,
            self.sampling,
            at_once=self.at_once,
            on_answers=lambda done: tell(min(done * self.ranks.count, len(self.rows) * self.copies)),
        )
        rollout = make_rollout(queries, drawn)
        kl = torch.zeros(len(rollout.answers))
        exact: Exact | None = None
        if reference_logprobs is not None:
            asked = Asked(self.sampling.temperature, self.sampling.min_new_tokens, self.budget)
            said = drawn_states(policy, rollout, asked).logprobs
            kl = (kl_k1(said, reference_logprobs(rollout, asked)) * rollout.mask).sum(dim=1)
            exact = ask_exactly(policy, rollout, asked) if self.full_vocabulary else None
        scores = self._scores(reward, policy, rollout, rows)
        second = self.second
        seconds = [None] * len(scores) if second is None else self._scores(second, policy, rollout, rows)
        marks: Marks = [[] for _ in rows]
        for place, answer in enumerate(rollout.answers):
            marks[rollout.prompt_of[place]].append(
                Mark(
                    text=decode_answer(policy.tokenizer, answer.ids),
                    reward=scores[place],
                    kl=float(kl[place]),
                    tokens=len(answer.ids),
                    ended=answer.ended,
                    second=seconds[place],
                    kl_exact=float(exact.kl[place].sum()) if exact else None,
                    entropy=float(exact.entropy[place].sum()) / len(answer.ids) if exact else None,
                )
            )
        return marks

    def _scores(
        self, reward: RewardModel, policy: Policy, rollout: Rollout, rows: Sequence[PromptRow]
    ) -> list[float]:
        messages = [row.messages for row in rows]
        scores: list[float] = reward.combined(
            score_rollout(reward, policy, rollout, messages, self.budget)
        ).tolist()
        return scores


def measure(marks: Marks, what: Callable[[Mark], float], *, resamples: int, seed: int) -> Interval:
    """Return the mean of something over all answers, its interval over prompts."""
    values = [[what(mark) for mark in given] for given in marks]
    return mean_interval(values, resamples=resamples, seed=seed)


def measure_gain(before: Rewards, after: Rewards, *, resamples: int, seed: int) -> Interval:
    """Return the mean gain in reward, paired by prompt."""
    gains = [[mean_of(new) - mean_of(old)] for old, new in zip(before, after, strict=True)]
    return mean_interval(gains, resamples=resamples, seed=seed)


def mean_reward(marks: Sequence[Mark]) -> float:
    return mean_of([mark.reward for mark in marks])


def rewards_of(marks: Marks) -> Rewards:
    """Return the rewards of each prompt's answers."""
    return [[mark.reward for mark in given] for given in marks]


def second_rewards_of(marks: Marks) -> Rewards:
    """Return what the second reward model gave each prompt's answers; an empty list a prompt where none watches."""
    return [[mark.second for mark in given if mark.second is not None] for given in marks]


def heldout_measures(before: Marks, after: Marks, seed: int) -> dict[str, dict[str, float]]:
    """Return the figures of an exam with their intervals; of a second reward model and of the whole vocabulary if known."""
    exact = {
        "heldout_kl_exact": [
            [mark.kl_exact for mark in given if mark.kl_exact is not None] for given in after
        ],
        "heldout_entropy": [[mark.entropy for mark in given if mark.entropy is not None] for given in after],
    }
    measures = {
        "heldout_reward": measure(after, lambda mark: mark.reward, resamples=RESAMPLES, seed=seed),
        "heldout_reward_gain": measure_gain(
            rewards_of(before), rewards_of(after), resamples=RESAMPLES, seed=seed
        ),
        "heldout_kl": measure(after, lambda mark: mark.kl, resamples=RESAMPLES, seed=seed),
        "heldout_length": measure(after, lambda mark: float(mark.tokens), resamples=RESAMPLES, seed=seed),
        **{
            name: mean_interval(given, resamples=RESAMPLES, seed=seed)
            for name, given in exact.items()
            if any(given)
        },
    }
    second = second_rewards_of(after)
    if not any(second):
        return measures
    return {
        **measures,
        "heldout_second_reward": mean_interval(second, resamples=RESAMPLES, seed=seed),
        "heldout_second_gain": measure_gain(
            second_rewards_of(before), second, resamples=RESAMPLES, seed=seed
        ),
    }


def result_measures(before: Marks, after: Marks, seed: int) -> dict[str, Any]:
    """Return the run's figures, the means of the reference's and the policy's held-out answers among them."""
    named = {"before": before, "after": after}
    rewards = {
        f"reward_{name}": mean_of([mean_reward(given) for given in marks]) for name, marks in named.items()
    }
    lengths = {
        f"length_{name}": mean_of([float(mark.tokens) for given in marks for mark in given])
        for name, marks in named.items()
    }
    return {
        **rewards,
        "gain": measure_gain(rewards_of(before), rewards_of(after), resamples=RESAMPLES, seed=seed),
        "kl": measure(after, lambda mark: mark.kl, resamples=RESAMPLES, seed=seed),
        **lengths,
    }


def sample_rows(rows: Sequence[PromptRow], before: Marks, after: Marks) -> list[dict[str, Any]]:
    """Return the table of samples: each prompt with the reference's and the policy's first answer, and their scores."""
    return [
        {
            **known,
            "policy": new[0].text,
            "reward_policy": new[0].reward,
            "kl": new[0].kl,
            **second_scores(old[0], new[0]),
        }
        for known, old, new in zip(reference_rows(rows, before), before, after, strict=True)
    ]


def reference_rows(rows: Sequence[PromptRow], before: Marks) -> list[dict[str, Any]]:
    """Return the table of samples before the first step: each prompt with the reference's first answer and its score."""
    return [
        {
            "prompt_id": row.prompt_id,
            "domain": row.domain,
            "prompt": row.messages[-1].content,
            "reference": old[0].text,
            "reward_reference": old[0].reward,
        }
        for row, old in zip(rows, before, strict=True)
    ]


def second_scores(old: Mark, new: Mark) -> dict[str, float]:
    if old.second is None or new.second is None:
        return {}
    return {"second_reference": old.second, "second_policy": new.second}


def mean_of(values: Sequence[float]) -> float:
    return sum(values) / len(values)
