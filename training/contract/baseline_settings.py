"""The settings of what PPO is shown beside: best-of-n, and the methods that trl trains."""

from __future__ import annotations

from dataclasses import dataclass

from training.contract.setting import (
    BUNDLED_MODEL,
    MODEL_HELP,
    REQUIRED,
    REWARD_HELP,
    AdapterSettings,
    EarningSettings,
    Fold,
    Problem,
    ReadingSettings,
    ScoringSettings,
    length_problems,
    setting,
)
from training.contract.watch_settings import AlarmSettings


@dataclass(frozen=True, kw_only=True)
class ExamSettings(ScoringSettings):
    """What every baseline has: a model to begin with, and PPO's exam on held-out prompts."""

    model: str = setting(BUNDLED_MODEL, "Start from", MODEL_HELP, kind="policy")
    reward_model: str = setting(REQUIRED, "Reward model", REWARD_HELP, kind="reward")
    max_new_tokens: int = setting(
        48, "Longest answer", "In tokens. Compare runs that have the same.", low=1, high=8192
    )
    min_new_tokens: int = setting(1, "Shortest answer", "In tokens.", low=0, high=8192, fold=Fold.ANSWERS)
    temperature: float = setting(
        1.0, "Temperature", "Of sampling and of every log-probability.", low=0.05, high=5.0, fold=Fold.ANSWERS
    )
    micro_batch: int = setting(
        16,
        "Answers at once",
        "Bounds memory while scoring and training.",
        low=1,
        high=65_536,
        fold=Fold.MACHINE,
    )

    def cross_checks(self) -> list[Problem]:
        return length_problems(self.min_new_tokens, self.max_new_tokens)


@dataclass(frozen=True, kw_only=True)
class BestOfNSettings(ExamSettings):
    """Train nothing: draw several answers to each held-out prompt and take the one that the reward model likes best."""

    verb = "best_of_n"
    title = "Measure best-of-n"
    inputs = ("prompts",)

    samples: int = setting(
        16,
        "Answers per prompt",
        "The reward is estimated for the best of 1, 2, 4 and so on up to as many.",
        low=2,
        high=4096,
    )
    keep_best: str = setting(
        "off",
        "Keep the best answers",
        "on: the best answer to each prompt goes to artifacts/best_answers.jsonl in the run's folder.",
        choices=("off", "on"),
        fold=Fold.MEASURES,
    )


@dataclass(frozen=True, kw_only=True)
class TrlSettings(ExamSettings, AdapterSettings):
    """What every method has that trl trains: a LoRA adapter, checkpoints to resume from."""

    saves = True

    checkpoint_every: int = setting(
        20, "Checkpoint every", "Steps between resumable states.", low=1, high=1_000_000, fold=Fold.MACHINE
    )


@dataclass(frozen=True, kw_only=True)
class SFTSettings(TrlSettings, ReadingSettings):
    """Learn to write the answers that people put first, with trl's SFTTrainer."""

    verb = "sft"
    title = "Imitate the preferred answers (SFT)"
    inputs = ("rankings",)

    epochs: int = setting(2, "Epochs", "Passes over the preferred answers.", low=1, high=100)
    answers_per_step: int = setting(16, "Answers per step", "Of one optimiser step.", low=1, high=65_536)
    learning_rate: float = setting(
        1e-4, "Learning rate", "At the start; it falls in a line to zero.", low=0.0, high=1.0
    )


@dataclass(frozen=True, kw_only=True)
class DPOSettings(TrlSettings, ReadingSettings):
    """Learn from pairs of answers without a reward model, which only measures: trl's DPOTrainer."""

    verb = "dpo"
    title = "Align with DPO"
    inputs = ("rankings",)

    epochs: int = setting(1, "Epochs", "Passes over the pairs.", low=1, high=100)
    pairs_per_step: int = setting(16, "Pairs per step", "Of one optimiser step.", low=1, high=65_536)
    learning_rate: float = setting(
        5e-5, "Learning rate", "At the start; it falls in a line to zero.", low=0.0, high=1.0
    )
    beta: float = setting(
        0.1, "Beta", "The higher, the nearer to the reference the policy stays.", low=0.001, high=100.0
    )


@dataclass(frozen=True, kw_only=True)
class GroupSettings(TrlSettings, AlarmSettings, EarningSettings):
    """What RLOO and GRPO share: several answers to each prompt, each measured against its siblings."""

    inputs = ("prompts",)

    steps: int = setting(
        40, "Steps", "One step answers a batch of prompts and learns from it once.", low=1, high=1_000_000
    )
    prompts_per_step: int = setting(
        8, "Prompts per step", "Drawn without repetition until all were seen, as PPO's.", low=1, high=65_536
    )
    samples_per_prompt: int = setting(
        4, "Answers per prompt", "Each one's advantage is taken against the others.", low=2, high=256
    )
    learning_rate: float = setting(
        1e-4, "Learning rate", "At the start; it falls in a line to zero.", low=0.0, high=1.0
    )
    kl_coefficient: float = setting(
        0.05,
        "KL penalty",
        "trl's beta: price of a nat of drift from the reference, in units of the standardised reward.",
        low=0.0,
        high=100.0,
    )


@dataclass(frozen=True, kw_only=True)
class RLOOSettings(GroupSettings):
    """Train against a reward model with REINFORCE and the other answers as its baseline: trl's RLOOTrainer."""

    verb = "rloo"
    title = "Align with RLOO"


@dataclass(frozen=True, kw_only=True)
class GRPOSettings(GroupSettings):
    """Train against a reward model with advantages scaled within each prompt's answers: trl's GRPOTrainer."""

    verb = "grpo"
    title = "Align with GRPO"

    scale_rewards: str = setting(
        "group",
        "Scale of the advantages",
        "group: by the deviation of a prompt's answers, so that every prompt counts alike. batch: by that of the step. none: "
        "not at all, so that large differences count more.",
        choices=("group", "batch", "none"),
        fold=Fold.REWARD,
    )
