"""Answers under way, and what makes one step cheap: room in the cache, attention without copies, merged adapters.

Measured on 2 cores with SmolLM2-135M: repeating keys and values for grouped heads and growing the cache by
concatenation cost more than the matrix products of a step.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol

import torch
from peft import PeftModel
from peft.tuners.lora import LoraLayer
from torch import nn
from torch.nn import functional
from transformers import AttentionInterface, AttentionMaskInterface, DynamicCache
from transformers.cache_utils import DynamicLayer
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from training.models.adapters import working
from training.models.branches import BRANCHES
from training.models.packing import Queries

GROUPED = "podium_grouped"
FEW_ROWS = 128


def grouped_attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    *,
    scaling: float | None = None,
    **others: Any,
) -> tuple[torch.Tensor, None]:
    """Attend with one query token per row [b, h, 1, d] to grouped keys [b, g, t, d], without repeating them.

    Query heads h = g * (heads per group) are laid beside each other inside their group. Longer queries go to SDPA.
    """
    if query.shape[2] != 1:
        attended: tuple[torch.Tensor, None] = sdpa_attention_forward(
            module, query, key, value, attention_mask, scaling=scaling, **others
        )
        return attended
    batch, heads, _, width = query.shape
    grouped = query.reshape(batch, key.shape[1], heads // key.shape[1], width)
    scores = grouped @ key.transpose(2, 3) * (scaling if scaling is not None else width**-0.5)
    if attention_mask is not None:
        allowed = attention_mask[..., : key.shape[2]]
        if allowed.dtype == torch.bool:
            scores = scores.masked_fill(~allowed, torch.finfo(scores.dtype).min)
        else:
            scores = scores + allowed
    weights = scores.softmax(dim=-1, dtype=torch.float32).to(value.dtype)
    return (weights @ value).reshape(batch, 1, heads, value.shape[3]), None


@contextmanager
def decoding_attention(model: Any) -> Iterator[None]:
    """Let a model attend by `grouped_attention` for the while, where it takes its attention from the registry.

    Encoder-decoders stay with SDPA: T5 gives its attention a bias besides the mask.
    """
    before = model.config._attn_implementation
    if (
        model.config.is_encoder_decoder
        or not model.is_backend_compatible()
        or before not in ("sdpa", BRANCHES)
    ):
        yield
        return
    AttentionInterface.register(GROUPED, grouped_attention)
    AttentionMaskInterface.register(GROUPED, sdpa_mask)
    model.config._attn_implementation = GROUPED
    try:
        yield
    finally:
        model.config._attn_implementation = before


@contextmanager
def few_row_products(model: Any) -> Iterator[None]:
    """Let linear layers multiply few rows as W x' instead of x W' for the while.

    The same sums in another order of loops: with several threads MKL splits W among them and not the few rows. A decode step
    of 32 rows of SmolLM2-135M on 2 cores, float32: 118 ms in its products with x W', 85 so; with one thread no gain.
    """
    exact = {parameter.dtype for parameter in model.parameters()} == {torch.float32}
    if not exact or model.device.type != "cpu" or torch.get_num_threads() == 1:
        yield
        return
    layers = [
        module for module in model.modules() if type(module) is nn.Linear and "forward" not in vars(module)
    ]
    for layer in layers:
        layer.forward = partial(few_rows, layer)  # type: ignore[method-assign]
    try:
        yield
    finally:
        for layer in layers:
            del layer.forward


def few_rows(layer: nn.Linear, states: torch.Tensor) -> torch.Tensor:
    """Return what a linear layer makes of states [..., h]; few of them as columns."""
    rows = states.shape[:-1].numel()
    if not 1 < rows <= FEW_ROWS:
        return functional.linear(states, layer.weight, layer.bias)
    columns = layer.weight @ states.reshape(rows, -1).T
    if layer.bias is not None:
        columns += layer.bias[:, None]
    made: torch.Tensor = columns.T.unflatten(0, states.shape[:-1])
    return made


class RoomyLayer(DynamicLayer):
    """A cache layer that has its room from the start and never copies what it holds to grow."""

    def __init__(self, capacity: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.capacity = capacity

    def lazy_initialization(self, key_states: torch.Tensor, value_states: torch.Tensor) -> None:
        super().lazy_initialization(key_states, value_states)
        self._hold(key_states[:, :, :0], value_states[:, :, :0])

    def _hold(self, keys: torch.Tensor, values: torch.Tensor) -> None:
        """Take rows [b, g, t, d] into fresh room."""
        batch, groups, _, width = keys.shape
        self._key_room = keys.new_empty(batch, groups, self.capacity, width)
        self._value_room = values.new_empty(batch, groups, self.capacity, values.shape[3])
        self._show(0, keys, values)

    def _show(self, at: int, keys: torch.Tensor, values: torch.Tensor) -> None:
        end = at + keys.shape[2]
        self._key_room[:, :, at:end] = keys
        self._value_room[:, :, at:end] = values
        self.keys, self.values = self._held(end)

    def _held(self, end: int) -> tuple[torch.Tensor, torch.Tensor]:
        return self._key_room[:, :, :end], self._value_room[:, :, :end]

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        end = self.get_seq_length() + key_states.shape[2]
        self._show(end - key_states.shape[2], key_states, value_states)
        return self._held(end)

    def batch_repeat_interleave(self, repeats: int) -> None:
        keys, values = self._held(self.get_seq_length())
        self._hold(keys.repeat_interleave(repeats, dim=0), values.repeat_interleave(repeats, dim=0))

    def batch_select_indices(self, indices: torch.Tensor) -> None:
        keys, values = self._held(self.get_seq_length())
        self._hold(keys[indices], values[indices])


def roomy_cache(config: Any, capacity: int) -> DynamicCache:
    """Return an empty cache for `capacity` tokens; layers with a window of their own stay as they are."""
    cache = DynamicCache(config=config)
    cache.layers = [RoomyLayer(capacity) if type(layer) is DynamicLayer else layer for layer in cache.layers]
    return cache


@contextmanager
def merged_adapters(model: Any) -> Iterator[None]:
    """Fold the active adapters into their layers for the while; afterwards the very same weights are back.

    A decode step asks every layer for a few tokens, where an adapter's two small products cost as much as the layer.
    """
    layers = [module for module in model.modules() if isinstance(module, LoraLayer)]
    if not layers or layers[0].disable_adapters:
        yield
        return
    active = {layer: [name for name in layer.active_adapters if name in layer.lora_A] for layer in layers}
    kept = {layer: layer.get_base_layer().weight.data for layer, names in active.items() if names}
    try:
        for layer, weight in kept.items():
            change = sum(layer.get_delta_weight(name) for name in active[layer])
            layer.get_base_layer().weight.data = (weight + change).to(weight.dtype)
        with working(model, ()):
            yield
    finally:
        for layer, weight in kept.items():
            layer.get_base_layer().weight.data = weight


@contextmanager
def decode_steps(model: Any) -> Iterator[None]:
    """Make decode steps cheap for the while: adapters folded in, attention without copies, products of few rows."""
    bare = model.get_base_model() if isinstance(model, PeftModel) else model
    with merged_adapters(model), decoding_attention(bare), few_row_products(bare):
        yield


class Decoding(Protocol):
    """Prompts under way to their answers. [b] rows at work: every prompt's copies beside each other."""

    states: torch.Tensor
    """[b, h] what the next token is drawn from."""

    def advance(self, tokens: torch.Tensor) -> None:
        """Take the token [b] that was drawn for each row, and make the next states."""

    def keep(self, places: torch.Tensor) -> None:
        """Let all rows but these leave; the states are made anew by the next step."""


