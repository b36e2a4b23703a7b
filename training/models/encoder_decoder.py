"""Encoder-decoder models, as scorers and as policies: a prompt goes through the encoder once, its answers through the decoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import nn
from transformers import DynamicCache, EncoderDecoderCache

from training.models.decoding import Decoding, roomy_cache
from training.models.format import Kind
from training.models.packing import Group
from training.models.policy import AnswerStates, Policy


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


def encode(trunk: Any, prompts: Padded) -> torch.Tensor:
    """Return [p, t, h] what the encoder makes of the prompts."""
    encoded: torch.Tensor = trunk.get_encoder()(
        input_ids=prompts.ids, attention_mask=prompts.mask, return_dict=True
    ).last_hidden_state
    return encoded


def decoder_states(
    trunk: Any,
    prompts: Sequence[list[int]],
    rows: Sequence[Sequence[list[int]]],
    pad: int,
    device: torch.device,
) -> tuple[torch.Tensor, Padded]:
    """Return the decoder's states [r, t, h] over each prompt's rows, and the rows; each begins with the start token.

    What the encoder made of a prompt is expanded for its rows, so its gradient is the sum of theirs.
    """
    read = pad_right(prompts, pad, device)
    encoded = encode(trunk, read)
    start = trunk.config.decoder_start_token_id
    written = pad_right([[start, *row] for given in rows for row in given], pad, device)
    owner = torch.tensor([place for place, given in enumerate(rows) for _ in given], device=device)
    states: torch.Tensor = trunk.get_decoder()(
        input_ids=written.ids,
        attention_mask=written.mask,
        encoder_hidden_states=encoded[owner],
        encoder_attention_mask=read.mask[owner],
        use_cache=False,
        return_dict=True,
    ).last_hidden_state
    return states, written


def last_states(trunk: Any, groups: Sequence[Group], pad: int, device: torch.device) -> torch.Tensor:
    """Return [a, h] the decoder's state at every answer's last token, in the order of the groups."""
    prompts, answers = [group.prompt for group in groups], [group.answers for group in groups]
    states, written = decoder_states(trunk, prompts, answers, pad, device)
    return states[torch.arange(len(written.last), device=device), written.last]


class EncoderDecoderPolicy(Policy):
    """An encoder-decoder model (T5 and its like) that answers: the prompt is the encoder's text."""

    kind = Kind.ENCODER_DECODER
    task = "SEQ_2_SEQ_LM"

    @property
    def parts(self) -> list[nn.Module]:
        return [self.trunk.get_encoder(), self.trunk.get_decoder(), self.head]

    def can_share(self) -> bool:
        """The decoder never sees the prompt's tokens: its answers always share their encoding."""
        return True

    def answer_states(self, groups: Sequence[Group]) -> AnswerStates:
        """Return the state before every answer token, from one pass through the encoder and one through the decoder."""
        device = self.device.place
        prompts = [group.prompt for group in groups]
        before = [[answer[:-1] for answer in group.answers] for group in groups]
        states, written = decoder_states(self.trunk, prompts, before, self.pad, device)
        answer, time = written.mask.nonzero(as_tuple=True)
        target = [token for group in groups for given in group.answers for token in given]
        return AnswerStates(states[answer, time], torch.tensor(target, device=device), answer, time)

    def logits(self, states: torch.Tensor) -> torch.Tensor:
        """Return float32 logits [n, v] of states [n, h]; T5 models whose head is their embedding scale the states first."""
        config = self.language_model.config
        scaled = getattr(config, "scale_decoder_outputs", False)
        return super().logits(states * config.d_model**-0.5 if scaled else states)

    def own_logits(self, prompt: list[int], answer: list[int]) -> torch.Tensor:
        given = [[prompt], [[self.trunk.config.decoder_start_token_id, *answer[:-1]]]]
        read, written = (torch.tensor(ids, device=self.device.place) for ids in given)
        logits: torch.Tensor = self.language_model(input_ids=read, decoder_input_ids=written).logits[0]
        return logits.float()

    def decode(self, prompts: Sequence[list[int]], copies: int, longest: int) -> Decoding:
        read = pad_right(prompts, self.pad, self.device.place)
        return EncoderDecoderDecoding(self.trunk, read, copies, longest)


class EncoderDecoderDecoding:
    """Answers of an encoder-decoder: the copies of a prompt share its encoding and the decoder's first step."""

    def __init__(self, trunk: Any, prompts: Padded, copies: int, longest: int) -> None:
        self.decoder = trunk.get_decoder()
        config = self.decoder.config
        self.cache = EncoderDecoderCache(roomy_cache(config, longest), DynamicCache(config=config))
        self.encoded, self.mask = encode(trunk, prompts), prompts.mask
        start = torch.full_like(prompts.ids[:, 0], trunk.config.decoder_start_token_id)
        states = self._forward(start)
        self.cache.batch_repeat_interleave(copies)
        self.states, self.encoded, self.mask = (
            table.repeat_interleave(copies, dim=0) for table in (states, self.encoded, self.mask)
        )

    def advance(self, tokens: torch.Tensor) -> None:
        self.states = self._forward(tokens)

    def keep(self, places: torch.Tensor) -> None:
        self.cache.batch_select_indices(places)
        self.encoded, self.mask = self.encoded[places], self.mask[places]

    def _forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Return the last state [b, h] of each row; all rows are equally long, so that none is padded."""
        states: torch.Tensor = self.decoder(
            input_ids=tokens[:, None],
            encoder_hidden_states=self.encoded,
            encoder_attention_mask=self.mask,
            past_key_values=self.cache,
            use_cache=True,
            return_dict=True,
        ).last_hidden_state[:, -1]
        return states
