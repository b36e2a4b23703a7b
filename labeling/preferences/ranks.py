"""How far people agree on ranks: ordinal alpha, Kendall's tau-b and W. Pure; every number has n and interval.

Ranks belong to one task. Tied answers share the mean of the ranks they take up. Where somebody left answers out, tau-b of
two people looks at the answers both placed, and alpha and W at those that everybody who ranked the task placed: ranks
count again from 1 among them, and a task with fewer than two of them does not count. Intervals come from a bootstrap over
prompts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from labeling.preferences.agreement import Judgement, by_prompt, coincidences
from labeling.preferences.measure import NO_MEASURE, Floats, Measure, bootstrap_interval, ratio_measure
from labeling.preferences.pairs import places

ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class RankAgreement:
    alpha_ordinal: Measure
    """Krippendorff's alpha on ranks, ordinal; n counts the answers that two or more people ranked."""
    tau_b: Measure
    """Mean tau-b of two people's rankings of one task; n counts the pairs of rankings that have one."""
    kendall_w: Measure
    """Mean of Kendall's W, corrected for ties; n counts the tasks that have one."""

    def to_json(self) -> dict[str, Any]:
        return {
            "alpha_ordinal": self.alpha_ordinal.to_json(),
            "tau_b": self.tau_b.to_json(),
            "kendall_w": self.kendall_w.to_json(),
        }


class Unit(NamedTuple):
    """What two or more people said of one task's answers."""

    prompt: int
    placed: list[dict[str, int]]
    """Each person's {answer: group number}."""


def rank_agreement(judgements: Iterable[Judgement], seed: int = 0) -> RankAgreement:
    """Costs one pass over the judgements, K*K steps for each two that meet, and three bootstraps over prompts."""
    units = shared_units(judgements)
    ranked = [(unit.prompt, common_ranks(unit.placed)) for unit in units]
    ranked = [(prompt, ranks) for prompt, ranks in ranked if ranks.shape[1] > 1]
    concord = [(prompt, kendall_w(ranks)) for prompt, ranks in ranked]
    taus = [(unit.prompt, tau_b(one, other)) for unit in units for one, other in combinations(unit.placed, 2)]
    return RankAgreement(
        alpha_ordinal=ordinal_measure(ranked, seed),
        tau_b=mean_measure(taus, seed),
        kendall_w=mean_measure(concord, seed),
    )


def shared_units(judgements: Iterable[Judgement]) -> list[Unit]:
    """Return the tasks that two or more people ranked."""
    placed: dict[tuple[str, str], list[dict[str, int]]] = defaultdict(list)
    for judgement in judgements:
        placed[judgement.prompt_id, judgement.task_id].append(places(judgement.groups))
    numbers: dict[str, int] = {}
    return [
        Unit(numbers.setdefault(prompt, len(numbers)), given)
        for (prompt, _), given in placed.items()
        if len(given) > 1
    ]


def common_ranks(placed: Sequence[Mapping[str, int]]) -> NDArray[np.int64]:
    """Return twice the mean ranks, so that they are whole: [people, answers that everybody placed]."""
    common = sorted(set.intersection(*(set(given) for given in placed)))
    return np.array([doubled_ranks([given[answer] for answer in common]) for given in placed], dtype=np.int64)


def doubled_ranks(groups: Sequence[int]) -> list[int]:
    """Return 2 * (answers before) + (answers tied with it, itself too) + 1 for each: 2 is rank 1, 3 is 1.5."""
    sizes = Counter(groups)
    before, start = 0, {}
    for group in sorted(sizes):
        start[group] = before
        before += sizes[group]
    return [2 * start[group] + sizes[group] + 1 for group in groups]


