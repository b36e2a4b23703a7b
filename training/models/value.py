"""Value models: what the rest of an answer is expected to earn."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from training.models.adapters import (
    AdapterShape,
    adapter_config,
    adapter_weights,
    add_adapter,
    copy_adapter,
    working,
)
from training.models.packing import Group
from training.models.policy import Policy
from training.models.reward_model import RewardModel

ADAPTER = "value_model"


class ValueHead(nn.Module):
    """A linear head on a trunk's last states, starting at zero.

    The states are brought to one length, because the trunk's scale differs from model to model and the head's learning
    rate should not; at this length a step of Adam at 0.001 moves a value by a few hundredths to a tenth, in units of a
    standardised reward.
    """

    LENGTH = 4.0

    def __init__(self, width: int) -> None:
        super().__init__()
        self.linear = nn.Linear(width, 1)
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return values [n] of states [n, h]."""
        states = functional.normalize(functional.layer_norm(hidden, hidden.shape[-1:]), dim=-1) * self.LENGTH
        values: torch.Tensor = self.linear(states).squeeze(-1)
        return values

    def begin_at(self, level: float) -> None:
        """Expect this of every token until something better is learned."""
        with torch.no_grad():
            self.linear.bias.fill_(level)


class RewardHead(nn.Module):
    """A reward model's head as a value head: its score, standardised as the reward is."""

    def __init__(self, head: nn.Module, standardisation: tuple[float, float]) -> None:
        super().__init__()
        self.score = copy.deepcopy(head).requires_grad_(True)
        self.mean, self.deviation = standardisation

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Return values [n] of states [n, h]."""
        scores: torch.Tensor = self.score(hidden).squeeze(-1)
        return (scores - self.mean) / self.deviation


@dataclass
class ValueModel:
    """A head on the policy's own states; or, with an adapter, on those of a pass of its own.

    Without an adapter the states are detached: the value loss teaches the head and leaves the policy's weights to the
    policy loss, so that neither has to be weighed against the other.
    """

    head: nn.Module
    host: Policy | None = None
    """The model whose base the adapter stands on; None without one."""
    adapters: tuple[str, ...] = ()
    """What is at work in the value's own pass."""

    @property
    def reads_policy(self) -> bool:
        """Tell whether the policy's states are all it needs."""
        return self.host is None

    @property
    def weights(self) -> list[nn.Parameter]:
        """Return the adapter's weights."""
        return list(adapter_weights(self.host.model, [ADAPTER]).values()) if self.host else []

    @property
    def parameters(self) -> list[nn.Parameter]:
        """Return everything of it that is trained."""
        return [*self.weights, *self.head.parameters()]

    def values(self, groups: Sequence[Group], hidden: torch.Tensor) -> torch.Tensor:
        """Return [n] what is expected before each answer token. `hidden` [n, h] are the policy's states before them."""
        if self.host is not None:
            return self.own_values(groups)
        values: torch.Tensor = self.head(hidden.detach())
        return values

    def own_values(self, groups: Sequence[Group]) -> torch.Tensor:
        """Return [n] the same from a pass of its own, through its adapter."""
        if self.host is None:
            raise ValueError("without an adapter the value model has no pass of its own")
        host = self.host
        with working(host.model, self.adapters):
            states = host.one_pass(lambda: host.answer_states(groups))
            values: torch.Tensor = self.head(states.hidden.float())
        return values

    def begin_at(self, level: float) -> float:
        """Let a head that starts at zero expect this of every token; return what that adds to values made before.

        A head that came from a reward model knows better, and stays as it is.
        """
        if not isinstance(self.head, ValueHead):
            return 0.0
        self.head.begin_at(level)
        return level


def head_value(policy: Policy) -> ValueModel:
    """Return a scalar head on the policy's states."""
    return ValueModel(ValueHead(policy.hidden_size).to(policy.device.place))


def adapter_value(policy: Policy, reward: RewardModel, shape: AdapterShape) -> ValueModel:
    """Return an adapter with a head of its own on the policy's base (Ouyang et al. 2022, section 3.5).

    It begins as the reward model where that is an adapter on the same base, of an ensemble as its first member; else as a
    fresh adapter on the reference with a head at zero.
    """
    host = policy.host
    first = reward.singles[0]
    if first.host is not None and first.host is host.model:
        copy_adapter(host.model, ADAPTER, first.adapter, trained=True)
        head = RewardHead(first.head, first.standardisation or (0.0, 1.0))
        return ValueModel(head.to(policy.device.place), host, (ADAPTER,))
    config = adapter_config(host.trunk, shape, task_type=host.task, without=host.head)
    host.model = add_adapter(host.model, ADAPTER, config, trained=True)
    head_at_zero = ValueHead(policy.hidden_size).to(policy.device.place)
    return ValueModel(head_at_zero, host, (*host.start, ADAPTER))
