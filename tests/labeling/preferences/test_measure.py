"""Intervals that need no draws: against scipy and counts worked by hand."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from labeling.preferences.measure import NO_MEASURE, median_measure, share_measure


@pytest.mark.parametrize(("passed", "n"), [(0, 20), (7, 20), (20, 20), (120, 400)])
def test_it_computes_wilsons_interval(passed: int, n: int) -> None:
    found = share_measure(passed, n)
    expected = binomtest(passed, n).proportion_ci(method="wilson")
    assert found.low == pytest.approx(expected.low, abs=1e-4)
    assert found.high == pytest.approx(expected.high, abs=1e-4)


def test_it_takes_the_ends_of_a_median_from_its_neighbours() -> None:
    # Of 25 values, 0.98 * 5 = 4.9 places off the middle: the 8th and the 18th (0.5 % more than 95 by the binomial).
    found = median_measure([float(value) for value in range(1, 26)])
    assert (found.value, found.low, found.high, found.n) == (13, 8, 18, 25)


def test_it_has_no_interval_for_five_values_and_nothing_for_none() -> None:
    assert median_measure([3, 1, 2, 5, 4]).low is None
    assert median_measure([]) == share_measure(0, 0) == NO_MEASURE
