"""What a reward run changes step by step: made, saved, restored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR

from training.contract.reward_settings import RewardSettings
from training.data.rankings import PromptGroup
from training.measures.reference import reference_scores
from training.models.adapters import adapter_shape
from training.models.classifier import base_digest
from training.models.objective import Objective
from training.models.packing import Group
from training.models.policy import trainable
from training.models.reward import new_reward_model
from training.models.reward_model import RewardModel
from training.models.source import Source
from training.models.trainable import (
    checkpoint_layers,
    dropout_on,
    other_base,
    restore_trainable,
    trainable_state,
)
from training.support.checkpoint import Checkpoint
from training.support.device import Device
from training.support.schedule import rate_schedule
from training.support.stopping import EarlyStopping


@dataclass(frozen=True)
class Lessons:
    """What every member of a run learns from and is measured on."""

    train: Sequence[PromptGroup]
    heldout: Sequence[PromptGroup]
    encoded: Sequence[Group]
    encoded_heldout: Sequence[Group]
    steps_per_epoch: int
    total_steps: int


@dataclass(frozen=True)
class Trained:
    """What came of one member: its weights, the step they are of, and its scores by prompt."""

    weights: dict[str, Any]
    step: int
    heldout: list[list[float]]
    train: list[list[float]]

    @property
    def standardisation(self) -> dict[str, Any]:
        return standardisation_of(self.heldout, self.train)


def standardisation_of(
    heldout: Sequence[Sequence[float]], train: Sequence[Sequence[float]]
) -> dict[str, Any]:
    """Return where the scores of the reference answers lie, of scores by prompt."""
    return reference_scores(
        heldout=[score for given in heldout for score in given],
        train=[score for given in train for score in given],
    )


@dataclass
class Learner:
    """Everything that a step uses and changes."""

    reward: RewardModel
    objective: Objective
    parameters: list[nn.Parameter]
    optimizer: torch.optim.Optimizer
    schedule: LambdaLR
    stopping: EarlyStopping
    base: str
    """The digest of the base before it was trained."""

    def weights(self) -> dict[str, Any]:
        """Return a copy of everything trained, on the CPU."""
        return {
            "model": trainable_state(self.reward.model),
            "objective": trainable_state(self.objective),
        }

    def put_back(self, weights: dict[str, Any]) -> None:
        restore_trainable(self.reward.model, weights["model"])
        restore_trainable(self.objective, weights["objective"])

    def state(self) -> dict[str, Any]:
        """Return everything that the next step depends on; order and dropout follow from seed and step."""
        return {
            "base": self.base,
            "weights": self.weights(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "stopping": self.stopping.state(),
        }

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go on from a checkpoint, bit for bit; raise TrainerError when it is of another base."""
        state = checkpoint.state
        self.put_back(state["weights"])  # names the weight where shapes differ
        if state["base"] != self.base:
            raise other_base("its weights have changed since")
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.stopping.restore(state["stopping"])


def make_learner(
    settings: RewardSettings,
    source: Source,
    device: Device,
    objective: Objective,
    *,
    total_steps: int,
    save_memory: bool,
) -> Learner:
    """Load the base and make what is trained on it; `save_memory` checkpoints its layers."""
    shape = replace(adapter_shape(settings), dropout=settings.lora_dropout)
    reward = new_reward_model(
        source, device, shape if settings.tuning == "lora" else None, longest=settings.max_tokens
    )
    dropout_on(reward.model, False)  # peft makes its layers in training mode.
    if save_memory:
        checkpoint_layers(reward.trunk)
    objective.to(device.place)
    model, ties = trainable(reward.model), trainable(objective)
    optimizer = torch.optim.AdamW(
        [
            {"params": model, "lr": settings.learning_rate, "weight_decay": settings.weight_decay},
            {"params": ties, "lr": settings.tie_learning_rate, "weight_decay": 0.0},
        ]
    )
    schedule = rate_schedule(
        optimizer, total_steps, shape=settings.schedule, warmup_share=settings.warmup_share
    )
    return Learner(
        reward=reward,
        objective=objective,
        parameters=[*model, *ties],
        optimizer=optimizer,
        schedule=schedule,
        stopping=EarlyStopping(settings.patience),
        base=base_digest(reward.trunk),
    )
