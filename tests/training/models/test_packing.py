from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st

from training.models.packing import Group, batches_by_tokens, cut_left, pack, pad_left, tree_mask

CPU = torch.device("cpu")


def test_it_lets_an_answer_see_the_prompt_and_itself() -> None:
    # prompt p0 p1, answers a and b b, one padding
    mask = tree_mask(torch.tensor([[0, 0, 1, 2, 2, -1]]), torch.float32)[0, 0] == 0
    assert mask.int().tolist() == [
        [1, 0, 0, 0, 0, 0],
        [1, 1, 0, 0, 0, 0],
        [1, 1, 1, 0, 0, 0],
        [1, 1, 0, 1, 0, 0],
        [1, 1, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 1],
    ]


def test_it_packs_a_prompt_with_its_answers_once() -> None:
    packed = pack([Group([7, 8], [[1, 2], [3]])], shared=True, pad=0, device=CPU, dtype=torch.float32)
    assert packed.ids.tolist() == [[7, 8, 1, 2, 3]]
    assert packed.positions.tolist() == [[0, 1, 2, 3, 2]]
    assert (packed.last_row.tolist(), packed.last_column.tolist()) == ([0, 0], [3, 4])
    # The prompt's last token predicts the first token of both answers.
    assert packed.column.tolist() == [1, 2, 1]
    assert packed.target.tolist() == [1, 2, 3]
    assert (packed.answer.tolist(), packed.time.tolist()) == ([0, 0, 1], [0, 1, 0])


def test_it_packs_one_row_an_answer_where_prompts_cannot_be_shared() -> None:
    packed = pack([Group([7, 8], [[1, 2], [3]])], shared=False, pad=0, device=CPU, dtype=torch.float32)
    assert packed.ids.tolist() == [[7, 8, 1, 2], [7, 8, 3, 0]]
    assert packed.mask.tolist() == [[1, 1, 1, 1], [1, 1, 1, 0]]
    assert (packed.last_row.tolist(), packed.last_column.tolist()) == ([0, 1], [3, 2])


def test_it_pads_prompts_on_their_left() -> None:
    queries = pad_left([[5], [6, 0, 7]], 0, CPU)
    assert queries.ids.tolist() == [[0, 0, 5], [6, 0, 7]]
    assert queries.mask.tolist() == [[0, 0, 1], [1, 1, 1]]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=40), st.integers(1, 100))
def test_it_batches_every_place_once_within_the_limit(sizes: list[int], limit: int) -> None:
    batches = batches_by_tokens(sizes, limit)
    assert sorted(place for batch in batches for place in batch) == list(range(len(sizes)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(sizes[place] for place in batch) <= limit


def test_it_cuts_a_prompt_at_its_beginning_and_says_so() -> None:
    assert cut_left([1, 2, 3, 4], [[9], [9, 9]], 5) == ([2, 3, 4], True)
    assert cut_left([1, 2, 3], [[9], [9, 9]], 5) == ([1, 2, 3], False)
    assert cut_left([1, 2, 3], [[9] * 9], 5) == ([3], True)
