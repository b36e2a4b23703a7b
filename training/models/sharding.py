"""Weights shared out over ranks: each holds its part of every weight, gradient and moment (torch's FSDP2, `fully_shard`).

Source: Zhao et al. 2023, "PyTorch FSDP", after Rajbhandari et al. 2020 (ZeRO, stage 3).

Memory a weight on each of N ranks, AdamW in float32: 16/N bytes for weight, gradient and two moments, where a rank that
holds all needs 16. While ranks answer and score, each at its own pace, the weights are whole on every rank besides: 4
bytes, or 2 in bfloat16. While they learn, one block of the model after the other is whole, and its gradient: every pass is
a meeting of all ranks. To gather everything for the updates too would save those meetings, and cost 8 bytes a weight on
every rank (weight and gradient): half of what sharing is there to save. A rank loads the whole model before it keeps its part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FSDPModule, MixedPrecisionPolicy, fully_shard
from transformers.modeling_layers import GradientCheckpointingLayer

from training.models.adapters import base_weights


class ShardedModel(nn.Module):
    """A language model whose weights are shared out, as what is run: a pass through some of its modules is one forward.

    `fully_shard` gathers weights when the module that it was given is called, and what is learned goes through trunk and
    head apart. What lies outside the blocks (embedding, last norm, head, the one tied to the other or not) is one piece.
    """

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, work: Callable[[], Any]) -> Any:
        return work()

    def pieces(self) -> Iterator[FSDPModule]:
        """Yield what is gathered at once each: this itself first, then the blocks."""
        return (module for module in self.modules() if isinstance(module, FSDPModule))


def shard_weights(model: nn.Module, device: torch.device, ranks: int, compute: torch.dtype) -> ShardedModel:
    """Share out the weights of a language model that every rank has loaded alike; adapters on it stay whole.

    Trained weights stay in the precision they have and so do the sums of their gradients; `compute` is that of gathered
    weights. Gradients are summed over the ranks, which weigh their own by their tokens. Every rank takes part.
    """
    mesh = init_device_mesh(device.type, (ranks,))
    precision = MixedPrecisionPolicy(param_dtype=compute, reduce_dtype=torch.float32)
    base = set(base_weights(model).values())
    adapters = {weight for weight in model.parameters() if weight not in base}
    sharded = ShardedModel(model)
    blocks = [module for module in model.modules() if isinstance(module, GradientCheckpointingLayer)]
    for module in (*reversed(blocks), sharded):
        fully_shard(
            module, mesh=mesh, mp_policy=precision, ignored_params=adapters, reshard_after_forward=True
        )
    for piece in sharded.pieces():
        piece.set_gradient_divide_factor(1.0)
        piece.set_force_sum_reduction_for_comms(True)  # gloo has no other way to leave a sum as it is
    sharded(lambda: None)  # what is called first is the root
    return sharded


@contextmanager
def gathered(models: Sequence[ShardedModel]) -> Iterator[None]:
    """Hold whole weights for the while, so that this rank can run passes without gradients at its own pace.

    Every rank has to enter, and leaves alone. What a rank ran meanwhile is forgotten: torch would fetch weights ahead of a
    backward pass in the order of the passes before, and ranks that remember different ones would wait for each other.
    """
    for piece in (piece for model in models for piece in model.pieces()):
        piece.unshard()
        piece.set_reshard_after_forward(False, recurse=False)
    try:
        yield
    finally:
        for model in models:
            root, *_ = model.pieces()
            root.reset_iter_state()
            root.set_reshard_after_forward(True)
