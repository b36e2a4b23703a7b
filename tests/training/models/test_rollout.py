from __future__ import annotations

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from training.models.generation import Answer
from training.models.packing import Group
from training.models.rollout import Rollout, bare_answer, make_rollout, rollout_of


def rollout_with(prompts: list[tuple[int, list[int]]]) -> Rollout:
    """Return a rollout of prompts and answers of these lengths."""
    return make_rollout(
        [[1] * length for length, _ in prompts],
        [[bare_answer([2] * length, True) for length in lengths] for _, lengths in prompts],
    )


def test_it_keeps_the_answers_of_a_prompt_together_within_the_budget() -> None:
    rollout = rollout_with([(10, [3, 3, 3, 3]), (4, [2, 1]), (20, [9])])
    # 10 + 3 + 3 = 16 positions, and a third answer would make 19; 4 + 2 + 1 = 7; 20 + 9 = 29 is more than 18 and goes alone.
    assert rollout.by_prompt(range(7), 18, shared=True) == [[0, 1], [2, 3], [4, 5], [6]]
    # By size: 7, then 16 twice; two rows of 16 would make 32.
    assert list(rollout.micro_batches(range(7), 18, shared=True)) == [[4, 5], [0, 1], [2, 3], [6]]
    # A row an answer: 13 positions each, and two make 26.
    assert rollout.by_prompt(range(4), 18, shared=False) == [[0], [1], [2], [3]]
    assert list(rollout.micro_batches(range(4), 40, shared=False)) == [[0, 1, 2], [3]]


prompts = st.lists(
    st.tuples(st.integers(1, 40), st.lists(st.integers(1, 20), min_size=1, max_size=6)),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(prompts, st.integers(8, 200), st.booleans())
def test_it_takes_every_answer_once_and_never_more_than_the_budget(
    lengths: list[tuple[int, list[int]]], limit: int, shared: bool
) -> None:
    rollout = rollout_with(lengths)
    places = range(len(rollout.answers))
    batches = list(rollout.micro_batches(places, limit, shared=shared))
    assert sorted(place for batch in batches for place in batch) == list(places)
    for batch in batches:
        groups = rollout.groups(batch)
        rows = groups if shared else [Group(prompt, [answer]) for prompt, many in groups for answer in many]
        assert len(batch) == 1 or len(rows) * max(row.length for row in rows) <= limit


def test_it_comes_back_from_a_checkpoint_without_what_is_read_once() -> None:
    answer = Answer([5, 6], False, torch.ones(2), torch.ones(2, 8))
    rollout = make_rollout([[1, 2], [3]], [[answer], [answer._replace(ended=True)]])
    again = rollout_of(rollout.state())
    assert again.prompts == [[1, 2], [3]]
    assert again.prompt_of == [0, 1]
    assert [(given.ids, given.ended) for given in again.answers] == [([5, 6], False), ([5, 6], True)]
    assert rollout.bare().answers[0].hidden.numel() == again.answers[0].hidden.numel() == 0
    assert torch.equal(again.mask, rollout.mask)
