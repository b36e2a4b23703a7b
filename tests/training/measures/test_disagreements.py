from __future__ import annotations

from tests.training.measures.judged import judged
from training.measures.disagreements import SHOWN, worst_disagreements


def test_it_shows_the_worst_pair_of_each_prompt_the_worst_first() -> None:
    prompts = [
        judged([1.0, 1.5, 3.0], [[0], [1], [2]], texts=["a", "b", "c"]),
        judged([0.0, 9.0], [[0], [1]], texts=["d", "e"]),
        judged([9.0, 0.0], [[0], [1]], texts=["f", "g"]),
    ]
    found = worst_disagreements(prompts)
    assert [(row["preferred"], row["rejected"]) for row in found] == [("d", "e"), ("a", "c")]
    assert found[1] == {
        "prompt_id": "p",
        "domain": "chat",
        "prompt": "Which?",
        "preferred": "a",
        "rejected": "c",
        "score_preferred": 1.0,
        "score_rejected": 3.0,
        "votes": 1,
    }


def test_it_calls_nobody_wrong_where_people_are_evenly_split() -> None:
    first, second = [[0], [1]], [[1], [0]]
    assert worst_disagreements([judged([0.0, 1.0], first, second)]) == []
    (row,) = worst_disagreements([judged([0.0, 1.0], first, first, second)])
    assert row["votes"] == 1


def test_it_shows_a_bounded_number() -> None:
    assert len(worst_disagreements([judged([0.0, 1.0], [[0], [1]])] * (SHOWN + 3))) == SHOWN
