"""What one ranking teaches, case by case; a, b, c, d are the places 0 to 3."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.tiny import asked
from training.contract.reward_settings import RewardSettings
from training.data.lessons import Choice, Lesson, Pair, choice_tensors, lesson_of, pair_tensors, teaches
from training.data.rankings import PromptGroup, Ranked

A, B, C, D = range(4)
CPU = torch.device("cpu")


def group_of(*rankings: Ranked, prompt: str = "p") -> PromptGroup:
    return PromptGroup(
        prompt, asked("Hello"), "", "train", texts=["A", "B", "C", "D"], rankings=list(rankings)
    )


def ranked(*levels: tuple[int, ...], **others: Any) -> Ranked:
    placed = {answer for level in levels for answer in level}
    return Ranked(levels, tuple(answer for answer in range(4) if answer not in placed), **others)


def taught(*rankings: Ranked, **settings: Any) -> Lesson:
    return lesson_of([group_of(*rankings)], RewardSettings(**settings), {})


def weights(lesson: Lesson) -> dict[tuple[int, int], Any]:
    return {(pair.better, pair.worse): pytest.approx(pair.weight) for pair in lesson.pairs}


def sets(lesson: Lesson) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(choice.chosen, choice.available) for choice in lesson.choices]


TIED = ranked((B,), (A, D), (C,))


def test_it_shares_a_rankings_weight_among_its_pairs() -> None:
    lesson = taught(TIED)
    assert weights(lesson) == {(B, A): 1 / 5, (B, D): 1 / 5, (B, C): 1 / 5, (A, C): 1 / 5, (D, C): 1 / 5}
    assert lesson.weight == 1


def test_it_counts_a_tie_half_either_way() -> None:
    lesson = taught(ranked((A, B), (C,)), ties="half")
    assert weights(lesson) == {(A, C): 1 / 3, (B, C): 1 / 3, (A, B): 1 / 6, (B, A): 1 / 6}


def test_it_makes_a_tie_an_outcome() -> None:
    lesson = taught(ranked((A, B), (C,)), ties="davidson")
    assert [(pair.better, pair.worse) for pair in lesson.pairs if pair.tied] == [(A, B)]
    assert weights(lesson) == {(A, C): 1 / 3, (B, C): 1 / 3, (A, B): 1 / 3}


def test_it_chooses_level_by_level() -> None:
    strict = ranked((D,), (A,), (C,), (B,))
    for ties in ("drop", "half", "davidson"):
        lesson = taught(strict, loss="plackett-luce", ties=ties)
        assert sets(lesson) == [((D,), (D, A, C, B)), ((A,), (A, C, B)), ((C,), (C, B))]
        assert [choice.weight for choice in lesson.choices] == [pytest.approx(1 / 3)] * 3


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        # A tied answer meets what lies below, never what it ties with.
        ("drop", [((B,), (B, A, D, C)), ((A,), (A, C)), ((D,), (D, C))]),
        # A tied answer is the best of all it ties with and all below.
        ("half", [((B,), (B, A, D, C)), ((A,), (A, D, C)), ((D,), (A, D, C))]),
        # The tied answers are chosen together.
        ("davidson", [((B,), (B, A, D, C)), ((A, D), (A, D, C))]),
    ],
)
def test_it_has_a_rule_for_ties_in_choices(
    ties: str, expected: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    lesson = taught(TIED, loss="plackett-luce", ties=ties)
    assert sets(lesson) == expected
    assert sum(choice.weight for choice in lesson.choices) == pytest.approx(1.0)


def test_it_learns_from_a_tie_of_all_only_when_told_to() -> None:
    everything = ranked((A, B, C, D))
    for loss in ("pairwise", "plackett-luce"):
        assert not teaches(everything, RewardSettings(loss=loss))
        assert teaches(everything, RewardSettings(loss=loss, ties="half"))
        assert teaches(everything, RewardSettings(loss=loss, ties="davidson"))
    assert taught(everything).weight == 0


def test_it_learns_nothing_from_one_answer() -> None:
    for loss in ("pairwise", "plackett-luce"):
        for ties in ("drop", "half", "davidson"):
            assert not teaches(Ranked(((A,),)), RewardSettings(loss=loss, ties=ties, left_out="last"))


def test_it_ignores_answers_left_out_or_puts_them_last() -> None:
    partial = ranked((D,), (B,))
    assert weights(taught(partial)) == {(D, B): 1.0}
    below = taught(partial, left_out="last", ties="half")
    assert weights(below) == dict.fromkeys([(D, B), (D, A), (D, C), (B, A), (B, C)], 1 / 5)
    chosen = taught(partial, left_out="last", ties="davidson", loss="plackett-luce")
    assert sets(chosen) == [((D,), (D, B, A, C)), ((B,), (B, A, C))]
    assert sets(taught(partial, loss="plackett-luce")) == [((D,), (D, B))]


def test_it_widens_the_margin_with_the_ranks_between() -> None:
    lesson = taught(TIED, margin="gap", margin_size=0.5)
    margins = {(pair.better, pair.worse): pair.margin for pair in lesson.pairs}
    # One level below: nothing lies between. Two levels: one rank between.
    assert margins == {(B, A): 0.0, (B, D): 0.0, (A, C): 0.0, (D, C): 0.0, (B, C): 0.5}


def test_it_widens_the_margin_with_confidence_and_never_within_a_tie() -> None:
    for confidence, expected in ((1.0, 2.0), (0.5, 1.0), (0.0, 0.0), (None, 0.0)):
        lesson = taught(
            ranked((A, B), (C,), confidence=confidence), margin="confidence", margin_size=2, ties="half"
        )
        assert {pair.margin for pair in lesson.pairs if not pair.tied} == {expected}
        assert {pair.margin for pair in lesson.pairs if pair.tied} == {0.0}


def test_it_keeps_the_order_of_answers_that_are_all_bad() -> None:
    bad = ranked((A,), (B,), all_bad=True)
    assert (weights(taught(bad)), taught(bad).rejected) == ({(A, B): 1.0}, [])
    below = taught(bad, all_bad="below_zero")
    assert weights(below) == {(A, B): 1.0}
    assert sorted(below.rejected) == [(answer, 0.25) for answer in range(4)]
    assert taught(ranked((A,), (B,)), all_bad="below_zero").rejected == []
    # Without an order it still says that all are bad.
    assert taught(ranked(all_bad=True), all_bad="below_zero").weight == 1


def test_it_adds_rankings_up_or_makes_them_soft_targets() -> None:
    three = [ranked((A,), (B,)), ranked((A,), (B,)), ranked((B,), (A,))]
    each = taught(*three)
    assert each.weight == 3
    assert sum(pair.weight for pair in each.pairs) == pytest.approx(3)
    soft = taught(*three, several="soft")
    assert soft.weight == pytest.approx(1)
    assert sum(pair.weight for pair in soft.pairs if pair.better == A) == pytest.approx(2 / 3)
    assert sum(pair.weight for pair in soft.pairs if pair.better == B) == pytest.approx(1 / 3)


def test_it_weighs_by_annotator() -> None:
    group = group_of(ranked((A,), (B,), annotator="bob"), ranked((B,), (A,), annotator="rita"))
    lesson = lesson_of([group], RewardSettings(), {"bob": 3.0})
    assert [pair.weight for pair in lesson.pairs] == [3.0, 1.0]
    soft = lesson_of([group], RewardSettings(several="soft"), {"bob": 3.0})
    assert [pair.weight for pair in soft.pairs] == [0.75, 0.25]
    assert lesson_of([group], RewardSettings(several="soft"), {"bob": 0.0, "rita": 0.0}).weight == 0


def test_it_lays_the_answers_of_several_prompts_in_one_list() -> None:
    groups = [group_of(ranked((A,), (B,))), group_of(ranked((C,), (A,), all_bad=True), prompt="q")]
    lesson = lesson_of(groups, RewardSettings(all_bad="below_zero"), {})
    assert [(pair.better, pair.worse) for pair in lesson.pairs] == [(A, B), (4 + C, 4 + A)]
    assert sorted(answer for answer, _ in lesson.rejected) == [4, 5, 6, 7]
    chosen = lesson_of(groups, RewardSettings(loss="plackett-luce"), {})
    assert sets(chosen) == [((A,), (A, B)), ((4 + C,), (4 + C, 4 + A))]


def test_it_fills_shorter_choices_up() -> None:
    choices = choice_tensors([Choice((A,), (A, B, D), 0.5), Choice((C, D), (C, D), 1.5)], CPU)
    assert choices.options.tolist() == [[A, B, D], [C, D, 0]]
    assert choices.available.tolist() == [[True, True, True], [True, True, False]]
    assert choices.chosen.tolist() == [[True, False, False], [True, True, False]]
    assert choices.weight.tolist() == [0.5, 1.5]


def test_it_makes_tensors_of_pairs() -> None:
    pairs = pair_tensors([Pair(B, A, False, 0.5, 0.25), Pair(C, D, True, 0.0, 1.0)], CPU)
    assert (pairs.better.tolist(), pairs.worse.tolist()) == ([B, C], [A, D])
    assert (pairs.tied.tolist(), pairs.margin.tolist(), pairs.weight.tolist()) == (
        [False, True],
        [0.5, 0.0],
        [0.25, 1.0],
    )


@given(
    st.permutations(range(4)),
    st.lists(st.booleans(), min_size=3, max_size=3),
    st.sampled_from(["drop", "half", "davidson"]),
    st.sampled_from(["pairwise", "plackett-luce"]),
    st.sampled_from(["ignore", "last"]),
    st.integers(2, 4),
)
def test_it_gives_every_ranking_the_weight_one(
    order: list[int], tied: list[bool], ties: str, loss: str, left_out: str, placed: int
) -> None:
    levels: list[tuple[int, ...]] = [(order[0],)]
    for answer, together in zip(order[1:placed], tied, strict=False):
        levels = [*levels[:-1], (*levels[-1], answer)] if together else [*levels, (answer,)]
    given_ranking = ranked(*levels)
    lesson = taught(given_ranking, ties=ties, loss=loss, left_out=left_out)
    says = teaches(given_ranking, RewardSettings(ties=ties, loss=loss, left_out=left_out))
    weighed = [pair.weight for pair in lesson.pairs] + [choice.weight for choice in lesson.choices]
    assert sum(weighed) == pytest.approx(float(says))
    assert lesson.weight == says
