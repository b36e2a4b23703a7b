from __future__ import annotations

import pytest
from scipy.stats import kendalltau

from tests.training.measures.judged import judged
from training.measures.order import rank_agreement, tau_b, top_share


def test_it_gives_one_for_the_same_order_and_minus_one_for_the_opposite() -> None:
    assert tau_b([[0], [1], [2]], [3.0, 2.0, 1.0]) == 1.0
    assert tau_b([[0], [1], [2]], [1.0, 2.0, 3.0]) == -1.0


def test_it_corrects_for_ties_of_people_and_of_scores() -> None:
    # People: 0 > 1 = 2, scores: 0 = 1 > 2. Concordant: (0, 2) alone. Not tied: 2 by people, 2 by scores. 1 / sqrt(4).
    assert tau_b([[0], [1, 2]], [2.0, 2.0, 1.0]) == pytest.approx(0.5)


def test_it_gives_what_scipy_gives() -> None:
    scores = [0.3, -1.0, 0.3, 2.0, 0.1]
    groups = [[3], [0, 4], [1], [2]]
    place = {answer: -number for number, group in enumerate(groups) for answer in group}
    assert tau_b(groups, scores) == pytest.approx(kendalltau([place[a] for a in range(5)], scores).statistic)


def test_it_looks_at_placed_answers_only() -> None:
    assert tau_b([[2], [0]], [1.0, 9.0, 2.0]) == 1.0
    assert top_share([[2], [0]], [1.0, 9.0, 2.0]) == 1.0


def test_it_has_no_tau_where_either_ties_everything() -> None:
    assert tau_b([[0, 1]], [1.0, 2.0]) is None
    assert tau_b([[0], [1]], [1.0, 1.0]) is None


def test_it_counts_any_answer_of_a_tied_first_group_as_right() -> None:
    assert top_share([[0, 1], [2]], [1.0, 2.0, 0.0]) == 1.0
    assert top_share([[0, 1], [2]], [1.0, 2.0, 3.0]) == 0.0
    assert top_share([[0], [1], [2]], [2.0, 2.0, 0.0]) == 0.5  # the scores' best is a draw of two
    assert top_share([[0, 1]], [1.0, 2.0]) is None


def test_it_means_over_rankings() -> None:
    prompts = [
        judged([3.0, 2.0, 1.0], [[0], [1], [2]]),  # tau 1, top right, chance 1/3
        judged(
            [1.0, 2.0], [[0], [1]], [[0, 1]]
        ),  # tau -1, top wrong, chance 1/2; the second ranking ties all
    ]
    found = rank_agreement(prompts, seed=0)
    assert (found["tau_b"]["value"], found["tau_b"]["n"]) == (0.0, 2)
    assert (found["top_1"]["value"], found["top_1"]["n"]) == (0.5, 2)
    assert found["top_1_by_chance"] == pytest.approx((1 / 3 + 1 / 2) / 2)
