"""Whether the place an answer was shown at decides. Pure.

The share counts pairs: how often the answer shown earlier won. The test counts rankings, because the pairs of one ranking
are not independent of each other: orders are shuffled, so without a bias the earlier answers win most pairs of a ranking as
often as the later ones do. A two-sided binomial test holds the two counts against one half.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from labeling.preferences.chance import binomial_p
from labeling.preferences.measure import Measure, ratio_measure
from labeling.preferences.pairs import places


class Shown(NamedTuple):
    """A ranking with the order its answers were shown in."""

    groups: Sequence[Sequence[str]]
    display_order: Sequence[str]


@dataclass(frozen=True)
class PositionBias:
    share: Measure
    """How often the answer shown earlier won, over all pairs that are not tied; 0.5 is no bias."""
    earlier: int
    """Rankings in which the earlier answers won most pairs."""
    later: int
    """Rankings in which the later answers did."""
    p: float | None
    """Of the two-sided binomial test; None where no ranking leans either way."""

    def to_json(self) -> dict[str, Any]:
        return {"share": self.share.to_json(), "earlier": self.earlier, "later": self.later, "p": self.p}


def position_bias(rankings: Iterable[Shown], seed: int = 0) -> PositionBias:
    counted = decided_wins(rankings)
    leaning = [won * 2 - pairs for won, pairs in counted]
    earlier, later = sum(lean > 0 for lean in leaning), sum(lean < 0 for lean in leaning)
    p = binomial_p(earlier, earlier + later) if earlier + later else None
    return PositionBias(share=wins_measure(counted, seed), earlier=earlier, later=later, p=p)


def first_shown_wins(rankings: Iterable[Shown], seed: int = 0) -> Measure:
    """Return how often the answer shown earlier won, over all pairs that are not tied; 0.5 is no position bias."""
    return wins_measure(decided_wins(rankings), seed)


def wins_measure(counted: Sequence[tuple[int, int]], seed: int) -> Measure:
    rows = np.array(counted, dtype=np.float64).reshape(-1, 2)
    return ratio_measure(rows[:, 0], rows[:, 1], seed)


def decided_wins(rankings: Iterable[Shown]) -> list[tuple[int, int]]:
    """Return (pairs the earlier shown answer won, pairs that are not tied) of each ranking that decides any."""
    found = (shown_wins(ranking) for ranking in rankings if ranking.display_order)
    return [(won, pairs) for won, pairs in found if pairs]


def shown_wins(ranking: Shown) -> tuple[int, int]:
    """Return (pairs the earlier shown answer won, pairs that are not tied)."""
    place = places(ranking.groups)
    shown = [place[answer] for answer in ranking.display_order if answer in place]
    decided = [(one, other) for one, other in combinations(shown, 2) if one != other]
    return sum(one < other for one, other in decided), len(decided)
