"""What takes part in a PPO run: policy, reference, reward model and value model, and what trains them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import nn
from torch.optim.lr_scheduler import LambdaLR

from training.contract.settings import PPOSettings
from training.models.adapters import AdapterShape, adapter_shape, save_adapter
from training.models.answering import Engine
from training.models.classifier import base_digest
from training.models.engines import check_engine, make_engine
from training.models.ensemble import combine_of
from training.models.generation import Sampling
from training.models.loading import load_policy
from training.models.marking import Marks
from training.models.memory_roles import measure_roles, ppo_roles
from training.models.policy import Policy, shard_policy, train_adapter, train_whole, trainable
from training.models.reward import reward_model_for
from training.models.reward_model import RewardModel
from training.models.rollout import Asked
from training.models.source import Source, resolve_reward_source, resolve_source
from training.models.trainable import count_parameters, other_base, restore_trainable, trainable_state
from training.models.value import ADAPTER, RewardHead, ValueModel, adapter_value, head_value
from training.rl.kl import KLController
from training.support.budget import Budget
from training.support.checkpoint import Checkpoint
from training.support.device import Device
from training.support.errors import TrainerError
from training.support.ranks import Ranks
from training.support.recorder import Recorder
from training.support.schedule import rate_schedule
from training.support.seed import chance_state, restore_chance
from training.support.shards import optimizer_state, restore_optimizer

LAST_RATE = 0.1
"""The learning rate falls in a line to this share of itself."""


@dataclass
class Actors:
    """Everything that a step uses and changes."""

    policy: Policy
    reward: RewardModel
    second: RewardModel | None
    """Watches the held-out answers; nothing is learned from it."""
    value: ValueModel
    parameters: list[nn.Parameter]
    optimizer: torch.optim.Optimizer
    schedule: LambdaLR
    controller: KLController
    budget: Budget
    at_once: Budget
    """How many answers are written side by side."""
    asked: Asked
    sampling: Sampling
    engine: Engine
    """Answers the prompts to learn from."""
    base: str
    """The digest of the weights that stay as they were loaded."""


def make_actors(settings: PPOSettings, device: Device, recorder: Recorder, ranks: Ranks) -> Actors:
    """Load and make what takes part; say what shares weights with what."""
    check_engine(settings, device, ranks)
    reward_source = resolve_reward_source(settings.reward_model, "settings.reward_model")
    second_source = second_reward_source(settings)
    shape = adapter_shape(settings)
    policy = load_trained(
        settings, [reward_source, *([second_source] if second_source else [])], shape, device, ranks
    )
    weights = trainable(policy.model)
    reward = reward_model_for(policy, reward_source, longest=policy.context, combine=combine_of(settings))
    if reward.standardisation is None:
        recorder.warning(
            "The reward model does not say how its scores are spread: they are used as they are."
        )
    second = second_reward_model(settings, second_source, policy) if second_source else None
    value = head_value(policy) if settings.value_model == "head" else adapter_value(policy, reward, shape)
    base = base_digest(policy.host.trunk)
    if policy.frozen and policy.sharded:
        shard_policy(policy.frozen, ranks)
        recorder.info(
            f"Each of {ranks.count} processes holds its part of the weights, gradients and moments alone."
        )
    optimizer = make_optimizer(settings, weights, value)
    recorder.memory(measure_roles(ppo_roles(policy, reward, second, value, optimizer)))
    recorder.info(
        f"{count_parameters(weights):,} weights of the policy are trained; the reward model {base_words(policy, reward)}."
    )
    budget = Budget(settings.tokens_per_batch, recorder.warning)
    answers = settings.prompts_per_step * settings.samples_per_prompt
    at_once = Budget(answers, recorder.warning, "answers")
    sampling = Sampling(settings.temperature, settings.min_new_tokens, settings.max_new_tokens)
    return Actors(
        policy=policy,
        reward=reward,
        second=second,
        value=value,
        parameters=[weight for group in optimizer.param_groups for weight in group["params"]],
        optimizer=optimizer,
        schedule=rate_schedule(optimizer, settings.steps, last_share=LAST_RATE),
        controller=KLController(
            settings.kl_coefficient,
            settings.kl_controller == "adaptive",
            settings.kl_target,
            settings.kl_horizon,
        ),
        budget=budget,
        at_once=at_once,
        asked=Asked(settings.temperature, settings.min_new_tokens, budget),
        sampling=sampling,
        engine=make_engine(settings, policy, value, sampling, at_once),
        base=base,
    )


def base_words(policy: Policy, reward: RewardModel) -> str:
    if reward.host is not policy.host.model:
        return "has base weights of its own"
    return f"shares the {'reference' if policy.frozen else 'policy'}'s base weights"


def load_trained(
    settings: PPOSettings, rewards: Sequence[Source], shape: AdapterShape, device: Device, ranks: Ranks
) -> Policy:
    """Return the policy with what is trained of it.

    An adapter that the run starts from, such as one of supervised fine-tuning, is part of the reference. It is kept apart
    from its base where a reward model is an adapter on that base, so that both share it; else it is merged, which is faster.
    """
    source = resolve_source(settings.model, "settings.model")
    if settings.tuning == "full":
        over = ranks if shards_weights(settings, ranks) else None
        policy = load_policy(source, device)
        train_whole(policy, over)
        return policy
    policy = load_policy(source, device, needed=[reward.base.key for reward in rewards if reward.base])
    train_adapter(policy, shape)
    return policy


def shards_weights(settings: PPOSettings, ranks: Ranks) -> bool:
    """Tell whether weights are shared out over the ranks; raise TrainerError when that is asked of one process."""
    if settings.shard == "on" and ranks.count == 1:
        raise TrainerError(
            "settings.shard is on, but one process alone has nobody to share the weights out to.",
            "Start several with python -m torch.distributed.run --nproc-per-node N -m training ppo, or choose auto.",
        )
    return settings.shard != "off" and ranks.count > 1


def make_optimizer(
    settings: PPOSettings, weights: list[nn.Parameter], value: ValueModel
) -> torch.optim.Optimizer:
    """Return what trains policy and value model. A head that starts at zero has a rate of its own."""
    head = list(value.head.parameters())
    learned = isinstance(value.head, RewardHead)
    groups = [
        {"params": [*weights, *value.weights, *(head if learned else [])], "lr": settings.learning_rate},
        {"params": [] if learned else head, "lr": settings.value_learning_rate},
    ]
    optimizer = torch.optim.AdamW([group for group in groups if group["params"]], weight_decay=0.0)
    hold_moments(optimizer)
    return optimizer


def hold_moments(optimizer: torch.optim.AdamW) -> None:
    """Take the memory of the moments now, as the first step would: a run that does not fit ends before its first answer."""
    for group in optimizer.param_groups:
        for weight in group["params"]:
            optimizer.state[weight] = {
                "step": torch.tensor(0.0),
                "exp_avg": torch.zeros_like(weight),
                "exp_avg_sq": torch.zeros_like(weight),
            }


def optimizer_steps(optimizer: torch.optim.Optimizer) -> int:
    """Return how often weights were changed, over all attempts: the moments count it and are resumed with it."""
    return max(int(moments["step"]) for moments in optimizer.state.values())


def second_reward_source(settings: PPOSettings) -> Source | None:
    """Return where the reward model that watches is, where the settings name one."""
    name = settings.watch_reward_model
    return resolve_reward_source(name, "settings.watch_reward_model") if name else None


def second_reward_model(settings: PPOSettings, source: Source, policy: Policy) -> RewardModel:
    """Return the reward model that watches."""
    return reward_model_for(
        policy, source, longest=policy.context, combine=combine_of(settings), name="second"
    )


def actors_state(actors: Actors, before: Marks) -> dict[str, Any]:
    """Return everything that the next step depends on. Of weights that are shared out every rank brings its part."""
    return {
        "base": actors.base,
        "policy": trainable_state(actors.policy.model),
        "host": trainable_state(actors.policy.frozen.model) if actors.policy.frozen else {},
        "value_head": actors.value.head.state_dict(),
        "optimizer": optimizer_state(actors.optimizer),
        "schedule": actors.schedule.state_dict(),
        "kl_coefficient": actors.controller.coefficient,
        "budget": actors.budget.state(),
        "at_once": actors.at_once.state(),
        "before": [[mark.to_json() for mark in given] for given in before],
        "chance": chance_state(),
    }


def restore_actors(actors: Actors, checkpoint: Checkpoint, settings: PPOSettings) -> None:
    """Bring the actors to where a checkpoint was made, bit for bit; of another run's, with the numbers of this one.

    Raises TrainerError when it is of another base.
    """
    state = checkpoint.state
    restore_trainable(actors.policy.model, state["policy"])  # names the weight where shapes differ
    if state["base"] != actors.base:
        raise other_base("its weights have changed since")
    if actors.policy.frozen:
        restore_trainable(actors.policy.frozen.model, state["host"])
    actors.value.head.load_state_dict(state["value_head"])
    if checkpoint.of_other_run:
        go_on_with_own_numbers(actors, checkpoint, settings)
    else:
        restore_optimizer(actors.optimizer, state["optimizer"])
        actors.schedule.load_state_dict(state["schedule"])
        actors.controller = actors.controller.at(state["kl_coefficient"])
        actors.budget.restore(state["budget"])
        actors.at_once.restore(state["at_once"])
    restore_chance(state["chance"])


def go_on_with_own_numbers(actors: Actors, checkpoint: Checkpoint, settings: PPOSettings) -> None:
    """Take over the optimizer's moments, at this run's rates and on its way to its own last step.

    The KL penalty that an adaptive controller has reached is taken over too, unless this run asks for another.
    """
    state, before = checkpoint.state, checkpoint.state["request"]["settings"]
    rates = actors.optimizer.state_dict()["param_groups"]
    restore_optimizer(actors.optimizer, {**state["optimizer"], "param_groups": rates})
    actors.schedule = rate_schedule(
        actors.optimizer, settings.steps, last_share=LAST_RATE, done=checkpoint.step
    )
    asked = (settings.kl_coefficient, settings.kl_controller)
    if asked == (before["kl_coefficient"], before["kl_controller"]):
        actors.controller = actors.controller.at(state["kl_coefficient"])


def save_value(actors: Actors, folder: Path) -> None:
    """Write the value model beside the policy: its head, and its adapter in a folder of its own."""
    save_file(actors.value.head.state_dict(), folder / "value_head.safetensors")
    host = actors.value.host
    if host is not None:
        config = host.model.peft_config[ADAPTER]
        config.base_model_name_or_path = host.name_below(actors.value.adapters)
        save_adapter(host.model, ADAPTER, folder / ADAPTER)
