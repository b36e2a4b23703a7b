from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.evaluations.measures import (
    change_measure,
    compare_rows,
    mean_measure,
    measures_by_domain,
    wins_of,
)

VALUES = st.dictionaries(
    st.sampled_from("abcdefgh"), st.lists(st.floats(-9, 9), min_size=1, max_size=3), min_size=2
)


def row(prompt_id: str, before: list[float], after: list[float], domain: str = "helpful") -> dict[str, Any]:
    return {
        "prompt_id": prompt_id,
        "domain": domain,
        "reference": [{"text": "r", "reward": value, "tokens": 10, "ended": True} for value in before],
        "policy": [
            {"text": "p", "reward": value, "tokens": 14, "ended": False, "kl": 2.0} for value in after
        ],
    }


def test_it_pairs_the_change_by_prompt() -> None:
    # a: mean 3 - mean 1 = 2; b: 5 - 5 = 0; c has no after.
    change = change_measure({"a": [0, 2], "b": [5], "c": [1]}, {"a": [3], "b": [5]})
    assert (change.value, change.n) == (1.0, 2)


def test_it_is_surer_of_a_paired_change_than_of_the_means() -> None:
    before = {str(n): [float(n)] for n in range(30)}
    after = {str(n): [n + 1.0 + 0.1 * (n % 2)] for n in range(30)}
    change, mean = change_measure(before, after), mean_measure(before)
    assert change.low is not None
    assert change.high is not None
    assert mean.low is not None
    assert mean.high is not None
    assert 1.0 <= change.low <= change.high <= 1.1
    assert mean.high - mean.low > 3


@given(VALUES, VALUES)
def test_it_keeps_the_value_inside_its_interval(
    before: dict[str, list[float]], after: dict[str, list[float]]
) -> None:
    for measure in (mean_measure(before), mean_measure(after), change_measure(before, after)):
        if measure.low is not None and measure.high is not None and measure.value is not None:
            assert measure.low <= measure.high
    assert change_measure(before, after) == change_measure(before, after)


def test_it_gives_no_interval_to_a_single_prompt() -> None:
    measure = mean_measure({"a": [1.0, 3.0]})
    assert (measure.value, measure.low, measure.n) == (2.0, None, 2)


@pytest.mark.parametrize(
    ("before", "after", "wins"),
    [([0], [1], [1.0]), ([1], [0], [0.0]), ([1], [1], [0.5]), ([0, 2], [1, 2], [1.0, 0.5])],
)
def test_it_counts_a_tie_as_half_a_win(before: list[float], after: list[float], wins: list[float]) -> None:
    assert wins_of(before, after) == wins


def test_it_measures_both_sides() -> None:
    rows = [row("a", [0.0], [1.0]), row("b", [1.0], [1.0])]
    measures = {item.name: item.to_json() for item in compare_rows(rows)}
    assert measures["reward"]["before"]["value"] == 0.5
    assert measures["reward"]["after"]["value"] == 1.0
    assert measures["reward"]["change"]["value"] == 0.5
    assert measures["win_rate"]["after"]["value"] == 0.75
    assert measures["win_rate"]["before"] == {"value": None, "low": None, "high": None, "n": 0}
    assert measures["kl"]["after"]["value"] == 2.0
    assert measures["length"]["change"]["value"] == 4.0
    assert measures["ended"]["before"]["value"] == 1.0


def test_it_measures_each_domain_alone() -> None:
    rows = [row("a", [0.0], [1.0]), row("b", [0.0], [3.0], domain="honest")]
    found = measures_by_domain(compare_rows(rows), {"a": "helpful", "b": "honest"})
    changes = {entry["domain"]: entry["measures"][0]["change"]["value"] for entry in found}
    assert changes == {"helpful": 1.0, "honest": 3.0}
