"""Who ranks faster than anybody reads. Pure.

Looked at is the logarithm of the active time per word of the task, prompt and answers together; a word is five characters,
so that languages without spaces are measured too. The norm is the median of the people's own medians, and its spread the
median of their own median absolute deviations, so that one person who gives most of the rankings does not set it. A ranking
is too fast when it lies more than 2.5 spreads below the norm: about 6 of 1,000 would by chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import median
from typing import Any, NamedTuple

from labeling.preferences.measure import NO_MEASURE, Measure, share_measure

CHARACTERS_A_WORD = 5
SPREADS = 2.5
LIKE_A_DEVIATION = 1.4826
"""Times the median absolute deviation, this estimates the standard deviation of normal values."""
FEWEST = 20
FEWEST_OF_A_PERSON = 5
OUTLIER_SHARE = 0.05
"""A person stands out when even the low end of their share of too fast rankings lies above this."""

TOO_FEW = f"Fewer than {FEWEST} rankings have a time, so there is no norm to hold them against."
NO_SPREAD = "All rankings took the same time per word, so nothing stands out."


class Timed(NamedTuple):
    annotator: str
    active_ms: int
    characters: int
    """Of the prompt and all answers."""

    @property
    def log_ms_a_word(self) -> float:
        return log(max(1, self.active_ms) * CHARACTERS_A_WORD / max(1, self.characters))


@dataclass(frozen=True)
class Norm:
    median: float
    """Logarithm of ms a word."""
    spread: float
    n: int
    reason: str = ""
    """Why there is none; empty when there is."""

    @property
    def limit(self) -> float:
        return self.median - SPREADS * self.spread

    def is_too_fast(self, timed: Timed) -> bool:
        return not self.reason and timed.log_ms_a_word < self.limit

    def to_json(self) -> dict[str, Any]:
        known = not self.reason
        return {
            "ms_a_word": exp(self.median) if known else None,
            "too_fast_below_ms_a_word": exp(self.limit) if known else None,
            "n": self.n,
            "reason": self.reason,
        }


def speed_norm(timed: Sequence[Timed]) -> Norm:
    if len(timed) < FEWEST:
        return Norm(0.0, 0.0, len(timed), TOO_FEW)
    logs: dict[str, list[float]] = defaultdict(list)
    for one in timed:
        logs[one.annotator].append(one.log_ms_a_word)
    people = [given for given in logs.values() if len(given) >= FEWEST_OF_A_PERSON] or [
        [value for given in logs.values() for value in given]
    ]
    spread = LIKE_A_DEVIATION * median(deviation(given) for given in people)
    reason = "" if spread > 0 else NO_SPREAD
    return Norm(median(median(given) for given in people), spread, len(timed), reason)


def deviation(values: Sequence[float]) -> float:
    middle = median(values)
    return median(abs(value - middle) for value in values)


@dataclass(frozen=True)
class Speed:
    ms_a_word: float
    """Median."""
    too_fast: Measure
    """Share of the person's rankings, n counts those with a time."""

    @property
    def stands_out(self) -> bool:
        return (self.too_fast.low or 0.0) > OUTLIER_SHARE

    def to_json(self) -> dict[str, Any]:
        return {
            "ms_a_word": self.ms_a_word,
            "too_fast": self.too_fast.to_json(),
            "stands_out": self.stands_out,
        }


def speeds(timed: Sequence[Timed], norm: Norm) -> dict[str, Speed]:
    """Return each person's speed. A person has one ranking a task, so their rankings are taken as independent."""
    given: dict[str, list[Timed]] = defaultdict(list)
    for one in timed:
        given[one.annotator].append(one)
    return {person: speed_of(mine, norm) for person, mine in given.items()}


def speed_of(timed: Sequence[Timed], norm: Norm) -> Speed:
    fast = sum(norm.is_too_fast(one) for one in timed)
    return Speed(
        ms_a_word=exp(median(one.log_ms_a_word for one in timed)),
        too_fast=NO_MEASURE if norm.reason else share_measure(fast, len(timed)),
    )
