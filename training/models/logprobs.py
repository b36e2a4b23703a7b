"""Log-probabilities of tokens, with the gradient to the states they come from made at once, while the logits are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import torch
from torch.autograd.function import once_differentiable


def logprobs_of_tokens(
    hidden: torch.Tensor,
    target: torch.Tensor,
    logits_of: Callable[[torch.Tensor], torch.Tensor],
    limit: Callable[[torch.Tensor, slice], torch.Tensor],
    *,
    temperature: float,
    width: int,
) -> torch.Tensor:
    """Return the log-probability [n] of the token `target` [n] after each state `hidden` [n, h], for a head that is not trained.

    `logits_of` returns float32 logits [m, v] of states [m, h]. `limit` changes in place, and returns, the logits over the
    temperature of the tokens at a slice of n. `width` tokens are worked at in a time.

    A log-probability depends on its own state alone, so its gradient [h] is known with it, up to a factor that the backward
    pass brings: nothing of the vocabulary's size is kept, and no product with the head is made twice. The head's own gradient
    is not made. A loss is fused with its head in the same way by Hsu et al. 2024, "Liger Kernel: Efficient Triton Kernels for
    LLM Training" (FusedLinearCrossEntropy).
    """
    found: torch.Tensor = _LogprobsOfTokens.apply(hidden, target, logits_of, limit, temperature, width)  # type: ignore[no-untyped-call]
    return found


class _LogprobsOfTokens(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,
        hidden: torch.Tensor,
        target: torch.Tensor,
        logits_of: Callable[[torch.Tensor], torch.Tensor],
        limit: Callable[[torch.Tensor, slice], torch.Tensor],
        temperature: float,
        width: int,
    ) -> torch.Tensor:
        logprobs, directions = [], []
        for start in range(0, len(target), width):
            place = slice(start, start + width)
            leaf = hidden[place].detach().requires_grad_()
            with torch.enable_grad():
                logits = logits_of(leaf)
            chosen = target[place, None]

            # log p = l[target] - log sum exp l, and d log p / d l = onehot(target) - exp l / sum exp l, in the logits' own room
            room = limit(logits.detach().div_(temperature), place)
            highest = room.amax(dim=1, keepdim=True)
            said = room.gather(1, chosen) - highest
            total = room.sub_(highest).exp_().sum(dim=1, keepdim=True)
            logprobs.append((said - total.log()).squeeze(1))
            room.scatter_add_(1, chosen, -total)
            logits.backward(room)
            direction = cast(torch.Tensor, leaf.grad)
            directions.append(direction / (-temperature * total).to(direction.dtype))
        ctx.save_for_backward(torch.cat(directions))
        return torch.cat(logprobs)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, given: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        (directions,) = ctx.saved_tensors
        return given.to(directions.dtype)[:, None] * directions, None, None, None, None, None
