from __future__ import annotations

import pytest

from tests.tiny import asked
from tests.training.measures.judged import judged
from training.contract.rows import RankingRow
from training.measures.scored import Vote, scored_prompts, vote_columns, votes_of


def row(groups: list[list[str]], names: str, annotator: str, prompt: str = "p") -> RankingRow:
    return RankingRow(
        ranking_id=f"{annotator}-{prompt}",
        prompt_id=prompt,
        messages=(*asked("Hello"), *asked("Which?")),
        completions=[{"id": name, "text": name.upper()} for name in names],
        groups=groups,
        annotator=annotator,
        domain="chat",
    )


def test_it_brings_rankings_and_scores_of_a_prompt_together() -> None:
    rows = [row([["a"], ["b"]], "ab", "bob"), row([["c"], ["a", "b"]], "cba", "rita")]
    (prompt,) = scored_prompts(rows, {"p": {"a": 1.0, "b": 2.0, "c": 3.0}})
    assert (prompt.domain, prompt.prompt) == ("chat", "Which?")
    assert (prompt.texts, prompt.scores) == (["A", "B", "C"], [1.0, 2.0, 3.0])
    assert [given.groups for given in prompt.judgements] == [[[0], [1]], [[2], [0, 1]]]


def test_it_leaves_out_prompts_without_scores_and_refuses_an_answer_without_one() -> None:
    rows = [row([["a"], ["b"]], "ab", "bob")]
    assert scored_prompts(rows, {}) == []
    with pytest.raises(KeyError, match="b"):
        scored_prompts(rows, {"p": {"a": 1.0}})


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
