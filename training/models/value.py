"""The value head: what the rest of an answer is expected to earn."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class ValueHead(nn.Module):
    """A linear head on the policy trunk's last states, starting at zero.

    The states are detached: the value loss teaches the head and leaves the policy's adapter to the policy loss, so that
    neither has to be weighed against the other. They are brought to one length, because the trunk's scale differs from
    model to model and the head's learning rate should not; at this length a step of Adam at 0.001 moves a value by a
    few hundredths to a tenth, in units of a standardised reward.
    """

    LENGTH = 4.0

    def __init__(self, width: int) -> None:
        super().__init__()
        self.linear = nn.Linear(width, 1)
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return values [n] of states [n, h]."""
        states = (
            functional.normalize(functional.layer_norm(hidden.detach(), hidden.shape[-1:]), dim=-1)
            * self.LENGTH
        )
        values: torch.Tensor = self.linear(states).squeeze(-1)
        return values

    def begin_at(self, level: float) -> None:
        """Expect this of every token until something better is learned."""
        with torch.no_grad():
            self.linear.bias.fill_(level)
