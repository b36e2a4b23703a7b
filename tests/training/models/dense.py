"""What attention over packed rows is compared with: the rule as a mask over all pairs of positions."""

from __future__ import annotations

import torch

from training.models.tree import tree_rule


def dense_mask(tree: torch.Tensor, branch: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Return [r, 1, t, t] for SDPA: 0 where a token may look, the type's lowest number elsewhere."""
    rows, length = tree.shape
    row, place = torch.arange(rows), torch.arange(length)
    sees = tree_rule(tree, branch)(
        row[:, None, None], torch.zeros_like(row)[:, None, None], place[None, :, None], place[None, None, :]
    )
    return torch.zeros(sees.shape, dtype=dtype).masked_fill(~sees, torch.finfo(dtype).min)[:, None]
