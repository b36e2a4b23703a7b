"""The members of an ensemble: which prompts each learns from, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from training.contract.reward_settings import RewardSettings
from training.support.seed import derived_seed


def draw_prompts(settings: RewardSettings, count: int, number: int) -> list[int]:
    """Return the places of the prompts that a member learns from: all of them, or as many drawn with replacement.

    Source: Breiman 1996, "Bagging Predictors", section 2, here over prompts, so that the rankings of one stay together.
    """
    if settings.members == 1 or settings.member_data == "all":
        return list(range(count))
    chance = numpy.random.default_rng(derived_seed(settings.seed, "bootstrap", number))
    return [int(place) for place in chance.integers(count, size=count)]


def mean_scores(members: Sequence[Sequence[Sequence[float]]]) -> list[list[float]]:
    """Return the mean over members of scores by prompt and answer."""
    return [
        [sum(said) / len(members) for said in zip(*of_prompt, strict=True)]
        for of_prompt in zip(*members, strict=True)
    ]
