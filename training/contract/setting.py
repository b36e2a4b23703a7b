"""One setting and its words, and the settings that several verbs share."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar


@dataclass(frozen=True)
class Problem:
    field: str
    message: str


class Fold(StrEnum):
    """The headings under which the browser folds away what few change, in its order."""

    ANSWERS = "Answers"
    REWARD = "Reward"
    KL = "KL penalty"
    PREFERENCES = "Preferences"
    WEIGHTS = "Weights"
    VALUE = "Value model"
    UPDATES = "Updates"
    MEASURES = "Measures and alarms"
    MACHINE = "Machine and memory"


def setting(
    default: Any,
    label: str,
    help: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    kind: str = "",
    fold: Fold | None = None,
) -> Any:
    """Declare one setting: `kind` names what the browser should offer ("model", "policy", "reward").

    One with a `fold` is folded away under that heading. A text whose default is empty may be left empty.
    """
    facts = {
        "label": label,
        "help": help,
        "low": low,
        "high": high,
        "choices": choices,
        "kind": kind,
        "fold": fold,
    }
    if default is dataclasses.MISSING:
        return field(metadata=facts)
    return field(default=default, metadata=facts)


REQUIRED = dataclasses.MISSING
BUNDLED_MODEL = "bundled:smollm2-135m-instruct"
MODEL_HELP = "A Hugging Face id, a folder, or bundled:smollm2-135m-instruct."
REWARD_HELP = (
    "The reward model that scores the answers. A classifier made elsewhere is one too: name the label that is good, as in "
    "facebook/roberta-hate-speech-dynabench-r4-target?label=nothate."
)


def length_problems(shortest: int, longest: int) -> list[Problem]:
    if shortest <= longest:
        return []
    return [Problem("min_new_tokens", f"must not exceed the longest answer ({longest})")]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What every verb has."""

    verb: ClassVar[str]
    title: ClassVar[str]
    inputs: ClassVar[tuple[str, ...]]
    """The names under `inputs` in the spec that this verb reads."""
    saves: ClassVar[bool] = False
    """Whether it writes checkpoints: a run of it can be paused, and goes on from where it was."""
    kept: ClassVar[tuple[str, ...] | None] = None
    """The settings that must stay when a new run goes on from a checkpoint with other numbers; None: none can."""

    seed: int = setting(
        0, "Seed", "The same seed, data and machine give the same run.", low=0, high=2**31 - 1
    )
    device: str = setting(
        "auto", "Device", "Where to compute.", choices=("auto", "cpu", "cuda"), fold=Fold.MACHINE
    )
    dtype: str = setting(
        "auto",
        "Precision",
        "Precision of the base weights; what is trained stays float32. auto: bfloat16 on a GPU, or where a reward model's base "
        "would not fit; else float32, on processors with units for bfloat16 too, so that log-probabilities are exact and a run "
        "that moves to another machine stays what it was. There bfloat16 learns 1.6 times as fast (SmolLM2-135M, AVX512-BF16).",
        choices=("auto", "float32", "bfloat16"),
        fold=Fold.MACHINE,
    )

    def cross_checks(self) -> list[Problem]:
        """Return the problems that lie between fields."""
        return []


@dataclass(frozen=True, kw_only=True)
class ScoringSettings(Settings):
    """What every verb has that asks a reward model."""

    ensemble: str = setting(
        "mean",
        "Score of an ensemble",
        "Each member counts in its own standard deviations. mean: their mean. min: the lowest. cautious: the mean less a "
        "penalty for disagreement.",
        choices=("mean", "min", "cautious"),
        fold=Fold.REWARD,
    )
    ensemble_penalty: float = setting(
        0.5,
        "Penalty for disagreement",
        "Of cautious: what a unit of the members' variance costs.",
        low=0.0,
        high=100.0,
        fold=Fold.REWARD,
    )


@dataclass(frozen=True, kw_only=True)
class EarningSettings(Settings):
    """What every verb has in which an answer earns its score."""

    missing_end_penalty: float = setting(
        1.0,
        "Penalty without an end",
        "Taken from the reward of an answer that was cut, in standardised units.",
        low=0.0,
        high=1000.0,
        fold=Fold.REWARD,
    )
    reward_clip: float = setting(
        5.0, "Reward clip", "Bound on the standardised reward.", low=0.1, high=1000.0, fold=Fold.REWARD
    )


@dataclass(frozen=True, kw_only=True)
class AdapterSettings(Settings):
    """What every verb has that trains a LoRA adapter."""

    lora_r: int = setting(16, "LoRA rank", "Size of the adapter.", low=1, high=1024, fold=Fold.WEIGHTS)
    lora_alpha: int = setting(32, "LoRA alpha", "Scale of the adapter.", low=1, high=4096, fold=Fold.WEIGHTS)
    lora_layers: int = setting(
        0,
        "Layers with an adapter",
        "Counted from the top; 0 gives every layer one. Fewer train faster: no gradient goes below them.",
        low=0,
        high=10_000,
        fold=Fold.WEIGHTS,
    )
    lora_targets: str = setting(
        "all",
        "Where the adapter goes",
        "all: into every linear layer. Or the names of some with commas between, as in q_proj,v_proj: faster, and less to learn "
        "with.",
        fold=Fold.WEIGHTS,
    )


@dataclass(frozen=True, kw_only=True)
class ReadingSettings(Settings):
    """What every verb has that gives a reward model prompts with answers of any length."""

    max_tokens: int = setting(
        1024,
        "Longest prompt with answer",
        "In tokens; a longer prompt loses its beginning, and that is counted.",
        low=16,
        high=131_072,
        fold=Fold.ANSWERS,
    )
