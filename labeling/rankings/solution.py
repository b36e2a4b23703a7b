"""A ranking beside the known solution of its task. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from typing import NamedTuple

Groups = Sequence[Sequence[str]]


class Right(NamedTuple):
    right: float
    """Pairs ordered as the solution orders them; a pair that the ranking ties, or leaves out, is half right."""
    pairs: int
    """Pairs that the solution orders strictly: what it ties is open, so of a known best only the pairs with it count."""


def pairs_right(solution: Groups, groups: Groups) -> Right:
    """Return how many of the solution's ordered pairs the ranking orders the same way.

    Half, because whoever cannot tell two answers apart would guess half of such pairs right: tying or leaving out must
    neither pay nor cost.
    """
    place = {answer: number for number, group in enumerate(groups) for answer in group}
    pairs = [pair for better, worse in combinations(solution, 2) for pair in product(better, worse)]
    return Right(sum(credit(place.get(better), place.get(worse)) for better, worse in pairs), len(pairs))


def credit(better: int | None, worse: int | None) -> float:
    if better is None or worse is None or better == worse:
        return 0.5
    return 1.0 if better < worse else 0.0