def tau_b(one: Mapping[str, int], other: Mapping[str, int]) -> float | None:
    """Return Kendall's tau-b over the answers both placed, None where one of them tied all of these.

    (concordant - discordant) / sqrt(pairs not tied by one * pairs not tied by the other). Source: Kendall, Rank
    Correlation Methods, chapter 3.
    """
    common = [answer for answer in one if answer in other]
    total = one_decided = other_decided = 0
    for first, second in combinations(common, 2):
        mine, theirs = one[first] - one[second], other[first] - other[second]
        one_decided += mine != 0
        other_decided += theirs != 0
        product = mine * theirs
        total += (product > 0) - (product < 0)
    decided = one_decided * other_decided
    return total / sqrt(decided) if decided else None


def kendall_w(ranks: NDArray[np.int64]) -> float | None:
    """Return W of doubled ranks [people, answers], None where everybody tied everything.

    W = 12 S / (m^2 (n^3 - n) - m sum_j T_j), S the squared deviations of the rank sums, T_j = sum (t^3 - t) over the ties
    of person j. Source: Kendall & Gibbons, Rank Correlation Methods, chapter 6.
    """
    people, answers = ranks.shape
    sums = ranks.sum(axis=0) / 2
    squared = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(size**3 - size for row in ranks.tolist() for size in Counter(row).values())
    most = people**2 * (answers**3 - answers) - people * ties
    return 12 * squared / most if most else None


def mean_measure(values: Sequence[tuple[int, float | None]], seed: int) -> Measure:
    """Return the mean of (prompt, value), with n counting the values there are and its interval by prompt."""
    known = [(prompt, value) for prompt, value in values if value is not None]
    if not known:
        return NO_MEASURE
    rows = np.array([(value, 1.0) for _, value in known])
    summed = by_prompt(rows, [prompt for prompt, _ in known])
    return ratio_measure(summed[:, 0], summed[:, 1], seed)


def ordinal_measure(ranked: Sequence[tuple[int, NDArray[np.int64]]], seed: int) -> Measure:
    """Return ordinal alpha over all answers; memory is 8 V*V bytes a prompt, V the different ranks there are."""
    if not ranked:
        return NO_MEASURE
    labels, counts = rank_counts([ranks for _, ranks in ranked])
    prompts = np.repeat([prompt for prompt, _ in ranked], [ranks.shape[1] for _, ranks in ranked])
    _, place = np.unique(prompts, return_inverse=True)
    sums = np.zeros((int(place.max()) + 1, len(labels) ** 2))
    for start in range(0, len(counts), ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        np.add.at(sums, place[part], coincidences(counts[part]))
    value = float(ordinal_alpha(sums.sum(axis=0, keepdims=True))[0])
    if not np.isfinite(value):
        return Measure(value=None, low=None, high=None, n=len(counts))
    low, high = bootstrap_interval(sums, ordinal_alpha, seed)
    return Measure(value=value, low=low, high=high, n=len(counts))


def rank_counts(tables: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int64], Floats]:
    """Return the ranks there are, in order, and how often each answer got each: [answers, ranks]."""
    answers = [column for ranks in tables for column in ranks.T]
    labels, codes = np.unique(np.concatenate(answers), return_inverse=True)
    counts = np.zeros((len(answers), len(labels)))
    np.add.at(counts, (np.repeat(np.arange(len(answers)), [len(column) for column in answers]), codes), 1)
    return labels, counts


def ordinal_alpha(flat: Floats) -> Floats:
    """Return ordinal alpha of summed coincidences [draws, V*V] -> [draws]: 1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck.

    d_ck = (sum of n_g for c <= g <= k, less (n_c + n_k) / 2)^2, which is the squared difference of the mid-ranks that c and
    k have among all values given. Source: Krippendorff, Content Analysis, chapter 11.
    """
    size = round(sqrt(flat.shape[1]))
    matrices = flat.reshape(-1, size, size)
    margins = matrices.sum(axis=2)
    middle = margins.cumsum(axis=1) - margins / 2
    distance = (middle[:, :, None] - middle[:, None, :]) ** 2
    observed = (matrices * distance).sum(axis=(1, 2))
    expected = np.einsum("dc,dk,dck->d", margins, margins, distance)
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha: Floats = 1 - (margins.sum(axis=1) - 1) * observed / np.where(expected > 1e-9, expected, np.nan)
    return alpha
