"""Attention that computes only what is seen gives what a mask over all pairs gives, forward and backward."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention

from tests.training.models.dense import dense_mask
from training.models.branches import Branches, Spans, branch_attention, branches_of

CPU = torch.device("cpu")
ROWS = {
    "one prompt": [(3, [2, 4, 1])],
    "one answer": [(5, [3])],
    "unequal prompts": [(1, [2]), (4, [1, 1, 3]), (2, [5, 2])],
}


def spans_of(row: Sequence[tuple[int, list[int]]]) -> list[Spans]:
    spans, start = [], 0
    for prompt, answers in row:
        spans.append(Spans(start, prompt, answers))
        start += prompt + sum(answers)
    return spans


def masked(row: Sequence[tuple[int, list[int]]]) -> torch.Tensor:
    """Return the mask over all pairs of the same row."""
    tree = [place for place, (prompt, answers) in enumerate(row) for _ in range(prompt + sum(answers))]
    branch = [
        number
        for prompt, answers in row
        for number, length in enumerate([prompt, *answers])
        for _ in range(length)
    ]
    return dense_mask(torch.tensor([tree]), torch.tensor([branch]), torch.float32)


def drawn(rows: int, length: int) -> list[torch.Tensor]:
    """Return queries of six heads, keys and values of two."""
    torch.manual_seed(0)
    return [torch.randn(rows, heads, length, 8, requires_grad=True) for heads in (6, 2, 2)]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_it_attends_as_a_mask_over_all_pairs_does(row: list[tuple[int, list[int]]]) -> None:
    branches = branches_of(spans_of(row), CPU, torch.float32)
    given = drawn(1, len(branches.result))
    query, key, value = given
    found, _ = branch_attention(nn.Identity(), query, key, value, None, branches=branches, scaling=0.3)
    expected = scaled_dot_product_attention(
        query, key, value, attn_mask=masked(row), scale=0.3, enable_gqa=True
    )
    torch.testing.assert_close(found.transpose(1, 2), expected, atol=1e-6, rtol=1e-5)
    weights = torch.randn_like(expected)
    ours = torch.autograd.grad((found.transpose(1, 2) * weights).sum(), given)
    theirs = torch.autograd.grad((expected * weights).sum(), given)
    torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-5)


def test_it_attends_to_bfloat16_in_float32_on_a_cpu() -> None:
    branches = branches_of(spans_of(ROWS["unequal prompts"]), CPU, torch.bfloat16)
    coarse = [table.detach().bfloat16().requires_grad_() for table in drawn(1, len(branches.result))]
    fine = [table.detach().float().requires_grad_() for table in coarse]
    query, key, value = coarse
    found, _ = branch_attention(nn.Identity(), query, key, value, None, branches=branches)
    exact = branches._replace(mask=branches.mask.float())
    query, key, value = fine
    expected, _ = branch_attention(nn.Identity(), query, key, value, None, branches=exact)
    assert torch.equal(found, expected.bfloat16())
    ours = torch.autograd.grad(found.float().square().sum(), coarse)
    theirs = torch.autograd.grad(expected.bfloat16().float().square().sum(), fine)
    assert all(torch.equal(one, other.bfloat16()) for one, other in zip(ours, theirs, strict=True))


def test_copies_of_a_row_do_not_see_each_other() -> None:
    row = ROWS["unequal prompts"]
    branches = branches_of(spans_of(row), CPU, torch.float32)
    query, key, value = drawn(3, len(branches.result))
    found, _ = branch_attention(nn.Identity(), query, key, value, None, branches=branches.copies(3))
    apart = [
        branch_attention(
            nn.Identity(), query[[place]], key[[place]], value[[place]], None, branches=branches
        )[0]
        for place in range(3)
    ]
    torch.testing.assert_close(found, torch.cat(apart), atol=1e-6, rtol=1e-5)


def test_it_attends_as_ever_where_nothing_is_packed() -> None:
    query, key, value = drawn(2, 5)
    module = nn.Identity()
    module.num_key_value_groups = 3  # type: ignore[assignment]  # as transformers marks grouped heads
    found, _ = branch_attention(module, query, key, value, None, is_causal=True)
    expected = scaled_dot_product_attention(query, key, value, is_causal=True, enable_gqa=True)
    torch.testing.assert_close(found.transpose(1, 2), expected, atol=1e-6, rtol=1e-5)


def test_a_row_holds_nothing_but_its_prompts_and_answers() -> None:
    branches = branches_of([Spans(0, 2, [1, 2]), Spans(5, 1, [1])], CPU, torch.float32)
    assert isinstance(branches, Branches)
    assert branches.prompts.tolist() == [[0, 1], [5, 5]]
    assert branches.answers.tolist() == [[2, 2], [3, 4], [6, 6]]
    assert branches.keys.tolist() == [[0, 1, 2, 2], [0, 1, 3, 4], [5, 5, 6, 6]]
    assert (branches.mask[2, 0] == 0).tolist() == [[True, False, True, False], [True, False, True, True]]
    assert branches.result.tolist() == [0, 1, 4, 6, 7, 2, 8]
