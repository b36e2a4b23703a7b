"""The weights that are trained: found, saved, restored, checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import torch
from peft.tuners.lora import LoraLayer
from torch import nn
from torch.utils.checkpoint import checkpoint
from transformers.modeling_layers import GradientCheckpointingLayer

from training.support.errors import TrainerError
from training.support.shards import part_like, whole


def trainable_state(model: nn.Module) -> dict[str, torch.Tensor]:
    """Return a copy of every trained weight by name, on the CPU; of those that are shared out, on rank 0 alone."""
    return {
        name: whole(parameter.detach()).cpu().clone()
        for name, parameter in model.named_parameters()
        if parameter.requires_grad
    }


def restore_trainable(model: nn.Module, state: dict[str, torch.Tensor]) -> None:
    """Put saved weights back in place, bit for bit; raise TrainerError when they are those of another model."""
    trained = {name: parameter for name, parameter in model.named_parameters() if parameter.requires_grad}
    strange = [name for name in trained if name not in state or state[name].shape != trained[name].shape]
    if strange:
        raise other_base(f"the weight {strange[0]} is missing or of another shape")
    with torch.no_grad():
        for name, parameter in trained.items():
            parameter.copy_(part_like(parameter, state[name]))


def train_every_weight(model: Any, dtype: torch.dtype, parts: Sequence[nn.Module]) -> None:
    """Let every weight be trained, in float32; in another precision these parts compute in it."""
    model.float().requires_grad_(True)
    if dtype != torch.float32:
        for part in parts:
            kind = next(part.parameters()).device.type
            part.forward = torch.autocast(kind, dtype)(part.forward)


def checkpoint_layers(trunk: nn.Module) -> None:
    """Let the trunk's layers keep only what goes into them, and compute the rest again in the backward pass.

    transformers does so only in training mode, where a base's own dropout would be on; the gradients are the same.
    """
    for module in trunk.modules():
        if isinstance(module, GradientCheckpointingLayer):
            module.forward = partial(checkpoint, module.forward, use_reentrant=False)


def other_base(what: str) -> TrainerError:
    return TrainerError(
        f"The checkpoint belongs to another base model: {what}.",
        "Put the old base model back in its place, or start a new run.",
    )


def count_parameters(parameters: Iterable[nn.Parameter]) -> int:
    return sum(parameter.numel() for parameter in parameters)


def dropout_on(model: Any, active: bool) -> None:
    """Switch the adapters' dropout alone; the base's own layers stay as they are when the model answers."""
    for module in model.modules():
        if isinstance(module, LoraLayer):
            module.lora_dropout.train(active)
