"""The layers below a model's head: run over packed rows, and asked whether rows may share a prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from training.models.packing import Group, Packed, pack
from training.support.device import Device


def run_trunk(trunk: Any, packed: Packed) -> torch.Tensor:
    """Return the last hidden states [r, t, h] of the rows."""
    given: dict[str, Any] = {"input_ids": packed.ids, "attention_mask": packed.mask}
    if packed.shared:
        given["position_ids"] = packed.positions
    if getattr(trunk.config, "is_decoder", True) or trunk.config.use_cache:
        given["use_cache"] = False
    states: torch.Tensor = trunk(**given).last_hidden_state
    return states


def can_share_prompt(trunk: Any, device: Device, longest: int) -> bool:
    """Tell whether answers that share a prompt's encoding get what they would get alone: tried on a few tokens.

    Bidirectional encoders and models that ignore a given mask or given positions fail the trial. transformers lays no
    sliding window over a given mask, so the window must hold the longest prompt with its answer.
    """
    window = getattr(trunk.config, "sliding_window", None)
    if window is not None and window < longest:
        return False
    groups = [Group([5, 6, 7, 8], [[9, 10, 11], [12, 13], [14, 15, 16]]), Group([7, 6], [[10], [11, 9]])]
    try:
        with torch.no_grad():
            together, apart = (states_of_answers(trunk, groups, device, shared=way) for way in (True, False))
    except (TypeError, ValueError, RuntimeError, IndexError, AttributeError):
        return False
    tolerance = 1e-3 if device.exact else 5e-2
    return bool((together - apart).abs().max() <= tolerance * apart.abs().max())


def states_of_answers(trunk: Any, groups: Sequence[Group], device: Device, *, shared: bool) -> torch.Tensor:
    packed = pack(
        groups, shared=shared, pad=0, device=device.place, dtype=device.dtype, flex=uses_flex(trunk)
    )
    return run_trunk(trunk, packed)[packed.last_row, packed.last_column].float()


def uses_flex(trunk: Any) -> bool:
    """Tell whether a model attends by FlexAttention."""
    return getattr(trunk.config, "_attn_implementation", None) == "flex_attention"
