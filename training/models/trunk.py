"""The layers below a model's head: run over packed rows, and asked whether rows may share a prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from training.models.branches import BRANCHES, Branches
from training.models.packing import Group, Packed, pack
from training.support.device import Device

FLEX, SDPA, EAGER = "flex_attention", "sdpa", "eager"


def plain_attention(model: Any) -> str:
    """Return how a model attends alone in its row: by SDPA, or by its own code where that does what SDPA would leave out unsaid.

    So it is with a cap on scores (Gemma Team 2024, "Gemma 2", section 2) and with sinks (gpt-oss).
    """
    capped = getattr(model.config, "attn_logit_softcapping", None)
    return SDPA if model._supports_sdpa and not capped else EAGER


def run_trunk(trunk: Any, packed: Packed) -> torch.Tensor:
    """Return the last hidden states [r, t, h] of the rows."""
    given: dict[str, Any] = {"input_ids": packed.ids, "attention_mask": packed.mask}
    if isinstance(packed.mask, Branches):
        way = trunk.config._attn_implementation
        if way != BRANCHES:
            raise RuntimeError(f"A model that attends by {way} does not see which answer a token belongs to.")
        # transformers makes a mask of its own unless one of four dimensions is given; nobody reads this one.
        given["attention_mask"] = torch.zeros(1, 1, 1, 1, dtype=torch.bool, device=packed.ids.device)
        given["branches"] = packed.mask
    if packed.shared:
        given["position_ids"] = packed.positions
    if getattr(trunk.config, "is_decoder", True) or trunk.config.use_cache:
        given["use_cache"] = False
    states: torch.Tensor = trunk(**given).last_hidden_state
    return states


def share_prompt(trunk: Any, device: Device, longest: int, *, flex: bool = False) -> bool:
    """Let a model attend in a way that lets answers share their prompt's encoding, and tell whether there is one.

    `flex` tries FlexAttention first on a GPU. A model that passes with none attends as before.
    """
    plain = plain_attention(trunk)
    ways = [FLEX, BRANCHES] if flex and device.place.type == "cuda" else [BRANCHES]
    for way in ways if plain == SDPA and trunk.is_backend_compatible() else []:
        trunk.set_attn_implementation(way)
        if can_share_prompt(trunk, device, longest):
            return True
    trunk.set_attn_implementation(plain)
    return False


def can_share_prompt(trunk: Any, device: Device, longest: int) -> bool:
    """Tell whether answers that share a prompt's encoding get what they would get alone: tried on a few tokens.

    Bidirectional encoders and models that ignore who sees whom or given positions fail the trial. No sliding window is laid
    over it, so the window must hold the longest prompt with its answer.
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
    return getattr(trunk.config, "_attn_implementation", None) == FLEX
