from __future__ import annotations

from tests.training.measures.judged import judged
from training.measures.scored import Vote, vote_columns, votes_of


def test_it_counts_how_many_groups_a_pair_lies_apart() -> None:
    prompt = judged([0.0, 0.0, 0.0, 0.0], [[1], [0, 3], [2]])
    assert list(votes_of([prompt])) == [
        Vote(0, "bob", 1, 0, 1),
        Vote(0, "bob", 1, 3, 1),
        Vote(0, "bob", 1, 2, 2),
        Vote(0, "bob", 0, 2, 1),
        Vote(0, "bob", 3, 2, 1),
    ]


def test_it_agrees_half_where_scores_are_equal() -> None:
    prompt = judged([2.0, 1.0, 1.0], [[0], [1], [2]], texts=["abcd", "ab", ""])
    votes = vote_columns([prompt])
    assert votes.difference.tolist() == [1.0, 1.0, 0.0]
    assert votes.agreed.tolist() == [1.0, 1.0, 0.5]
    assert votes.length_ratio.tolist() == [2.0, 4.0, 2.0]
