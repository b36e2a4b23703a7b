from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.tiny import ranking_rows
from training.contract.rows import RankingRow
from training.data.preferred import (
    count_words,
    encode_example,
    first_answers,
    heldout_prompts,
    ordered_pairs,
)
from training.data.rankings import group_rankings
from training.models.loading import load_policy
from training.models.source import resolve_source
from training.models.tokenizer import encode_prompt
from training.support.device import Device


def ranked(groups: list[list[int]], **others: Any) -> RankingRow:
    """Return a ranking of the answers "", "*", "**" of one prompt, named by their stars."""
    row = ranking_rows(1)[0]
    return replace(row, groups=[[f"p0-{stars}" for stars in level] for level in groups], **others)


def texts(row: RankingRow, make: Any) -> list[tuple[str, ...]]:
    found = make(group_rankings([row]))
    return [tuple(example.group.texts[place].strip(".") for place in example.places) for example in found]


def test_every_answer_of_the_top_group_is_put_first() -> None:
    assert texts(ranked([[2], [0, 1]]), first_answers) == [("**",)]
    assert texts(ranked([[2, 1], [0]]), first_answers) == [("**",), ("*",)]


def test_who_prefers_nothing_puts_nothing_first() -> None:
    assert texts(ranked([[0, 1, 2]]), first_answers) == []
    assert texts(ranked([[2], [1], [0]], all_bad=True), first_answers) == []
    assert texts(ranked([]), first_answers) == []


def test_one_answer_placed_and_the_others_left_out_is_a_preference_without_pairs() -> None:
    assert texts(ranked([[1]]), first_answers) == [("*",)]
    assert texts(ranked([[1]]), ordered_pairs) == []


def test_an_answer_that_two_people_put_first_is_learned_twice() -> None:
    rows = [ranked([[2], [1]]), ranked([[2], [0]], ranking_id="other")]
    assert len(first_answers(group_rankings(rows))) == 2


def test_every_order_is_a_pair_and_a_tie_is_none() -> None:
    assert texts(ranked([[2], [0, 1]]), ordered_pairs) == [("**", ""), ("**", "*")]
    assert texts(ranked([[2], [1], [0]], all_bad=True), ordered_pairs) == [
        ("**", "*"),
        ("**", ""),
        ("*", ""),
    ]


def test_it_holds_out_the_prompts_that_the_dataset_holds_out() -> None:
    prompts = heldout_prompts(group_rankings(ranking_rows(2, 2)))
    assert [(prompt.prompt_id, prompt.split) for prompt in prompts] == [("p2", "heldout"), ("p3", "heldout")]


def test_it_writes_ids_as_the_policy_reads_them(llama: str, cpu: Device) -> None:
    policy = load_policy(resolve_source(llama, "settings.model"), cpu)
    row = ranked([[2], [1]])
    completions = [{**one, "sampling": {"ended": one["id"] != "p0-1"}} for one in row.completions]
    example = ordered_pairs(group_rankings([replace(row, completions=completions)]))[0]
    encoded = encode_example(policy, example, 64)
    assert encoded.prompt == encode_prompt(policy.tokenizer, row.messages)
    end = policy.tokenizer.eos_token_id
    assert [answer[-1] == end for answer in encoded.answers] == [True, False]  # the cut answer gets no end
    assert not encoded.cut
    short = encode_example(policy, example, 5)
    assert short.cut
    assert (short.prompt, short.answers[0]) == (encoded.prompt[-1:], encoded.answers[0])


def test_it_counts_by_domain() -> None:
    rows = ranking_rows(3)
    rows[0] = replace(rows[0], domain="helpful")
    assert count_words(ordered_pairs(group_rankings(rows)), "pairs") == (
        "9 pairs of 3 prompts (3 helpful, 6 no domain)"
    )
    assert count_words(ordered_pairs(group_rankings(rows[1:])), "pairs") == "6 pairs of 2 prompts"
