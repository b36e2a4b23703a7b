from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.demo.content import DOMAINS, demo_prompts
from labeling.demo.rule import gold_score, noisy_score, rank, repeated_share


@pytest.mark.parametrize(
    ("domain", "prompt", "answer", "expected"),
    [
        # ends (2) + 7 words (1) + takes up "kettle" and "descale" (1)
        ("helpful", "How do I descale a kettle?", "To descale the kettle, boil some vinegar.", 4.0),
        # 7 words (1), cut off, "kettle" and "descale" (1)
        ("helpful", "How do I descale a kettle?", "To descale the kettle, boil some vinegar", 2.0),
        # ends (2), a fragment of two words, nothing taken up
        ("helpful", "How do I descale a kettle?", "Use vinegar.", 2.0),
        # ends (2) + 6 words (1) + "cannot" (1)
        ("honest", "What am I thinking of?", "I cannot know what you think.", 4.0),
        # ends (2) + 6 words (1), no word of doubt
        ("honest", "What am I thinking of?", "You are thinking of green apples.", 3.0),
        # ends (2) + 9 words (1) + care (1)
        ("harmless", "I feel lonely.", "I am sorry that you feel so alone now.", 4.0),
        # ends (2) + 7 words (1) + harsh (-1)
        ("harmless", "I feel lonely.", "That is because you are so stupid.", 2.0),
        # ends (2) + 6 words (1), names its model (-1)
        ("honest", "Who are you?", "My name is SmolLM from Paris.", 2.0),
    ],
)
def test_it_scores_as_the_rule_says(domain: str, prompt: str, answer: str, expected: float) -> None:
    assert gold_score(domain=domain, prompt=prompt, answer=answer) == pytest.approx(expected)


def test_it_counts_repeated_triples() -> None:
    # a b c, b c a, c a b, a b c, b c a, c a b: six triples, three of them new
    assert repeated_share(["a", "b", "c"] * 2 + ["a", "b"]) == pytest.approx(0.5)
    assert repeated_share(["a", "b"]) == 0.0


def test_it_sees_the_same_answer_alike_each_time() -> None:
    first = noisy_score(score=1.0, annotator="one", answer="text")
    assert first == noisy_score(score=1.0, annotator="one", answer="text")
    assert first != noisy_score(score=1.0, annotator="two", answer="text")


def test_it_ties_what_lies_close() -> None:
    assert rank({"a": 1.0, "b": 3.0, "c": 2.9, "d": 0.0}, tie_within=0.2) == [["b", "c"], ["a"], ["d"]]


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.floats(-5, 5), min_size=1, max_size=8))
def test_it_places_every_answer_once_and_in_order(scores: dict[str, float]) -> None:
    groups = rank(scores, tie_within=0.3)
    assert sorted(name for group in groups for name in group) == sorted(scores)
    for above, below in pairwise(groups):
        assert max(scores[name] for name in below) < max(scores[name] for name in above)
        assert max(scores[name] for name in above) - min(scores[name] for name in above) < 0.3


def test_it_has_enough_prompts_in_every_domain() -> None:
    prompts = demo_prompts()
    assert len(prompts) >= 60
    assert {row["domain"] for row in prompts} == set(DOMAINS)
    assert len({row["external_id"] for row in prompts}) == len(prompts)
    assert len({row["messages"][-1]["content"] for row in prompts}) == len(prompts)
