from __future__ import annotations

import pytest

from tests.training.measures.judged import judged
from training.measures.accuracy import accuracy_slices, pair_accuracy
from training.measures.scored import ScoredPrompt, vote_columns


def slices(prompts: list[ScoredPrompt]) -> dict[tuple[str, str], tuple[float, int, int]]:
    return {
        (row["by"], row["name"]): (row["accuracy"]["value"], row["accuracy"]["n"], row["prompts"])
        for row in accuracy_slices(vote_columns(prompts), seed=0)
    }


def test_it_counts_votes_and_equal_scores_as_half() -> None:
    prompts = [
        judged([3.0, 2.0, 1.0], [[0], [1], [2]]),  # 3 of 3
        judged([1.0, 1.0], [[0], [1]]),  # 0.5 of 1
        judged([0.0, 1.0], [[0], [1]], [[1], [0]]),  # 1 of 2: two people disagree
    ]
    found = pair_accuracy(vote_columns(prompts), seed=0)
    assert found["value"] == pytest.approx(4.5 / 6)
    assert found["n"] == 6
    # Between drawing the middle prompts alone (0.5) and the first alone (1).
    assert found["low"] == pytest.approx(0.5)
    assert found["high"] == pytest.approx(1.0)


def test_it_slices_by_domain_and_by_who_judged() -> None:
    prompts = [
        judged([1.0, 0.0], [[0], [1]], [[1], [0]], domain="chat"),
        judged([1.0, 0.0], [[0], [1]], domain="maths"),
    ]
    found = slices(prompts)
    assert found["domain", "chat"] == (0.5, 2, 1)
    assert found["domain", "maths"] == (1.0, 1, 1)
    assert found["annotator", "bob"] == (1.0, 2, 2)
    assert found["annotator", "rita"] == (0.0, 1, 1)


def test_it_slices_by_how_far_apart_people_put_the_answers() -> None:
    # Gap 1: (0, 1) right, (1, 2) wrong. Gap 2: (0, 2) right.
    found = slices([judged([3.0, 1.0, 2.0], [[0], [1], [2]])])
    assert found["rank_gap", "1"] == (0.5, 2, 1)
    assert found["rank_gap", "2"] == (1.0, 1, 1)


def test_it_puts_far_gaps_together() -> None:
    found = slices([judged([6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0], [[0], [1], [2], [3], [4], [5], [6]])])
    assert [name for by, name in found if by == "rank_gap"] == ["1", "2", "3", "4", "5 or more"]
    assert found["rank_gap", "5 or more"] == (1.0, 3, 1)  # two pairs 5 apart, one 6 apart


def test_it_slices_by_the_length_of_the_preferred_answer() -> None:
    prompts = [
        judged([1.0, 0.0], [[0], [1]], texts=["x" * 8, "x" * 10]),  # 0.8 belongs to about as long
        judged([0.0, 1.0], [[0], [1]], texts=["x" * 2, "x" * 10]),
        judged([1.0, 0.0], [[0], [1]], texts=["x" * 20, "x" * 10]),  # 2.0 belongs to more than twice
    ]
    found = slices(prompts)
    assert found["length", "about as long"] == (1.0, 1, 1)
    assert found["length", "less than half as long"] == (0.0, 1, 1)
    assert found["length", "more than twice as long"] == (1.0, 1, 1)
    assert ("length", "longer") not in found


def test_it_makes_no_slice_of_votes_without_a_name() -> None:
    prompts = [judged([1.0, 0.0], [[0], [1]], people=("",))]
    assert "annotator" not in {by for by, _ in slices(prompts)}


def test_it_names_the_tenth_annotator_after_the_second() -> None:
    people = ("annotator-10", "annotator-2")
    prompts = [judged([1.0, 0.0], [[0], [1]], [[0], [1]], people=people)]
    assert [name for by, name in slices(prompts) if by == "annotator"] == ["annotator-2", "annotator-10"]
