"""Position bias: against counts worked by hand and scipy's binomial test."""

from __future__ import annotations

from random import Random

import pytest
from scipy.stats import binomtest

from labeling.preferences.position import Shown, first_shown_wins, position_bias


def test_it_measures_who_wins_by_place() -> None:
    # Shown a, b, c, d: the earlier wins a>b, a>c, a>d and c>d, the later c>b; b and d are tied. 4 of 5.
    found = first_shown_wins([Shown([["a"], ["c"], ["b", "d"]], ["a", "b", "c", "d"])])
    assert found.value == pytest.approx(4 / 5)
    assert found.n == 5


def test_it_finds_no_position_bias_in_random_orders() -> None:
    random = Random(1)  # noqa: S311  repeatable on purpose
    rankings = [Shown([["a"], ["b"], ["c"]], random.sample("abc", 3)) for _ in range(300)]
    found = first_shown_wins(rankings)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.5 < found.high


def test_it_has_no_position_bias_without_an_order_shown() -> None:
    assert first_shown_wins([Shown([["a"], ["b"]], [])]).value is None


def test_it_tests_the_rankings_that_lean_to_a_place() -> None:
    # Shown a, b, c. The first ranking has 3 of 3 for the earlier, the second 0 of 3, the third 1 of 2 (b and c tied: no leaning).
    shown = ["a", "b", "c"]
    found = position_bias(
        [
            Shown([["a"], ["b"], ["c"]], shown),
            Shown([["c"], ["b"], ["a"]], shown),
            Shown([["b"], ["a", "c"]], shown),
        ]
    )
    assert (found.earlier, found.later, found.p) == (1, 1, 1.0)
    assert found.share.value == pytest.approx(4 / 8)


def test_it_gives_the_p_of_a_person_who_follows_the_order_shown() -> None:
    found = position_bias([Shown([["a"], ["b"]], ["a", "b"])] * 18 + [Shown([["b"], ["a"]], ["a", "b"])] * 4)
    assert (found.earlier, found.later) == (18, 4)
    assert found.p == pytest.approx(binomtest(18, 22, 0.5).pvalue)
    assert found.p is not None
    assert found.p < 0.01


def test_it_has_no_test_where_everything_is_tied() -> None:
    assert position_bias([Shown([["a", "b"]], ["a", "b"])]).p is None
