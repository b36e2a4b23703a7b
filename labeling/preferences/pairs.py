"""From a ranking to its preferences. Pure: pairs are always derived, never kept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from typing import NamedTuple


class Pairs(NamedTuple):
    preferred: list[tuple[str, str]]
    """(better, worse), the answers of better groups first."""
    tied: list[tuple[str, str]]


def ranking_pairs(groups: Sequence[Sequence[str]]) -> Pairs:
    """Return all C(K,2) pairs of the placed answers: preferred across groups, tied within one."""
    preferred = [pair for better, worse in combinations(groups, 2) for pair in product(better, worse)]
    tied = [pair for group in groups for pair in combinations(group, 2)]
    return Pairs(preferred=preferred, tied=tied)


def places(groups: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return each placed answer's group number, 0 the best."""
    return {answer: place for place, group in enumerate(groups) for answer in group}
