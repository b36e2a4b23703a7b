"""Uncertainty of held-out measures: the bootstrap over prompts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]
Interval = dict[str, float]

DRAWS_AT_ONCE = 200
"""Bounds memory: so many resamples are held at once, each with a row a prompt."""


def bootstrap_ends(
    sums: Floats, statistic: Callable[[Floats], Floats], *, resamples: int = 2000, seed: int = 0
) -> tuple[float, float]:
    """Return the ends of the 95 % percentile interval of a statistic of column sums.

    `sums` [m prompts, c columns] holds what each prompt adds; `statistic` maps column sums [r, c] of r resamples to
    [r] values, nan where it is not defined. Whole prompts are drawn again, because what one prompt gives (its pairs,
    its answers) is not independent. Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapters 8
    and 13. Raises ValueError when no resample has a value.
    """
    draws = numpy.random.default_rng(seed).integers(0, len(sums), size=(resamples, len(sums)))
    starts = range(0, resamples, DRAWS_AT_ONCE)
    totals = [sums[draws[start : start + DRAWS_AT_ONCE]].sum(axis=1) for start in starts]
    with numpy.errstate(divide="ignore", invalid="ignore"):
        found = statistic(numpy.concatenate(totals))
    known = found[~numpy.isnan(found)]
    if not len(known):
        raise ValueError("no resample has a value")
    low, high = numpy.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def ratio(sums: Floats) -> Floats:
    """Return the first column over the second [r]; nan where the second is zero."""
    return numpy.where(sums[:, 1] > 0, sums[:, 0] / sums[:, 1], numpy.nan)


def ratio_interval(
    parts: Sequence[float], wholes: Sequence[float], *, n: int, resamples: int = 2000, seed: int = 0
) -> Interval:
    """Return sum(parts) / sum(wholes) with its 95 % bootstrap interval; one entry of each per prompt."""
    sums = numpy.stack([numpy.asarray(parts, dtype=float), numpy.asarray(wholes, dtype=float)], axis=1)
    low, high = bootstrap_ends(sums, ratio, resamples=resamples, seed=seed)
    return {"value": float(sums[:, 0].sum() / sums[:, 1].sum()), "low": low, "high": high, "n": n}


def mean_interval(by_prompt: Sequence[Sequence[float]], *, resamples: int = 2000, seed: int = 0) -> Interval:
    """Return the mean of all values with its interval; the values of one prompt stay together. n counts prompts."""
    sums = [float(sum(values)) for values in by_prompt]
    counts = [float(len(values)) for values in by_prompt]
    return ratio_interval(sums, counts, n=len(by_prompt), resamples=resamples, seed=seed)
