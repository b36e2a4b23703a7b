"""One rule says who sees whom; FlexAttention attends by it as SDPA does by the mask of all pairs."""

from __future__ import annotations

import torch
from torch.nn.attention.flex_attention import flex_attention
from torch.nn.functional import scaled_dot_product_attention

from tests.training.models.dense import dense_mask
from training.models.tree import block_mask

# Two prompts of two answers and of one, then two paddings; and a row of one prompt alone.
TREE = torch.tensor([[0, 0, 0, 0, 0, 1, 1, 1, -1, -1], [2] * 10])
BRANCH = torch.tensor([[0, 0, 1, 2, 2, 0, 1, 1, -1, -1], [0, 0, 0, 0, 1, 1, 1, 2, 2, 3]])


def test_it_lets_an_answer_see_its_prompt_and_itself() -> None:
    sees = dense_mask(TREE, BRANCH, torch.float32)[0, 0] == 0
    assert sees.int().tolist() == [
        [1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        [1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
        [1, 1, 0, 1, 0, 0, 0, 0, 0, 0],
        [1, 1, 0, 1, 1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ]


def test_it_gives_flex_attention_the_same_rule() -> None:
    made = block_mask(TREE, BRANCH)
    dense = dense_mask(TREE, BRANCH, torch.float32)[:, 0] == 0
    for row, query, key in torch.cartesian_prod(torch.arange(2), torch.arange(10), torch.arange(10)):
        assert made.mask_mod(row, torch.tensor(0), query, key) == dense[row, query, key]


def test_it_attends_through_flex_attention_as_through_the_dense_mask() -> None:
    torch.manual_seed(0)
    query, key, value = torch.randn(3, 2, 4, 10, 8).unbind(0)
    flexed = flex_attention(query, key, value, block_mask=block_mask(TREE, BRANCH))
    dense = scaled_dot_product_attention(query, key, value, attn_mask=dense_mask(TREE, BRANCH, torch.float32))
    torch.testing.assert_close(flexed, dense, atol=1e-6, rtol=1e-5)
