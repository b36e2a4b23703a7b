"""Which task would tell a reward model the most: where its ensemble disagrees about the order of the answers. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from math import exp, log
from random import Random
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def expected_information(scores: Sequence[Sequence[float]]) -> float:
    """Return how much a comparison of two of the answers would tell on average, in nats: at most log 2.

    scores[member][answer], in units in which a difference is a log-odds. For a pair it is the entropy of what the members
    say together minus the mean entropy of what each says, H(mean p) - mean H(p) with p = sigmoid(difference): large where
    each member is sure and they contradict one another, nothing where all are equally unsure.
    Source: Houlsby et al. 2011, "Bayesian Active Learning for Classification and Preference Learning", section 2.1.
    """
    pairs = list(combinations(range(len(scores[0])), 2))
    if not pairs:
        return 0.0
    return sum(pair_information([sigmoid(one[a] - one[b]) for one in scores]) for a, b in pairs) / len(pairs)


def pair_information(chances: Sequence[float]) -> float:
    together = entropy(sum(chances) / len(chances))
    return max(0.0, together - sum(entropy(chance) for chance in chances) / len(chances))


def entropy(chance: float) -> float:
    """Return the entropy of a coin in nats."""
    if chance <= 0 or chance >= 1:
        return 0.0
    return -chance * log(chance) - (1 - chance) * log(1 - chance)


def sigmoid(value: float) -> float:
    if value >= 0:
        return 1 / (1 + exp(-value))
    return exp(value) / (1 + exp(value))


def most_telling_first(information: Mapping[Name, float], *, random_share: float, seed: int) -> list[Name]:
    """Return all names, the one with most information first, but about `random_share` of the places drawn at random.

    What is drawn at random keeps the sample honest: figures over it are not those of the hard tasks alone, and what every
    member gets wrong in the same way is found too.
    """
    chance = Random(seed)  # noqa: S311  repeatable on purpose
    ranked = sorted(information, key=lambda name: -information[name])
    shuffled = list(ranked)
    chance.shuffle(shuffled)
    ways = {False: iter(ranked), True: iter(shuffled)}
    order: dict[Name, None] = {}
    while len(order) < len(ranked):
        way = ways[chance.random() < random_share]
        order[next(name for name in way if name not in order)] = None
    return list(order)
