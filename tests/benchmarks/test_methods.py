"""The comparison of methods: who is held out, what the rankings say, and that methods learn from as many answers."""

from __future__ import annotations

import argparse
from collections import Counter

import pytest

from benchmarks.methods import add_options, gain_of, of_method, prompt_rows, ranking_rows, worth


@pytest.fixture
def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_options(parser)
    return parser.parse_args(["--annotators=2"])


def test_every_domain_has_its_share_of_the_held_out_prompts(options: argparse.Namespace) -> None:
    rows = prompt_rows(options)
    assert len(rows) == 96
    held = Counter(row.domain for row in rows if row.split == "heldout")
    assert held == {"helpful": 8, "honest": 8, "harmless": 8}


def test_annotators_rank_by_the_rule_and_each_by_noise_of_its_own(options: argparse.Namespace) -> None:
    prompts = {row.prompt_id: row for row in prompt_rows(options)}
    rankings = ranking_rows(options, list(prompts.values()))
    assert len(rankings) == 2 * len(prompts)
    assert {ranking.split for ranking in rankings} == {"train", "heldout"}
    first, second = rankings[0::2], rankings[1::2]
    assert [one.prompt_id for one in first] == [other.prompt_id for other in second]
    assert any(one.groups != other.groups for one, other in zip(first, second, strict=True))
    better = 0
    for ranking in rankings:
        texts = {answer["id"]: answer["text"] for answer in ranking.completions}
        best, worst = (
            worth(prompts[ranking.prompt_id], texts[ranking.groups[place][0]]) for place in (0, -1)
        )
        better += best >= worst
    assert better / len(rankings) > 0.9


@pytest.mark.parametrize("verb", ["ppo", "rloo", "grpo"])
def test_methods_that_draw_answers_draw_as_many(options: argparse.Namespace, verb: str) -> None:
    given = of_method(verb, options)
    assert given["steps"] * given["prompts_per_step"] * given["samples_per_prompt"] == options.answers


def test_a_gain_is_paired_by_prompt() -> None:
    assert gain_of([1.0, 2.0], [1.5, 2.5]) == {"value": 0.5, "low": 0.5, "high": 0.5, "n": 2}
