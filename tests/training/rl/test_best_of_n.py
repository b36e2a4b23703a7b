from __future__ import annotations

import math
from itertools import combinations

import pytest

from training.rl.best_of_n import best_of_n_kl, doublings, expected_best


def test_it_weighs_the_answers_by_how_often_each_is_the_best() -> None:
    # Of the C(4, 2) = 6 choices of two answers, the 2nd lowest is the best of 1, the 3rd of 2, the highest of 3:
    # (1 * 2 + 2 * 3 + 3 * 4) / 6 = 20 / 6.
    scores = [3.0, 1.0, 4.0, 2.0]
    assert expected_best(scores, scores, 2) == pytest.approx(20 / 6)
    # Their lengths in the order of the scores are 10 (score 1), 40, 20, 30: (1 * 40 + 2 * 20 + 3 * 30) / 6 = 170 / 6.
    assert expected_best([20.0, 10.0, 30.0, 40.0], scores, 2) == pytest.approx(170 / 6)


def test_one_answer_earns_the_mean_and_all_of_them_the_highest() -> None:
    scores = [0.5, -2.0, 1.5]
    assert expected_best(scores, scores, 1) == pytest.approx(0.0)
    assert expected_best(scores, scores, 3) == 1.5


def test_it_is_the_mean_over_every_choice_of_n() -> None:
    scores = [0.3, -1.2, 2.5, 0.9, -0.4, 1.7, 0.0]
    for n in range(1, 8):
        bests = [max(chosen) for chosen in combinations(scores, n)]
        assert expected_best(scores, scores, n) == pytest.approx(sum(bests) / len(bests))


def test_of_equal_scores_the_earlier_answer_is_taken() -> None:
    assert expected_best([7.0, 9.0], [1.0, 1.0], 2) == 7.0


@pytest.mark.parametrize("n", [0, 4])
def test_it_refuses_an_n_that_the_answers_cannot_give(n: int) -> None:
    with pytest.raises(ValueError, match="between 1 and the 3 answers"):
        expected_best([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], n)


def test_the_kl_of_the_best_of_n() -> None:
    assert best_of_n_kl(1) == 0.0
    assert best_of_n_kl(2) == pytest.approx(0.693147 - 0.5, abs=1e-6)
    # The density of the best of n at the quantile u is n u^(n-1): its KL is the integral of that times log(n u^(n-1)).
    cells = [(cell + 0.5) / 100_000 for cell in range(100_000)]
    integral = sum(8 * u**7 * math.log(8 * u**7) for u in cells) / 100_000
    assert best_of_n_kl(8) == pytest.approx(integral, abs=1e-4)


def test_it_doubles_up_to_the_most() -> None:
    assert doublings(16) == [1, 2, 4, 8, 16]
    assert doublings(5) == [1, 2, 4, 5]
    assert doublings(1) == [1]
