"""The settings of a run that is watched: when its alarms ring, and which policy is its best."""

from __future__ import annotations

from dataclasses import dataclass

from training.contract.setting import Fold, Settings, setting


@dataclass(frozen=True, kw_only=True)
class AlarmSettings(Settings):
    """What every verb has that draws answers and learns from what a reward model gives them."""

    max_kl: float = setting(
        50.0,
        "KL bound",
        "The run stops when a step's mean KL goes past this.",
        low=0.001,
        high=1_000_000.0,
        fold=Fold.MEASURES,
    )
    on_alarm: str = setting(
        "warn",
        "On an alarm",
        "warn shows it and goes on, stop saves and ends the run too. The KL bound always stops.",
        choices=("warn", "stop"),
        fold=Fold.MEASURES,
    )
    alarm_window: int = setting(
        5,
        "Alarm window",
        "Steps whose mean is compared: the last ones with the first ones.",
        low=2,
        high=10_000,
        fold=Fold.MEASURES,
    )
    alarm_length: float = setting(
        1.5,
        "Alarm at length",
        "Rings when the reward is up and answers are so many times as long as at first; 0 turns it off.",
        low=0.0,
        high=1000.0,
        fold=Fold.MEASURES,
    )
    alarm_repetition: float = setting(
        0.2,
        "Alarm at repetition",
        "Rings when the reward is up and the share of repeated four-token runs rose by this; 0 turns it off.",
        low=0.0,
        high=1.0,
        fold=Fold.MEASURES,
    )


@dataclass(frozen=True, kw_only=True)
class WatchedSettings(AlarmSettings):
    """What a verb has besides that takes exams on the way."""

    watch_reward_model: str = setting(
        "",
        "Second reward model",
        "Scores the held-out answers too and is never learned from: an alarm rings when it falls while the first one rises.",
        kind="reward",
        fold=Fold.MEASURES,
    )
    best_max_kl: float = setting(
        20.0,
        "KL bound of the best",
        "The policy with the highest held-out reward is kept, if its held-out answers lie within so many nats.",
        low=0.001,
        high=1_000_000.0,
        fold=Fold.MEASURES,
    )
