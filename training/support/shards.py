"""Tensors that are shared out over ranks: the part that is here, the whole of them, gradients clipped, moments kept.

torch calls such a tensor a DTensor. What is said here of such tensors holds for plain ones too: those are whole everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import torch
from torch import nn
from torch.distributed.tensor import DTensor, distribute_tensor


def is_sharded(tensor: torch.Tensor) -> bool:
    """Tell whether every rank holds a part of it alone."""
    return isinstance(tensor, DTensor)


def local_part(tensor: torch.Tensor) -> torch.Tensor:
    """Return what this rank holds of a tensor."""
    return tensor.to_local() if isinstance(tensor, DTensor) else tensor


def whole(tensor: torch.Tensor) -> torch.Tensor:
    """Return a tensor put together, on rank 0, which writes; on the others something empty, so that none holds it in vain.

    Every rank has to take part. Memory: rank 0 has it on the CPU, the others hold it for a moment where they compute.
    """
    if not isinstance(tensor, DTensor):
        return tensor
    found = tensor.full_tensor()
    return found.cpu() if tensor.device_mesh.get_rank() == 0 else found.new_empty(0)


def part_like(tensor: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
    """Return this rank's part of a value that every rank holds whole, shared out as the tensor is."""
    if not isinstance(tensor, DTensor):
        return value
    moved = value.to(tensor.device)
    return distribute_tensor(moved, tensor.device_mesh, tensor.placements, src_data_rank=None)


def whole_state(model: nn.Module) -> dict[str, torch.Tensor]:
    """Return a model's state dict with whole tensors, on rank 0; weights under two names stay one. Every rank takes part."""
    made: dict[torch.Tensor, torch.Tensor] = {}
    state = model.state_dict(keep_vars=True)
    for value in state.values():
        if value not in made:
            made[value] = whole(value.detach())
    return {name: made[value] for name, value in state.items()}


def optimizer_state(optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """Return an optimizer's state dict with whole tensors, on rank 0. Every rank takes part."""
    state = optimizer.state_dict()
    entries = {
        place: {name: whole(value) for name, value in entry.items()}
        for place, entry in state["state"].items()
    }
    return {**state, "state": entries}


def restore_optimizer(optimizer: torch.optim.Optimizer, state: dict[str, Any]) -> None:
    """Load what `optimizer_state` returned; each rank keeps its part, of however many ranks it was written by."""
    weights = list(chain.from_iterable(group["params"] for group in optimizer.param_groups))
    entries = {
        place: {
            name: part_like(weights[place], value) if value.shape == weights[place].shape else value
            for name, value in entry.items()
        }
        for place, entry in state["state"].items()
    }
    optimizer.load_state_dict({**state, "state": entries})


def clip_gradients(parameters: Sequence[nn.Parameter], longest: float) -> torch.Tensor:
    """Scale the gradients, of sharded and plain weights together, to a norm of `longest` at most; return their norm before.

    Cost with sharded weights: one sum over the ranks. torch's own `clip_grad_norm_` takes weights of one kind alone.
    """
    kinds = [[weight for weight in parameters if is_sharded(weight) is kind] for kind in (False, True)]
    norms = [
        nn.utils.get_total_norm([weight.grad for weight in kind if weight.grad is not None]) for kind in kinds
    ]
    norm, *others = [norm.full_tensor() if isinstance(norm, DTensor) else norm for norm in norms]
    if kinds[1]:
        norm = torch.stack([norm.to(others[0].device), *others]).norm()
    for kind in kinds:
        nn.utils.clip_grads_with_norm_(kind, longest, norm)
    return norm
