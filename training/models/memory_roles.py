"""The memory that each part of a run holds, measured on its tensors: what two parts share is counted once, and said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import nn

from training.models.adapters import adapter_weights, base_weights
from training.models.policy import ADAPTER, Policy
from training.models.reward_model import RewardModel
from training.models.value import ValueModel
from training.support.shards import local_part


def measure_roles(roles: Mapping[str, Iterable[torch.Tensor]]) -> list[dict[str, Any]]:
    """Return a row for each role, in their order, of the memory its tensors hold now.

    `weights` and `trained` count numbers, `bytes` what no role before holds already, and `shared` the bytes held by each
    role before. Two tensors are the same when they begin at the same address. Of tensors that are shared out over ranks,
    this rank's part counts.
    """
    holders: dict[int, str] = {}
    rows = []
    for role, tensors in roles.items():
        own = {part.data_ptr(): part for part in map(local_part, tensors) if part.numel()}
        shared: dict[str, int] = {}
        held = 0
        for place, tensor in own.items():
            holder = holders.setdefault(place, role)
            if holder == role:
                held += tensor.nbytes
            else:
                shared[holder] = shared.get(holder, 0) + tensor.nbytes
        rows.append(
            {
                "role": role,
                "weights": sum(tensor.numel() for tensor in own.values()),
                "trained": sum(tensor.numel() for tensor in own.values() if tensor.requires_grad),
                "bytes": held,
                "shared": shared,
            }
        )
    return rows


def ppo_roles(
    policy: Policy,
    reward: RewardModel,
    second: RewardModel | None,
    value: ValueModel,
    optimizer: torch.optim.Optimizer,
) -> dict[str, list[torch.Tensor]]:
    """Return the tensors of each role of a PPO run; a second reward model is one where the run is watched by it."""
    adapters = [] if policy.frozen else [ADAPTER]
    return {
        "policy": standing_on(policy.model, []),
        "policy_adapter": list(adapter_weights(policy.model, adapters).values()),
        "reference": standing_on(policy.host.model, policy.start),
        "reward_model": reward_tensors(reward),
        **({"second_reward_model": reward_tensors(second)} if second else {}),
        "value_model": [
            *(standing_on(value.host.model, value.adapters) if value.host else []),
            *value.head.parameters(),
        ],
        "optimizer": [
            entry
            for state in optimizer.state.values()
            for entry in state.values()
            if isinstance(entry, torch.Tensor)
        ],
    }


def trial_roles(model: nn.Module, reward: RewardModel) -> dict[str, list[torch.Tensor]]:
    """Return the tensors of each role where another library trains an adapter of the model."""
    own = [*model.parameters(), *model.buffers()]
    base = [tensor for tensor in own if not tensor.requires_grad]
    return {
        "policy": base,
        "policy_adapter": [tensor for tensor in own if tensor.requires_grad],
        "reference": base,
        "reward_model": reward_tensors(reward),
    }


def standing_on(model: nn.Module, adapters: Iterable[str]) -> list[torch.Tensor]:
    """Return the tensors of a base with some of the adapters that stand on it."""
    weights = [*base_weights(model).values(), *adapter_weights(model, list(adapters)).values()]
    return [*weights, *model.buffers()]


def reward_tensors(reward: RewardModel) -> list[torch.Tensor]:
    """Return the tensors of a reward model, of all members where it is an ensemble."""
    return [tensor for one in reward.singles for tensor in single_tensors(one)]


def single_tensors(reward: RewardModel) -> list[torch.Tensor]:
    if reward.host is None:
        return [*reward.model.parameters(), *reward.model.buffers()]
    return [*standing_on(reward.host, [reward.adapter]), *reward.head.parameters()]
