from __future__ import annotations

import dataclasses

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.tiny import asked
from training.contract.rows import RankingRow
from training.data.rankings import batch_members, batch_pairs, count_right, group_rankings
from training.support.errors import TrainerError


def ranking(groups: list[list[str]], annotator: str = "bob", prompt: str = "p") -> RankingRow:
    return RankingRow(
        ranking_id=f"{annotator}-{prompt}",
        prompt_id=prompt,
        messages=asked("Hello"),
        completions=[{"id": name, "text": name.upper()} for name in "abcd"],
        groups=groups,
        annotator=annotator,
    )


def test_it_turns_a_ranking_into_all_its_pairs() -> None:
    (group,) = group_rankings([ranking([["b"], ["a", "d"], ["c"]])], ties="drop")
    a, b, c, d = range(4)
    assert (group.ids, group.texts) == (["a", "b", "c", "d"], ["A", "B", "C", "D"])
    assert set(group.votes) == {(b, a), (b, d), (b, c), (a, c), (d, c)}
    assert (group.ties, group.rankings) == (1, 1)
    assert all(weight == pytest.approx(1 / 5) for weight in group.weights.values())


def test_it_learns_only_from_the_answers_that_were_placed() -> None:
    (group,) = group_rankings([ranking([["d"], ["b"]])], ties="drop")
    assert group.texts == ["A", "B", "C", "D"]
    assert group.votes == {(3, 1): 1}
    assert group.weights == {(3, 1): 1.0}


def test_it_learns_half_a_pair_either_way_from_a_tie_when_told_to() -> None:
    (group,) = group_rankings([ranking([["a", "b"], ["c"]])], ties="half")
    a, b, c, _ = range(4)
    # Two pairs and a tie: a third each, the tie's split in two.
    assert group.weights == pytest.approx({(a, c): 1 / 3, (b, c): 1 / 3, (a, b): 1 / 6, (b, a): 1 / 6})
    assert (a, b) not in group.votes


def test_it_adds_up_what_several_people_said() -> None:
    rows = [
        ranking([["a"], ["b"]], "bob"),
        ranking([["a"], ["b"], ["c"]], "rita"),
        ranking([["b"], ["a"]], "alice"),
    ]
    (group,) = group_rankings(rows, ties="drop")
    a, b, c, _ = range(4)
    assert group.votes == {(a, b): 2, (a, c): 1, (b, c): 1, (b, a): 1}
    assert group.weights[a, b] == pytest.approx(1 + 1 / 3)
    assert group.rankings == 3
    # a > b > c in scores agrees with 2 + 1 + 1 of 5 votes.
    assert count_right(group, [3.0, 2.0, 1.0, 0.0]) == (4.0, 5)


def test_it_counts_an_equal_score_as_half_right() -> None:
    (group,) = group_rankings([ranking([["a"], ["b"]])], ties="drop")
    assert count_right(group, [1.0, 1.0, 0.0, 0.0]) == (0.5, 1)


def test_it_refuses_a_prompt_on_both_sides_of_the_split() -> None:
    rows = [ranking([["a"], ["b"]]), dataclasses.replace(ranking([["a"], ["b"]]), split="heldout")]
    with pytest.raises(TrainerError, match="splits train and heldout"):
        group_rankings(rows, ties="drop")


def test_it_lays_the_pairs_of_several_prompts_in_one_list() -> None:
    groups = group_rankings([ranking([["a"], ["b"]]), ranking([["c"], ["a"]], prompt="q")], ties="drop")
    pairs = batch_pairs(groups, torch.device("cpu"))
    assert (pairs.better.tolist(), pairs.worse.tolist()) == ([0, 6], [1, 4])
    assert batch_members(groups, torch.device("cpu")).tolist() == [0] * 4 + [1] * 4


@given(
    st.permutations("abcd"),
    st.lists(st.booleans(), min_size=3, max_size=3),
    st.sampled_from(["drop", "half"]),
)
def test_it_gives_every_ranking_the_weight_one(order: list[str], tied: list[bool], ties: str) -> None:
    groups = [[order[0]]]
    for name, together in zip(order[1:], tied, strict=True):
        groups = [*groups[:-1], [*groups[-1], name]] if together else [*groups, [name]]
    (group,) = group_rankings([ranking(groups)], ties=ties)
    assert sum(group.votes.values()) + group.ties == 6
    assert sum(group.weights.values()) == pytest.approx(float(group.rankings))
    assert group.rankings == (0 if ties == "drop" and all(tied) else 1)
