"""A measure with its uncertainty: value, 95 % interval over prompts, n."""

from __future__ import annotations

from collections.abc import Callable

import numpy
from numpy.typing import NDArray

from training.support.intervals import Floats, bootstrap_ends, ratio

Measure = dict[str, float | None]
"""{"value", "low", "high", "n"}; null where it cannot be had."""

NO_MEASURE: Measure = {"value": None, "low": None, "high": None, "n": 0}


def sum_by_prompt(prompt: NDArray[numpy.int64], *columns: Floats) -> Floats:
    """Return [m, c]: the columns [v] summed over the rows of each of the m prompts that `prompt` [v] names."""
    _, place = numpy.unique(prompt, return_inverse=True)
    sums = numpy.zeros((int(place.max()) + 1 if len(place) else 0, len(columns)))
    for number, column in enumerate(columns):
        numpy.add.at(sums[:, number], place, column)
    return sums


def measure(sums: Floats, statistic: Callable[[Floats], Floats], *, n: int, seed: int) -> Measure:
    """Return a statistic of column sums with its bootstrap interval; `sums` [m, c] and `statistic` as in
    `bootstrap_ends`. One prompt alone has no interval."""
    if not len(sums):
        return {**NO_MEASURE, "n": n}
    with numpy.errstate(divide="ignore", invalid="ignore"):
        value = float(statistic(sums.sum(axis=0, keepdims=True))[0])
    if not numpy.isfinite(value):
        return {**NO_MEASURE, "n": n}
    if len(sums) == 1:
        return {"value": value, "low": None, "high": None, "n": n}
    low, high = bootstrap_ends(sums, statistic, seed=seed)
    return {"value": value, "low": low, "high": high, "n": n}


def share(prompt: NDArray[numpy.int64], parts: Floats, wholes: Floats | None = None, *, seed: int) -> Measure:
    """Return sum(parts) / sum(wholes), a share between 0 and 1; n counts the rows [v]; wholes are 1 when not given.

    Where every prompt has the same 0 or 1, resampling sees no spread at all: the open end is then 3 / m away for m
    prompts. Source: Hanley & Lippman-Hand 1983, "If nothing goes wrong, is everything all right?".
    """
    wholes = numpy.ones(len(parts)) if wholes is None else wholes
    sums = sum_by_prompt(prompt, parts, wholes)
    found = measure(sums, ratio, n=len(parts), seed=seed)
    if len(sums) > 1 and found["value"] == 1.0:
        found["low"] = max(0.0, 1 - 3 / len(sums))
    if len(sums) > 1 and found["value"] == 0.0:
        found["high"] = min(1.0, 3 / len(sums))
    return found


def mean(prompt: NDArray[numpy.int64], values: Floats, *, seed: int) -> Measure:
    """Return the mean of values [v] of any range; n counts them."""
    return measure(sum_by_prompt(prompt, values, numpy.ones(len(values))), ratio, n=len(values), seed=seed)
