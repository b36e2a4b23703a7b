"""How far people agree on pairs of answers. Pure; every number has n and interval.

Intervals come from a bootstrap over prompts, because the pairs of one prompt are not independent of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from labeling.preferences.measure import NO_MEASURE, Floats, Measure, bootstrap_interval, ratio_measure
from labeling.preferences.pairs import places

FIRST, SECOND, TIE = 0, 1, 2
LABELS = 3

NO_RANKINGS = "There are no rankings yet."
ONE_PERSON = "Every task was ranked by one person; agreement needs a task ranked by two."
ALL_TIED = "Wherever two people judged the same pair, somebody called it a tie."
ONE_LABEL = "All judgements are the same, so chance agreement cannot be told apart."


class Judgement(NamedTuple):
    """One person's ranking of one prompt's answers."""

    prompt_id: str
    annotator: str
    groups: Sequence[Sequence[str]]
    task_id: str = ""
    """Tells apart the tasks of one prompt, which may ask about different answers; needed where ranks are compared."""


@dataclass(frozen=True)
class Agreement:
    raw: Measure
    """Share of agreeing judgements where two people judged the same pair and neither called it a tie."""
    alpha: Measure
    """Krippendorff's alpha, nominal on {first better, second better, tie}; n counts the pairs of answers."""
    pairs: int
    """Pairs of answers that two or more people judged."""
    reason: str
    """Why there is no agreement; empty when there is."""

    def to_json(self) -> dict[str, Any]:
        return {
            "raw": self.raw.to_json(),
            "alpha": self.alpha.to_json(),
            "pairs": self.pairs,
            "reason": self.reason,
        }


def agreement(judgements: Iterable[Judgement], seed: int = 0) -> Agreement:
    """Return raw agreement and Krippendorff's alpha over all pairs judged twice or more.

    Costs one pass over the judgements (C(K,2) steps each) and a bootstrap over prompts.
    """
    votes = pair_votes(judgements)
    if not votes:
        return Agreement(raw=NO_MEASURE, alpha=NO_MEASURE, pairs=0, reason=NO_RANKINGS)
    counts, prompts = shared_counts(votes)
    if len(counts) == 0:
        return Agreement(raw=NO_MEASURE, alpha=NO_MEASURE, pairs=0, reason=ONE_PERSON)
    raw = raw_measure(counts, prompts, seed)
    alpha = alpha_measure(counts, prompts, seed)
    reason = ONE_LABEL if alpha.value is None else ALL_TIED if raw.value is None else ""
    return Agreement(raw=raw, alpha=alpha, pairs=len(counts), reason=reason)


def pair_votes(judgements: Iterable[Judgement]) -> dict[tuple[str, str, str], list[int]]:
    """Return how often each label was given to each (prompt, answer, answer), the answers in sorted order."""
    votes: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0] * LABELS)
    for judgement in judgements:
        for one, other, label in labels_of(judgement):
            votes[judgement.prompt_id, one, other][label] += 1
    return votes


def labels_of(judgement: Judgement) -> Iterator[tuple[str, str, int]]:
    """Yield every pair of placed answers in sorted order with the label given to it."""
    place = places(judgement.groups)
    for one, other in combinations(sorted(place), 2):
        difference = place[one] - place[other]
        yield one, other, TIE if difference == 0 else FIRST if difference < 0 else SECOND


def shared_counts(votes: dict[tuple[str, str, str], list[int]]) -> tuple[Floats, list[int]]:
    """Return the label counts [pairs, 3] of pairs with two or more votes, and the number of each one's prompt."""
    numbers: dict[str, int] = {}
    shared = [(numbers.setdefault(key[0], len(numbers)), row) for key, row in votes.items() if sum(row) > 1]
    return np.array([row for _, row in shared], dtype=np.float64), [number for number, _ in shared]


def by_prompt(values: Floats, prompts: list[int]) -> Floats:
    """Sum rows [pairs, columns] into [prompts, columns]."""
    _, place = np.unique(prompts, return_inverse=True)
    summed = np.zeros((int(place.max()) + 1, values.shape[1]))
    np.add.at(summed, place, values)
    return summed


def raw_measure(counts: Floats, prompts: list[int], seed: int) -> Measure:
    first, second = counts[:, FIRST], counts[:, SECOND]
    agreeing = (first * (first - 1) + second * (second - 1)) / 2
    met = (first + second) * (first + second - 1) / 2
    summed = by_prompt(np.stack([agreeing, met], axis=1), prompts)
    summed = summed[summed[:, 1] > 0]
    return ratio_measure(summed[:, 0], summed[:, 1], seed)


def alpha_measure(counts: Floats, prompts: list[int], seed: int) -> Measure:
    summed = by_prompt(coincidences(counts), prompts)
    value = float(alpha_of(summed.sum(axis=0, keepdims=True))[0])
    if not np.isfinite(value):
        return Measure(value=None, low=None, high=None, n=len(counts))
    low, high = bootstrap_interval(summed, alpha_of, seed)
    return Measure(value=value, low=low, high=high, n=len(counts))


def coincidences(counts: Floats) -> Floats:
    """Return the coincidence matrix of each unit, flat: label counts [units, labels] -> [units, labels * labels].

    o_ck = n_c (n_k - [c = k]) / (m - 1), with m the unit's votes. Source: Krippendorff, Content Analysis, chapter 11.
    """
    units, labels = counts.shape
    votes = counts.sum(axis=1)
    outer = counts[:, :, None] * (counts[:, None, :] - np.eye(labels))
    flat: Floats = (outer / (votes - 1)[:, None, None]).reshape(units, labels * labels)
    return flat


def alpha_of(flat: Floats) -> Floats:
    """Return nominal alpha of summed coincidences [draws, 9] -> [draws]: 1 - (n - 1) sum o_cc' / sum n_c n_c'."""
    matrices = flat.reshape(-1, LABELS, LABELS)
    margins = matrices.sum(axis=2)
    total = margins.sum(axis=1)
    observed = total - np.trace(matrices, axis1=1, axis2=2)
    expected = total**2 - (margins**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha: Floats = 1 - (total - 1) * observed / np.where(expected > 1e-9, expected, np.nan)
    return alpha
