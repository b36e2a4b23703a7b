from __future__ import annotations

import numpy
import pytest
from scipy.stats import pearsonr, spearmanr

from tests.training.measures.judged import judged
from training.measures.length import SHOWN_POINTS, length_effects, ranks
from training.measures.scored import vote_columns


def texts(*lengths: int) -> list[str]:
    return ["x" * length for length in lengths]


def test_it_shares_the_mean_rank_among_equals() -> None:
    assert ranks(numpy.array([5.0, 1.0, 5.0, 9.0])).tolist() == [2.5, 1.0, 2.5, 4.0]


def test_it_gives_the_correlations_that_scipy_gives() -> None:
    lengths, scores = [3, 9, 4, 4, 20, 7], [0.1, 0.9, -0.3, 0.1, 0.8, 2.0]
    prompts = [
        judged(scores[:3], [[0], [1]], texts=texts(*lengths[:3])),
        judged(scores[3:], [[0], [1]], texts=texts(*lengths[3:])),
    ]
    found = length_effects(prompts, vote_columns(prompts), seed=0)
    assert found["pearson"]["value"] == pytest.approx(pearsonr(lengths, scores).statistic)
    assert found["spearman"]["value"] == pytest.approx(spearmanr(lengths, scores).statistic)
    assert found["pearson"]["n"] == 6


def test_it_tells_what_holds_within_a_prompt_from_what_holds_between_prompts() -> None:
    """Long answers score higher from prompt to prompt, and lower among the answers of one."""
    prompts = [
        judged([2.0, 1.0], [[0], [1]], texts=texts(10, 12)),
        judged([9.0, 8.0], [[0], [1]], texts=texts(100, 102)),
    ]
    found = length_effects(prompts, vote_columns(prompts), seed=0)
    assert found["pearson"]["value"] > 0.9
    assert found["within_prompt"]["pearson"]["value"] == pytest.approx(-1.0)
    assert found["within_prompt"]["spearman"]["value"] == pytest.approx(-1.0)


def test_it_counts_how_often_the_longer_answer_wins() -> None:
    prompts = [
        judged([1.0, 0.0], [[0], [1]], texts=texts(9, 3)),  # people longer, model longer
        judged([0.0, 1.0], [[0], [1]], texts=texts(3, 9)),  # people shorter, model longer
        judged([1.0, 1.0], [[0], [1]], texts=texts(3, 9)),  # people shorter, model undecided
        judged([0.0, 1.0], [[0], [1]], texts=texts(5, 5)),  # equal: does not count
    ]
    found = length_effects(prompts, vote_columns(prompts), seed=0)["longer_wins"]
    assert (found["people"]["value"], found["people"]["n"]) == (pytest.approx(1 / 3), 3)
    assert found["model"]["value"] == pytest.approx(2.5 / 3)


def test_it_has_no_correlation_where_nothing_varies() -> None:
    prompts = [judged([1.0, 1.0], [[0], [1]], texts=texts(4, 4))] * 2
    found = length_effects(prompts, vote_columns(prompts), seed=0)
    assert found["pearson"]["value"] is None
    assert found["longer_wins"]["people"]["value"] is None


def test_it_shows_a_bounded_number_of_points() -> None:
    prompts = [judged([float(number), 0.0], [[0], [1]]) for number in range(SHOWN_POINTS)]
    points = length_effects(prompts, vote_columns(prompts), seed=0)["points"]
    assert len(points) == SHOWN_POINTS
    assert length_effects(prompts[:1], vote_columns(prompts[:1]), seed=0)["points"] == [
        [8.0, 0.0],
        [8.0, 0.0],
    ]
