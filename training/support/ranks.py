"""Several processes that train one model: what they share out, add up and agree on.

`python -m torch.distributed.run --nproc-per-node 2 -m training reward RUN_DIR` starts two; each is a rank. A trainer that
was started alone is rank 0 of one, and everything here leaves its numbers as they are.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import nn

from training.support.launched import Launched
from training.support.shards import is_sharded

BUCKET = 2**24
"""Gradients are added up in pieces of about this many numbers."""

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Ranks:
    rank: int = 0
    count: int = 1

    def share(self, things: Sequence[Thing]) -> list[Thing]:
        """Return this rank's share: every `count`-th thing."""
        return list(things[self.rank :: self.count])

    def gather(self, mine: Sequence[Thing]) -> list[Thing]:
        """Return the things of all ranks in the order they had before `share`."""
        parts = self.all_of(list(mine))
        return [parts[place % self.count][place // self.count] for place in range(sum(map(len, parts)))]

    def all_of(self, mine: Thing) -> list[Thing]:
        """Return what each rank gives, by rank."""
        if self.count == 1:
            return [mine]
        found: list[Any] = [None] * self.count
        dist.all_gather_object(found, mine)
        return found

    def total(self, *mine: float) -> list[float]:
        """Return the sums over all ranks."""
        return [sum(parts) for parts in zip(*self.all_of(mine), strict=True)]

    def agree(self, asked: str) -> str:
        """Return the first word that any rank heard, so that all stop after the same step, or none."""
        return next(filter(None, self.all_of(asked)), "")

    def start_alike(self, parameters: Sequence[nn.Parameter]) -> None:
        """Give every rank the weights of rank 0; weights that are shared out are nobody's own."""
        if self.count > 1:
            for parameter in parameters:
                if not is_sharded(parameter):
                    dist.broadcast(parameter.data, src=0)

    def add_gradients(self, parameters: Sequence[nn.Parameter]) -> None:
        """Replace every gradient by its sum over all ranks; where a rank has none, it counts as zero.

        Those of weights that are shared out were added up in the backward pass.
        """
        if self.count == 1:
            return
        for bucket in buckets([parameter for parameter in parameters if not is_sharded(parameter)]):
            for parameter in bucket:
                if parameter.grad is None:
                    parameter.grad = torch.zeros_like(parameter)
            gradients = [parameter.grad for parameter in bucket if parameter.grad is not None]
            flat = torch.cat([gradient.flatten() for gradient in gradients])
            dist.all_reduce(flat)
            pieces = flat.split([gradient.numel() for gradient in gradients])
            for gradient, piece in zip(gradients, pieces, strict=True):
                gradient.copy_(piece.view_as(gradient))


def buckets(parameters: Sequence[nn.Parameter]) -> Iterator[list[nn.Parameter]]:
    """Yield the parameters in runs of about BUCKET numbers."""
    bucket: list[nn.Parameter] = []
    for parameter in parameters:
        bucket.append(parameter)
        if sum(given.numel() for given in bucket) >= BUCKET:
            yield bucket
            bucket = []
    if bucket:
        yield bucket


@contextmanager
def joined_ranks(launched: Launched, kind: str) -> Iterator[Ranks]:
    """Join the other ranks for the while: over NCCL, each on a GPU of its own, or over gloo. `kind` is cpu or cuda."""
    if launched.count == 1:
        yield Ranks()
        return
    if kind == "cuda":
        torch.cuda.set_device(launched.local)
    dist.init_process_group("nccl" if kind == "cuda" else "gloo")
    try:
        yield Ranks(launched.rank, launched.count)
        dist.barrier()  # nobody hangs up while another still talks
    finally:
        gc.collect()  # what is trained may hold the group in a circle, and its threads must end before the process
        dist.destroy_process_group()