class CausalDecoding:
    """Answers of a causal model; the copies of a prompt share its prefill."""

    def __init__(self, trunk: Any, queries: Queries, copies: int, longest: int) -> None:
        self.trunk = trunk
        self.cache = roomy_cache(trunk.config, queries.ids.shape[1] + longest)
        positions = (queries.mask.cumsum(1) - 1).clamp(min=0)
        states = self._forward(queries.ids, queries.mask, positions)
        self.cache.batch_repeat_interleave(copies)
        self.states = states.repeat_interleave(copies, dim=0)
        self.mask = queries.mask.repeat_interleave(copies, dim=0)
        self.position = positions[:, -1].repeat_interleave(copies)

    def advance(self, tokens: torch.Tensor) -> None:
        self.position = self.position + 1
        self.mask = torch.cat([self.mask, self.mask.new_ones(len(tokens), 1)], dim=1)
        self.states = self._forward(tokens[:, None], self.mask, self.position[:, None])

    def keep(self, places: torch.Tensor) -> None:
        self.cache.batch_select_indices(places)
        self.mask, self.position = self.mask[places], self.position[places]

    def _forward(self, ids: torch.Tensor, mask: torch.Tensor, positions: torch.Tensor) -> torch.Tensor:
        """Return the last hidden state [b, h] of each row."""
        states: torch.Tensor = self.trunk(
            input_ids=ids,
            attention_mask=mask,
            position_ids=positions,
            past_key_values=self.cache,
            use_cache=True,
        ).last_hidden_state[:, -1]
        return states
