"""What takes part in a PPO run: policy, reference, reward model and value head, and what trains them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR

from training.contract.settings import PPOSettings
from training.models.ensemble import combine_of
from training.models.generation import Sampling
from training.models.marking import Marks
from training.models.policy import Policy, adapter_shape, add_policy_adapter, load_policy, trainable
from training.models.reward import reward_model_for
from training.models.reward_model import RewardModel
from training.models.rollout import Asked
from training.models.source import resolve_reward_source, resolve_source
from training.models.trainable import count_parameters, restore_trainable, trainable_state
from training.models.value import ValueHead
from training.rl.kl import KLController
from training.support.checkpoint import Checkpoint
from training.support.device import Device
from training.support.recorder import Recorder
from training.support.schedule import rate_schedule
from training.support.seed import chance_state, restore_chance

LAST_RATE = 0.1
"""The learning rate falls in a line to this share of itself."""


@dataclass
class Actors:
    """Everything that a step uses and changes."""

    policy: Policy
    reward: RewardModel
    value_head: ValueHead
    parameters: list[nn.Parameter]
    optimizer: torch.optim.Optimizer
    schedule: LambdaLR
    controller: KLController
    asked: Asked
    sampling: Sampling


def make_actors(settings: PPOSettings, device: Device, recorder: Recorder) -> Actors:
    """Load and make what takes part; say what shares weights with what."""
    policy = load_policy(resolve_source(settings.model, "settings.model"), device)
    add_policy_adapter(policy, adapter_shape(settings))
    source = resolve_reward_source(settings.reward_model, "settings.reward_model")
    reward = reward_model_for(policy, source, longest=policy.context, combine=combine_of(settings))
    if reward.standardisation is None:
        recorder.warning(
            "The reward model does not say how its scores are spread: they are used as they are."
        )
    value_head = ValueHead(policy.hidden_size).to(device.place)
    adapter = trainable(policy.model)
    groups = [
        {"params": adapter, "lr": settings.learning_rate},
        {"params": list(value_head.parameters()), "lr": settings.value_learning_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.0)
    shares = "shares the policy's base weights" if reward.host is not None else "has base weights of its own"
    recorder.info(
        f"{count_parameters(adapter):,} weights of the policy are trained; the reward model {shares}."
    )
    return Actors(
        policy=policy,
        reward=reward,
        value_head=value_head,
        parameters=[*adapter, *value_head.parameters()],
        optimizer=optimizer,
        schedule=rate_schedule(optimizer, settings.steps, last_share=LAST_RATE),
        controller=KLController(
            settings.kl_coefficient,
            settings.kl_controller == "adaptive",
            settings.kl_target,
            settings.kl_horizon,
        ),
        asked=Asked(settings.temperature, settings.min_new_tokens, settings.micro_batch),
        sampling=Sampling(settings.temperature, settings.min_new_tokens, settings.max_new_tokens),
    )


def actors_state(actors: Actors, before: Marks) -> dict[str, Any]:
    """Return everything that the next step depends on."""
    return {
        "policy": trainable_state(actors.policy.model),
        "value_head": actors.value_head.state_dict(),
        "optimizer": actors.optimizer.state_dict(),
        "schedule": actors.schedule.state_dict(),
        "kl_coefficient": actors.controller.coefficient,
        "before": [[mark.to_json() for mark in given] for given in before],
        "chance": chance_state(),
    }


def restore_actors(actors: Actors, checkpoint: Checkpoint) -> None:
    state = checkpoint.state
    restore_trainable(actors.policy.model, state["policy"])
    actors.value_head.load_state_dict(state["value_head"])
    actors.optimizer.load_state_dict(state["optimizer"])
    actors.schedule.load_state_dict(state["schedule"])
    actors.controller = actors.controller.at(state["kl_coefficient"])
    restore_chance(state["chance"])
