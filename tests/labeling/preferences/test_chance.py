"""The two exact tests: against scipy, and worked by hand."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest, fisher_exact

from labeling.preferences.chance import binomial_p, two_shares_p


@pytest.mark.parametrize(("successes", "n"), [(0, 1), (3, 3), (5, 10), (2, 9), (61, 100), (4871, 10_000)])
def test_it_computes_the_binomial_test_of_scipy(successes: int, n: int) -> None:
    assert binomial_p(successes, n) == pytest.approx(binomtest(successes, n, 0.5).pvalue)


@pytest.mark.parametrize(
    ("passed", "n", "other_passed", "other_n"),
    [(0, 20, 17, 20), (3, 3, 0, 3), (50, 100, 52, 100), (100, 100, 91, 100), (1, 5, 8, 9), (10, 10, 10, 10)],
)
def test_it_computes_fishers_test_of_scipy(passed: int, n: int, other_passed: int, other_n: int) -> None:
    table = [[passed, n - passed], [other_passed, other_n - other_passed]]
    assert two_shares_p(passed, n, other_passed, other_n) == pytest.approx(fisher_exact(table).pvalue)


def test_it_agrees_with_the_sum_by_hand() -> None:
    # Of three heads in three throws: 2 * (1/8).
    assert binomial_p(3, 3) == pytest.approx(1 / 4)
    # 3 of 3 against 0 of 3: both extremes, each one of the C(6, 3) = 20 splits.
    assert two_shares_p(3, 3, 0, 3) == pytest.approx(2 / 20)
