from __future__ import annotations

import numpy
import pytest

from training.measures.uncertainty import mean, share, sum_by_prompt


def test_it_sums_rows_by_prompt_in_the_order_of_their_numbers() -> None:
    sums = sum_by_prompt(numpy.array([7, 2, 7]), numpy.array([1.0, 2.0, 4.0]), numpy.ones(3))
    assert sums.tolist() == [[2.0, 1.0], [5.0, 2.0]]


def test_it_draws_prompts_and_not_votes() -> None:
    """Two prompts of 50 votes each, one all right and one all wrong: drawn by vote the interval would be 0.4 to 0.6."""
    prompt = numpy.repeat([0, 1], 50)
    found = share(prompt, (prompt == 0).astype(float), seed=0)
    assert found == {"value": 0.5, "low": 0.0, "high": 1.0, "n": 100}


@pytest.mark.parametrize(("value", "open_end", "end"), [(1.0, "low", 0.7), (0.0, "high", 0.3)])
def test_it_keeps_an_interval_where_all_prompts_say_the_same(value: float, open_end: str, end: float) -> None:
    found = share(numpy.arange(10), numpy.full(10, value), seed=0)  # 3 / 10 from the value
    assert found["value"] == value
    assert found[open_end] == pytest.approx(end)


def test_it_gives_one_prompt_no_interval_and_none_no_value() -> None:
    assert mean(numpy.zeros(2, dtype=int), numpy.array([1.0, 2.0]), seed=0) == {
        "value": 1.5,
        "low": None,
        "high": None,
        "n": 2,
    }
    assert mean(numpy.array([], dtype=int), numpy.array([]), seed=0)["value"] is None
