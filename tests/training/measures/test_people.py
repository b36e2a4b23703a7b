from __future__ import annotations

import pytest

from tests.training.measures.judged import judged
from training.measures.people import human_ceiling

FIRST, SECOND = [[0], [1]], [[1], [0]]


def test_it_compares_people_and_model_on_pairs_that_two_people_judged() -> None:
    prompts = [
        judged([1.0, 0.0], FIRST, FIRST),  # people 2 of 2, model 2, best 2
        judged([1.0, 0.0], FIRST, SECOND),  # people 0 of 2, model 1, best 1
        judged([0.0, 1.0], FIRST),  # one person alone: no part of it
    ]
    found = human_ceiling(prompts, seed=0)
    assert found is not None
    assert found["pairs"] == 2
    assert [found[name]["value"] for name in ("people", "model", "best")] == [0.5, 0.75, 0.75]
    assert found["people"]["n"] == 4


def test_it_counts_each_of_three_people_against_the_two_others() -> None:
    # w = 2, l = 1: (2 * 1 + 1 * 0) / 2 = 1 of 3 votes; the model says what the one says.
    found = human_ceiling([judged([0.0, 1.0], FIRST, FIRST, SECOND)], seed=0)
    assert found is not None
    assert found["people"]["value"] == pytest.approx(1 / 3)
    assert found["model"]["value"] == pytest.approx(1 / 3)
    assert found["best"]["value"] == pytest.approx(2 / 3)


def test_it_has_none_where_nobody_met() -> None:
    assert human_ceiling([judged([1.0, 0.0], FIRST), judged([1.0, 0.0], FIRST, [[0, 1]])], seed=0) is None
