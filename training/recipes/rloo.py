"""rloo: REINFORCE against a reward model, the mean reward of a prompt's other answers as the baseline, through trl.

Source: Ahmadian et al. 2024, "Back to Basics: Revisiting REINFORCE Style Optimization for Learning from Human Feedback in
LLMs". The KL is part of each answer's reward. Everything but the update is PPO's: `training/models/group_training.py`.
"""

from __future__ import annotations

from training.models.group_training import train_in_groups
from training.support.packages import need_packages
from training.support.run import Run


def run(run: Run) -> None:
    need_packages("The verb rloo", "trl", "datasets")
    from trl import RLOOConfig, RLOOTrainer

    train_in_groups(run, RLOOConfig, RLOOTrainer)
