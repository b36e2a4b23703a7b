"""The weights that are trained: found, saved, restored, checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from peft.tuners.lora import LoraLayer
from torch import nn


def trainable_state(model: nn.Module) -> dict[str, torch.Tensor]:
    """Return a copy of every trained weight by name, on the CPU."""
    return {
        name: parameter.detach().cpu().clone()
        for name, parameter in model.named_parameters()
        if parameter.requires_grad
    }


def restore_trainable(model: nn.Module, state: dict[str, torch.Tensor]) -> None:
    """Put saved weights back in place, bit for bit."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.requires_grad:
                parameter.copy_(state[name])


def count_parameters(parameters: Iterable[nn.Parameter]) -> int:
    return sum(parameter.numel() for parameter in parameters)


def dropout_on(model: Any, active: bool) -> None:
    """Switch the adapters' dropout alone; the base's own layers stay as they are when the model answers."""
    for module in model.modules():
        if isinstance(module, LoraLayer):
            module.lora_dropout.train(active)
