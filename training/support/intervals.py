"""Uncertainty of held-out measures: the bootstrap over prompts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

Interval = dict[str, float]


def ratio_interval(
    parts: Sequence[float], wholes: Sequence[float], *, n: int, resamples: int = 2000, seed: int = 0
) -> Interval:
    """Return sum(parts) / sum(wholes) with its 95 % percentile interval; one entry of each per prompt.

    Whole prompts are drawn again, because what one prompt gives (its pairs, its answers) is not independent.
    Source: Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapters 8 and 13.
    """
    above, below = numpy.asarray(parts, dtype=float), numpy.asarray(wholes, dtype=float)
    value = float(above.sum() / below.sum())
    draws = numpy.random.default_rng(seed).integers(0, len(above), size=(resamples, len(above)))
    totals = below[draws].sum(axis=1)
    ratios = above[draws].sum(axis=1)[totals > 0] / totals[totals > 0]
    low, high = numpy.percentile(ratios, [2.5, 97.5])
    return {"value": value, "low": float(low), "high": float(high), "n": n}


def mean_interval(by_prompt: Sequence[Sequence[float]], *, resamples: int = 2000, seed: int = 0) -> Interval:
    """Return the mean of all values with its interval; the values of one prompt stay together. n counts prompts."""
    sums = [float(sum(values)) for values in by_prompt]
    counts = [float(len(values)) for values in by_prompt]
    return ratio_interval(sums, counts, n=len(by_prompt), resamples=resamples, seed=seed)
