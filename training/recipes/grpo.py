"""grpo: policy gradients against a reward model, advantages scaled within each prompt's answers, through trl.

Source: Shao et al. 2024, "DeepSeekMath", section 4, with the loss that trl takes by default (`dapo`: a mean over tokens).
The KL (k3) is part of the loss. Everything but the update is PPO's: `training/models/group_training.py`.
"""

from __future__ import annotations

from typing import cast

from training.contract.baseline_settings import GRPOSettings
from training.models.group_training import train_in_groups
from training.support.packages import need_packages
from training.support.run import Run


def run(run: Run) -> None:
    need_packages("The verb grpo", "trl", "datasets")
    from trl import GRPOConfig, GRPOTrainer

    settings = cast(GRPOSettings, run.spec.settings)
    train_in_groups(run, GRPOConfig, GRPOTrainer, scale_rewards=settings.scale_rewards)
