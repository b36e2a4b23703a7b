"""Who sees whom in a row that holds several prompts, each with several answers: the rule, and FlexAttention's mask of it."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.nn.attention.flex_attention import BlockMask, create_block_mask

Rule = Callable[[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]
BLOCK = 128
"""FlexAttention skips blocks of this many positions squared; rows of whole blocks keep it from compiling anew."""


def tree_rule(tree: torch.Tensor, branch: torch.Tensor) -> Rule:
    """Return the rule (row, head, query, key) -> may the query look at the key, of any shapes that broadcast.

    `tree` [r, t] numbers the prompts of a row, -1 for padding; `branch` [r, t] is 0 for a prompt's own tokens and 1 to K
    for its answers'. A token sees its own prompt and its own answer, never what comes later; padding sees itself, so
    that no softmax is empty.
    """

    def sees(row: torch.Tensor, head: torch.Tensor, query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
        same_tree = (tree[row, query] == tree[row, key]) & (tree[row, query] >= 0)
        same_branch = (branch[row, key] == 0) | (branch[row, key] == branch[row, query])
        return (query == key) | ((query > key) & same_tree & same_branch)

    return sees


def block_mask(tree: torch.Tensor, branch: torch.Tensor) -> BlockMask:
    """Return the rule for FlexAttention, which computes only the blocks in which something is seen.

    Compared with SDPA's mask of the same rule through FlexAttention on a CPU; it has not been run on a GPU.
    """
    rows, length = tree.shape
    return create_block_mask(
        tree_rule(tree, branch), B=rows, H=None, Q_LEN=length, KV_LEN=length, device=tree.device
    )
