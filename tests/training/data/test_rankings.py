from __future__ import annotations

import dataclasses

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.tiny import asked
from training.contract.rows import RankingRow
from training.data.rankings import Ranked, batch_members, count_right, group_rankings, with_scores
from training.measures.scored import Judgement
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
    (group,) = group_rankings([ranking([["b"], ["a", "d"], ["c"]])])
    a, b, c, d = range(4)
    assert group.texts == ["A", "B", "C", "D"]
    assert set(group.votes) == {(b, a), (b, d), (b, c), (a, c), (d, c)}
    assert group.ties == 1
    assert group.rankings == [Ranked(levels=((b,), (a, d), (c,)), annotator="bob")]


def test_it_keeps_what_was_left_out_and_what_was_said_besides() -> None:
    row = dataclasses.replace(ranking([["d"], [], ["b"]]), all_bad=True, confidence=0.5)
    (group,) = group_rankings([row])
    a, b, c, d = range(4)
    assert group.votes == {(d, b): 1}
    assert group.rankings == [Ranked(((d,), (b,)), (a, c), "bob", confidence=0.5, all_bad=True)]
    assert group.rankings[0].answers == (d, b, a, c)


def test_it_adds_up_what_several_people_said() -> None:
    rows = [
        ranking([["a"], ["b"]], "bob"),
        ranking([["a"], ["b"], ["c"]], "rita"),
        ranking([["b"], ["a"]], "alice"),
    ]
    (group,) = group_rankings(rows)
    a, b, c, _ = range(4)
    assert group.votes == {(a, b): 2, (a, c): 1, (b, c): 1, (b, a): 1}
    assert [ranked.annotator for ranked in group.rankings] == ["bob", "rita", "alice"]
    # a > b > c in scores agrees with 2 + 1 + 1 of 5 votes.
    assert count_right(group, [3.0, 2.0, 1.0, 0.0]) == (4.0, 5)


def test_it_counts_an_equal_score_as_half_right() -> None:
    (group,) = group_rankings([ranking([["a"], ["b"]])])
    assert count_right(group, [1.0, 1.0, 0.0, 0.0]) == (0.5, 1)


def test_it_brings_scores_and_what_people_said_together() -> None:
    (group,) = group_rankings([ranking([["a"], ["b"]]), ranking([["c"], ["a", "b"]], "rita")])
    prompt = with_scores(group, [1.0, 2.0, 3.0, 4.0])
    assert (prompt.prompt_id, prompt.prompt) == ("p", "Hello")
    assert (prompt.texts, prompt.scores) == (["A", "B", "C", "D"], [1.0, 2.0, 3.0, 4.0])
    assert prompt.judgements == [Judgement("bob", ((0,), (1,))), Judgement("rita", ((2,), (0, 1)))]


def test_it_refuses_a_prompt_on_both_sides_of_the_split() -> None:
    rows = [ranking([["a"], ["b"]]), dataclasses.replace(ranking([["a"], ["b"]]), split="heldout")]
    with pytest.raises(TrainerError, match="splits train and heldout"):
        group_rankings(rows)


def test_it_tells_whose_answers_lie_where() -> None:
    groups = group_rankings([ranking([["a"], ["b"]]), ranking([["c"], ["a"]], prompt="q")])
    assert batch_members(groups, torch.device("cpu")).tolist() == [0] * 4 + [1] * 4


@given(st.permutations("abcd"), st.lists(st.booleans(), min_size=3, max_size=3))
def test_it_counts_every_pair_as_a_vote_or_a_tie(order: list[str], tied: list[bool]) -> None:
    groups = [[order[0]]]
    for name, together in zip(order[1:], tied, strict=True):
        groups = [*groups[:-1], [*groups[-1], name]] if together else [*groups, [name]]
    (group,) = group_rankings([ranking(groups)])
    assert sum(group.votes.values()) + group.ties == 6
