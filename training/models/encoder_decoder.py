"""Encoder-decoder models as scorers: the prompt goes through the encoder once, each answer through the decoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch

from training.models.packing import Group


class Padded(NamedTuple):
    """Rows of different lengths, filled on the right. [r] rows, [t] the longest one's tokens."""

    ids: torch.Tensor
    mask: torch.Tensor
    """[r, t] 1 for text."""
    last: torch.Tensor
    """[r] the place of each row's last token."""


def pad_right(rows: Sequence[Sequence[int]], pad: int, device: torch.device) -> Padded:
    length = max(len(row) for row in rows)
    ids = [[*row, *[pad] * (length - len(row))] for row in rows]
    mask = [[1] * len(row) + [0] * (length - len(row)) for row in rows]
    last = [len(row) - 1 for row in rows]
    ids_of, mask_of, last_of = (torch.tensor(table, device=device) for table in (ids, mask, last))
    return Padded(ids_of, mask_of, last_of)


def last_states(trunk: Any, groups: Sequence[Group], pad: int, device: torch.device) -> torch.Tensor:
    """Return [a, h] the decoder's state at every answer's last token, in the order of the groups.

    The decoder begins, as in training, with the model's start token. What the encoder made of a prompt is expanded for
    its answers, so its gradient is the sum of theirs.
    """
    prompts = pad_right([group.prompt for group in groups], pad, device)
    encoded = trunk.get_encoder()(
        input_ids=prompts.ids, attention_mask=prompts.mask, return_dict=True
    ).last_hidden_state
    start = trunk.config.decoder_start_token_id
    answers = pad_right([[start, *answer] for group in groups for answer in group.answers], pad, device)
    owner = torch.tensor([place for place, group in enumerate(groups) for _ in group.answers], device=device)
    states = trunk.get_decoder()(
        input_ids=answers.ids,
        attention_mask=answers.mask,
        encoder_hidden_states=encoded[owner],
        encoder_attention_mask=prompts.mask[owner],
        use_cache=False,
        return_dict=True,
    ).last_hidden_state
    chosen: torch.Tensor = states[torch.arange(len(owner), device=device), answers.last]
    return chosen
