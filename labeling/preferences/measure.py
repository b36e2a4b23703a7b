"""A number with its uncertainty: value, 95 % interval, n."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import floor, sqrt
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DRAWS = 1000
CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Measure:
    value: float | None
    low: float | None
    high: float | None
    n: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


NO_MEASURE = Measure(value=None, low=None, high=None, n=0)


def bootstrap_interval(
    sums: Floats, statistic: Callable[[Floats], Floats], seed: int = 0
) -> tuple[float | None, float | None]:
    """Return the 95 % percentile interval of `statistic` over clusters drawn anew.

    sums: [clusters, columns], what each cluster adds. statistic: [draws, columns] -> [draws], of summed columns; a draw
    without a value is NaN and is left out. Costs DRAWS x clusters; memory is bounded.
    """
    clusters = len(sums)
    if clusters < 2:
        return None, None
    generator = np.random.default_rng(seed)
    step = max(1, CELLS_AT_ONCE // clusters)
    drawn = []
    for start in range(0, DRAWS, step):
        rows = min(step, DRAWS - start)
        picks = generator.integers(0, clusters, size=(rows, clusters))
        # One count for all draws: each draw's picks are moved into a range of their own.
        picks += np.arange(rows)[:, None] * clusters
        weights = np.bincount(picks.ravel(), minlength=rows * clusters).reshape(rows, clusters)
        drawn.append(statistic(weights @ sums))
    values = np.concatenate(drawn)
    values = values[np.isfinite(values)]
    if len(values) == 0:
        return None, None
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def ratio(summed: Floats) -> Floats:
    """Return column 0 over column 1, NaN where nothing was counted."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = summed[:, 0] / summed[:, 1]
    return share


def ratio_measure(numerators: Floats, denominators: Floats, seed: int = 0) -> Measure:
    """Return sum(numerators) / sum(denominators), its interval clustered by row, n = sum(denominators)."""
    sums = np.stack([numerators, denominators], axis=1).astype(np.float64)
    counted = float(denominators.sum()) if len(sums) else 0.0
    if counted == 0:
        return NO_MEASURE
    low, high = bootstrap_interval(sums, ratio, seed)
    return Measure(value=float(numerators.sum()) / counted, low=low, high=high, n=int(counted))


def median_measure(values: Sequence[float]) -> Measure:
    """Return the median with the interval that its neighbours in order give: no draws, and right for any distribution.

    The ends are the values 0.98 sqrt(n) places off the middle (the binomial's 95 %, as a normal); none below six values.
    """
    if not values:
        return NO_MEASURE
    ordered = sorted(values)
    off = floor((len(ordered) - 1.96 * sqrt(len(ordered))) / 2)
    low, high = (ordered[off], ordered[-1 - off]) if len(ordered) >= 6 else (None, None)
    return Measure(value=median(ordered), low=low, high=high, n=len(ordered))


def share_measure(passed: int, n: int) -> Measure:
    """Return a share of independent things with Wilson's interval, which stays honest at none and at all."""
    if n == 0:
        return NO_MEASURE
    share, weight = passed / n, 1.96**2 / n
    middle = (share + weight / 2) / (1 + weight)
    off = sqrt(share * (1 - share) * weight + weight**2 / 4) / (1 + weight)
    return Measure(share, max(0.0, middle - off), min(1.0, middle + off), n)
