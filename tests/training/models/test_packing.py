from __future__ import annotations

import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn.attention.flex_attention import BlockMask

from training.models.packing import Group, batches_by_tokens, cut_left, pack, pad_left

CPU = torch.device("cpu")


def test_it_packs_a_prompt_with_its_answers_once() -> None:
    packed = pack([Group([7, 8], [[1, 2], [3]])], shared=True, pad=0, device=CPU, dtype=torch.float32)
    assert packed.ids.tolist() == [[7, 8, 1, 2, 3]]
    assert packed.positions.tolist() == [[0, 1, 2, 3, 2]]
    assert (packed.last_row.tolist(), packed.last_column.tolist()) == ([0, 0], [3, 4])
    # The prompt's last token predicts the first token of both answers.
    assert packed.column.tolist() == [1, 2, 1]
    assert packed.target.tolist() == [1, 2, 3]
    assert (packed.answer.tolist(), packed.time.tolist()) == ([0, 0, 1], [0, 1, 0])


def test_it_packs_a_batch_as_one_row_without_padding() -> None:
    groups = [Group([1], [[2]]), Group([3, 4, 5], [[6], [7]]), Group([8, 9], [[10]])]
    packed = pack(groups, shared=True, pad=0, device=CPU, dtype=torch.float32)
    assert packed.ids.tolist() == [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]
    assert packed.positions.tolist() == [[0, 1, 0, 1, 2, 3, 3, 0, 1, 2]]
    assert packed.branch.tolist() == [[0, 1, 0, 0, 0, 1, 2, 0, 0, 1]]
    assert packed.last_column.tolist() == [1, 5, 6, 9]
    assert packed.column.tolist() == [0, 4, 4, 8]
    assert packed.shared


def test_it_makes_one_row_of_whole_blocks_for_flex_attention() -> None:
    groups = [Group([1] * 60, [[2] * 50]), Group([3] * 40, [[4]])]
    packed = pack(groups, shared=True, pad=0, device=CPU, dtype=torch.float32, flex=True)
    assert packed.ids.shape == (1, 256)
    assert isinstance(packed.mask, BlockMask)


def test_it_packs_one_row_an_answer_where_prompts_cannot_be_shared() -> None:
    packed = pack([Group([7, 8], [[1, 2], [3]])], shared=False, pad=0, device=CPU, dtype=torch.float32)
    assert packed.ids.tolist() == [[7, 8, 1, 2], [7, 8, 3, 0]]
    assert not packed.shared
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
