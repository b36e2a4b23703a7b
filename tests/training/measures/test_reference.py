from __future__ import annotations

from training.measures.reference import FEWEST_ANSWERS, reference_scores


def test_it_takes_the_answers_that_training_never_saw() -> None:
    heldout = [1.0, 3.0] * (FEWEST_ANSWERS // 2)
    found = reference_scores(heldout, train=[50.0])
    assert found == {"mean": 2.0, "std": 1.0, "n": FEWEST_ANSWERS, "answers": "heldout"}


def test_it_falls_back_to_the_training_answers_where_too_few_are_held_out() -> None:
    found = reference_scores([1.0] * (FEWEST_ANSWERS - 1), train=[0.0, 4.0])
    assert found == {"mean": 2.0, "std": 2.0, "n": 2, "answers": "train"}


def test_it_never_gives_a_deviation_of_zero() -> None:
    assert reference_scores([], train=[1.0, 1.0])["std"] > 0
