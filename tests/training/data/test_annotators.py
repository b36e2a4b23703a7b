from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from tests.tiny import asked
from training.data.annotators import PRIOR_PAIRS, agreement, annotator_weights
from training.data.rankings import PromptGroup, Ranked

A, B, C = range(3)


def said(annotator: str, *levels: tuple[int, ...]) -> Ranked:
    return Ranked(levels, annotator=annotator)


def groups_of(*rankings: Sequence[Ranked]) -> list[PromptGroup]:
    return [
        PromptGroup(f"p{number}", asked("Hello"), "", "train", rankings=list(given))
        for number, given in enumerate(rankings)
    ]


def test_it_counts_the_pairs_both_order() -> None:
    # a over b both, a over c both, b over c the other way; a tie is no opinion.
    assert agreement(said("x", (A,), (B,), (C,)), said("y", (A,), (C,), (B,))) == (2, 3)
    assert agreement(said("x", (A, B), (C,)), said("y", (C,), (A,), (B,))) == (0, 2)


def test_it_weighs_rankings_alike_unless_told_otherwise() -> None:
    assert annotator_weights(groups_of([said("bob", (A,), (B,))]), "equal") == {}


def test_it_weighs_people_alike() -> None:
    groups = groups_of(*[[said("bob", (A,), (B,))]] * 3, [said("rita", (A,), (B,))])
    found = annotator_weights(groups, "people")
    # Four rankings, two people: two each, so that Bob's three weigh 2/3 and Rita's one 2.
    assert found == {"bob": pytest.approx(2 / 3), "rita": pytest.approx(2.0)}


def test_it_weighs_people_by_their_agreement() -> None:
    # Bob and Rita agree on 3 of 3 pairs on each of 10 prompts; Charlie says the opposite of both on one.
    groups = groups_of(
        *[[said("bob", (A,), (B,), (C,)), said("rita", (A,), (B,), (C,))]] * 10,
        [
            said("bob", (A,), (B,), (C,)),
            said("rita", (A,), (B,), (C,)),
            said("charlie", (C,), (B,), (A,)),
        ],
    )
    found = annotator_weights(groups, "agreement")
    # Agreed: Bob 33 of 36, Rita the same, Charlie 0 of 6; everybody 66 of 78.
    everybody = 66 / 78
    often = (33 + PRIOR_PAIRS * everybody) / (36 + PRIOR_PAIRS)
    rarely = PRIOR_PAIRS * everybody / (6 + PRIOR_PAIRS)
    odds = {"bob": math.log(often / (1 - often)), "charlie": math.log(rarely / (1 - rarely))}
    mean = (22 * odds["bob"] + odds["charlie"]) / 23
    assert found["bob"] == found["rita"] == pytest.approx(odds["bob"] / mean)
    assert found["charlie"] == pytest.approx(odds["charlie"] / mean)
    assert (22 * found["bob"] + found["charlie"]) / 23 == pytest.approx(1.0)


def test_it_knows_no_weights_where_nobody_agrees_with_anybody() -> None:
    opposed = groups_of([said("bob", (A,), (B,)), said("rita", (B,), (A,))])
    assert annotator_weights(opposed, "agreement") == {}
    assert annotator_weights(groups_of([said("bob", (A,), (B,))]), "agreement") == {}
