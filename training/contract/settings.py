"""The settings of every verb: their bounds and their words."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Problem:
    field: str
    message: str


def setting(
    default: Any,
    label: str,
    help: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    kind: str = "",
    more: bool = False,
) -> Any:
    """Declare one setting: `kind` names what the browser should offer ("model", "policy", "reward"); `more` folds it."""
    facts = {
        "label": label,
        "help": help,
        "low": low,
        "high": high,
        "choices": choices,
        "kind": kind,
        "more": more,
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

    seed: int = setting(
        0, "Seed", "The same seed, data and machine give the same run.", low=0, high=2**31 - 1
    )
    device: str = setting("auto", "Device", "Where to compute.", choices=("auto", "cpu", "cuda"), more=True)
    dtype: str = setting(
        "auto",
        "Precision",
        "Precision of the base weights. auto: float32 on a CPU, bfloat16 on a GPU, or where a reward model's base would not "
        "fit; what is trained stays float32.",
        choices=("auto", "float32", "bfloat16"),
        more=True,
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
        more=True,
    )
    ensemble_penalty: float = setting(
        0.5,
        "Penalty for disagreement",
        "Of cautious: what a unit of the members' variance costs.",
        low=0.0,
        high=100.0,
        more=True,
    )


@dataclass(frozen=True, kw_only=True)
class SampleSettings(Settings):
    """Draw K answers of a model for every prompt."""

    verb = "sample"
    title = "Sample answers"
    inputs = ("prompts",)

    model: str = setting(BUNDLED_MODEL, "Model", MODEL_HELP, kind="policy")
    k: int = setting(4, "Answers per prompt", "How many answers people will rank.", low=1, high=16)
    temperature: float = setting(1.0, "Temperature", "Higher is more varied.", low=0.05, high=5.0)
    top_p: float = setting(
        0.95, "Top-p", "Sample from the smallest set of tokens with this probability.", low=0.01, high=1.0
    )
    min_new_tokens: int = setting(1, "Shortest answer", "In tokens.", low=0, high=4096, more=True)
    max_new_tokens: int = setting(
        96, "Longest answer", "In tokens; longer answers are cut.", low=1, high=8192
    )
    batch_size: int = setting(32, "Batch size", "Answers drawn side by side.", low=1, high=4096, more=True)

    def cross_checks(self) -> list[Problem]:
        return length_problems(self.min_new_tokens, self.max_new_tokens)


@dataclass(frozen=True, kw_only=True)
class RewardSettings(Settings):
    """Train a reward model on a frozen dataset of rankings."""

    verb = "reward"
    title = "Train a reward model"
    inputs = ("rankings",)

    model: str = setting(BUNDLED_MODEL, "Base model", MODEL_HELP, kind="model")
    members: int = setting(
        1,
        "Members",
        "More than one make an ensemble: adapters on one base that learn one after the other. Where they disagree, none of "
        "them knows; PPO is harder to fool by them, and the next tasks can be chosen where they disagree.",
        low=1,
        high=16,
    )
    member_data: str = setting(
        "bootstrap",
        "What members differ in",
        "bootstrap: each learns from its own draw of the prompts, as many, with repetition. all: from all prompts, in its "
        "own order and from its own start.",
        choices=("bootstrap", "all"),
        more=True,
    )
    epochs: int = setting(
        2, "Epochs", "Passes over the training rankings; more than a few overfit.", low=1, high=100
    )
    learning_rate: float = setting(
        2e-4, "Learning rate", "Peak, reached after the warm-up.", low=0.0, high=1.0
    )
    prompts_per_step: int = setting(
        8, "Prompts per step", "Each prompt brings all its answers.", low=1, high=4096
    )
    tokens_per_batch: int = setting(
        2048,
        "Tokens at once",
        "Bounds memory: a step is split into micro-batches of at most this many tokens.",
        low=64,
        high=4_000_000,
        more=True,
    )
    max_tokens: int = setting(
        1024,
        "Longest prompt with answer",
        "In tokens; a longer prompt loses its beginning, and that is counted.",
        low=16,
        high=131_072,
        more=True,
    )
    loss: str = setting(
        "pairwise",
        "Loss",
        "pairwise: every two answers of a ranking are compared (Bradley-Terry). plackett-luce: the best of all is chosen, then "
        "the best of the rest, and so on. A ranking weighs 1 in both, however many answers it orders.",
        choices=("pairwise", "plackett-luce"),
    )
    ties: str = setting(
        "drop",
        "Ties",
        "drop: learn nothing from a tie. half: pull tied scores together. davidson: a tie is an outcome of its own, and how "
        "often answers tie is learned.",
        choices=("drop", "half", "davidson"),
    )
    margin: str = setting(
        "none",
        "Margin",
        "How far apart scores should be. gap: farther with every rank between two answers. confidence: farther the surer the "
        "person was. For the pairwise loss, without davidson.",
        choices=("none", "gap", "confidence"),
        more=True,
    )
    margin_size: float = setting(
        1.0,
        "Size of the margin",
        "In units of the score: for every rank between, or for a person who is sure.",
        low=0.0,
        high=100.0,
        more=True,
    )
    label_smoothing: float = setting(
        0.0,
        "Label smoothing",
        "Share of pairs taken to be the wrong way round. For the pairwise loss, without davidson.",
        low=0.0,
        high=0.49,
        more=True,
    )
    several: str = setting(
        "each",
        "Several rankings of a prompt",
        "each: every ranking weighs 1. soft: a prompt weighs 1, and its targets are the shares of people who said so.",
        choices=("each", "soft"),
        more=True,
    )
    annotators: str = setting(
        "equal",
        "Annotators",
        "equal: every ranking weighs the same. people: every person weighs the same, however many rankings they gave. "
        "agreement: people who agree with others more often weigh more.",
        choices=("equal", "people", "agreement"),
        more=True,
    )
    left_out: str = setting(
        "ignore",
        "Answers left out",
        "ignore: nothing is learned of answers that were not placed. last: they lie below all that were placed.",
        choices=("ignore", "last"),
        more=True,
    )
    all_bad: str = setting(
        "order",
        "All are bad",
        "order: the order is learned as any other. below_zero: besides, all answers of such a ranking should score below zero.",
        choices=("order", "below_zero"),
        more=True,
    )
    tuning: str = setting(
        "lora",
        "Weights to train",
        "lora: an adapter beside the frozen base. full: every weight of the model; needs several times the memory and a "
        "learning rate ten times lower.",
        choices=("lora", "full"),
        more=True,
    )
    lora_r: int = setting(16, "LoRA rank", "Size of the adapter.", low=1, high=1024, more=True)
    lora_alpha: int = setting(32, "LoRA alpha", "Scale of the adapter.", low=1, high=4096, more=True)
    lora_layers: int = setting(
        0,
        "Layers with an adapter",
        "Counted from the top; 0 gives every layer one. Fewer train faster: no gradient goes below them.",
        low=0,
        high=10_000,
        more=True,
    )
    lora_dropout: float = setting(
        0.0, "LoRA dropout", "Share of adapter inputs dropped while training.", low=0.0, high=0.9, more=True
    )
    schedule: str = setting(
        "linear",
        "Schedule",
        "How the learning rate goes after the warm-up: down in a line, down along a cosine, or not at all.",
        choices=("linear", "cosine", "constant"),
        more=True,
    )
    warmup_share: float = setting(
        0.1, "Warm-up", "Share of the steps over which the learning rate rises.", low=0.0, high=0.9, more=True
    )
    tie_learning_rate: float = setting(
        0.01,
        "Learning rate of ties",
        "Of davidson's tie parameters, which begin at the share of ties seen.",
        low=0.0,
        high=1.0,
        more=True,
    )
    weight_decay: float = setting(
        0.0, "Weight decay", "Pull of the trained weights to zero.", low=0.0, high=1.0, more=True
    )
    max_grad_norm: float = setting(
        1.0, "Gradient clip", "Largest gradient norm.", low=0.0, high=1000.0, more=True
    )
    centre: float = setting(
        0.01,
        "Centring",
        "Weight of the squared mean score, which keeps scores near zero.",
        low=0.0,
        high=10.0,
        more=True,
    )
    gradient_checkpointing: str = setting(
        "auto",
        "Gradient checkpointing",
        "Keep less of the forward pass and compute it again: slower, in less memory. auto: where it would not fit otherwise.",
        choices=("auto", "on", "off"),
        more=True,
    )
    evaluate_every: int = setting(
        0,
        "Evaluate every",
        "Steps between looks at the held-out rankings; 0 looks at each epoch's end.",
        low=0,
        high=1_000_000,
        more=True,
    )
    patience: int = setting(
        0,
        "Patience",
        "Looks without a lower held-out loss after which the run ends early with its best weights; 0 turns it off.",
        low=0,
        high=1000,
        more=True,
    )
    checkpoint_every: int = setting(
        5, "Checkpoint every", "Steps between resumable states.", low=1, high=100_000, more=True
    )

    def cross_checks(self) -> list[Problem]:
        """Margins and smoothing change a comparison of two; the other losses have no place for them."""
        problems = []
        if self.members > 1 and self.tuning == "full":
            problems.append(
                Problem("members", "must be 1 with full tuning: members are adapters on one base")
            )
        if self.loss == "pairwise" and self.ties != "davidson":
            return problems
        other = "plackett-luce" if self.loss == "plackett-luce" else "davidson"
        if self.margin != "none":
            problems.append(Problem("margin", f"must be none with {other}: a margin belongs to pairs"))
        if self.label_smoothing > 0:
            problems.append(Problem("label_smoothing", f"must be 0 with {other}: smoothing belongs to pairs"))
        return problems


@dataclass(frozen=True, kw_only=True)
class PPOSettings(ScoringSettings):
    """Train a policy against a reward model, held near its reference by a KL penalty."""

    verb = "ppo"
    title = "Align with PPO"
    inputs = ("prompts",)

    model: str = setting(BUNDLED_MODEL, "Start from", MODEL_HELP, kind="policy")
    reward_model: str = setting(REQUIRED, "Reward model", REWARD_HELP, kind="reward")
    steps: int = setting(
        40, "Steps", "One step answers a batch of prompts and learns from it.", low=1, high=1_000_000
    )
    prompts_per_step: int = setting(
        16, "Prompts per step", "Drawn without repetition until all were seen.", low=1, high=65_536
    )
    samples_per_prompt: int = setting(
        2, "Answers per prompt", "Several answers to one prompt steady the advantage.", low=1, high=256
    )
    max_new_tokens: int = setting(48, "Longest answer", "In tokens.", low=1, high=8192)
    min_new_tokens: int = setting(1, "Shortest answer", "In tokens.", low=0, high=8192, more=True)
    temperature: float = setting(
        1.0, "Temperature", "Of sampling and of every log-probability.", low=0.05, high=5.0, more=True
    )
    learning_rate: float = setting(
        1e-4, "Learning rate", "Of the policy's adapter and the value head.", low=0.0, high=1.0
    )
    value_learning_rate: float = setting(
        1e-3,
        "Learning rate of the value head",
        "The head is small and starts at zero: it needs more.",
        low=0.0,
        high=1.0,
        more=True,
    )
    kl_coefficient: float = setting(
        0.05,
        "KL penalty",
        "Price of a nat of drift from the reference, in units of the standardised reward.",
        low=0.0,
        high=100.0,
    )
    kl_controller: str = setting(
        "fixed",
        "KL controller",
        "adaptive moves the penalty so that the KL meets its target.",
        choices=("fixed", "adaptive"),
        more=True,
    )
    kl_target: float = setting(
        6.0,
        "KL target",
        "Nats a whole answer; for the adaptive controller.",
        low=0.001,
        high=10_000.0,
        more=True,
    )
    kl_horizon: int = setting(
        1000,
        "KL horizon",
        "Answers over which the adaptive controller corrects.",
        low=1,
        high=100_000_000,
        more=True,
    )
    max_kl: float = setting(
        50.0,
        "KL bound",
        "The run stops when a step's mean KL goes past this.",
        low=0.001,
        high=1_000_000.0,
        more=True,
    )
    epochs: int = setting(2, "Epochs per step", "Passes over a step's answers.", low=1, high=64, more=True)
    minibatches: int = setting(
        2,
        "Minibatches",
        "Optimiser steps per epoch; divides the answers of a step.",
        low=1,
        high=65_536,
        more=True,
    )
    micro_batch: int = setting(
        16, "Answers at once", "Bounds memory while scoring and training.", low=1, high=65_536, more=True
    )
    clip: float = setting(
        0.2,
        "Policy clip",
        "Largest change of a probability ratio that still earns.",
        low=0.001,
        high=10.0,
        more=True,
    )
    value_clip: float = setting(
        0.2, "Value clip", "Largest change of a value that still earns.", low=0.001, high=1000.0, more=True
    )
    value_coefficient: float = setting(
        0.1,
        "Value loss weight",
        "Weight of the value loss beside the policy loss.",
        low=0.0,
        high=100.0,
        more=True,
    )
    gamma: float = setting(1.0, "Discount", "Gamma of the return.", low=0.0, high=1.0, more=True)
    lam: float = setting(
        0.95,
        "GAE lambda",
        "Between one-step (0) and whole-answer (1) advantages.",
        low=0.0,
        high=1.0,
        more=True,
    )
    missing_end_penalty: float = setting(
        1.0,
        "Penalty without an end",
        "Taken from the reward of an answer that was cut, in standardised units.",
        low=0.0,
        high=1000.0,
        more=True,
    )
    reward_clip: float = setting(
        5.0, "Reward clip", "Bound on the standardised reward.", low=0.1, high=1000.0, more=True
    )
    target_kl: float = setting(
        0.2,
        "Update KL",
        "Epochs of a step end when the policy moved this many nats a token from the one that sampled; 0 turns it off.",
        low=0.0,
        high=100.0,
        more=True,
    )
    max_grad_norm: float = setting(
        1.0, "Gradient clip", "Largest gradient norm.", low=0.0, high=1000.0, more=True
    )
    lora_r: int = setting(16, "LoRA rank", "Size of the adapter.", low=1, high=1024, more=True)
    lora_alpha: int = setting(32, "LoRA alpha", "Scale of the adapter.", low=1, high=4096, more=True)
    lora_layers: int = setting(
        0,
        "Layers with an adapter",
        "Counted from the top; 0 gives every layer one. Fewer train faster: no gradient goes below them.",
        low=0,
        high=10_000,
        more=True,
    )
    evaluate_every: int = setting(
        10,
        "Evaluate every",
        "Steps between looks at held-out prompts; 0 turns it off.",
        low=0,
        high=1_000_000,
        more=True,
    )
    checkpoint_every: int = setting(
        5, "Checkpoint every", "Steps between resumable states.", low=1, high=1_000_000, more=True
    )

    def cross_checks(self) -> list[Problem]:
        problems = length_problems(self.min_new_tokens, self.max_new_tokens)
        answers = self.prompts_per_step * self.samples_per_prompt
        if answers % self.minibatches:
            problems.append(
                Problem(
                    "minibatches",
                    f"must divide the {answers} answers of a step (prompts per step x answers per prompt)",
                )
            )
        return problems


@dataclass(frozen=True, kw_only=True)
class ScoreSettings(ScoringSettings):
    """Score completions with one or several reward models."""

    verb = "score"
    title = "Score answers"
    inputs = ("completions",)

    reward_model: str = setting(REQUIRED, "Reward model", REWARD_HELP, kind="reward")
    more_reward_models: tuple[str, ...] = setting(
        (),
        "More reward models",
        "Score with these as well. Adapters on one base share its weights.",
        kind="reward",
        more=True,
    )
    batch_size: int = setting(
        16,
        "Batch size",
        "Answers scored side by side; it never changes a score.",
        low=1,
        high=4096,
        more=True,
    )
    max_tokens: int = setting(
        1024,
        "Longest prompt with answer",
        "In tokens; a longer prompt loses its beginning, and that is counted.",
        low=16,
        high=131_072,
        more=True,
    )

    def cross_checks(self) -> list[Problem]:
        if self.reward_model not in self.more_reward_models:
            return []
        return [
            Problem("more_reward_models", f"names {self.reward_model!r}, which is the reward model already")
        ]


@dataclass(frozen=True, kw_only=True)
class EvaluateSettings(ScoringSettings):
    """Compare a policy with its reference on held-out prompts."""

    verb = "evaluate"
    title = "Compare before and after"
    inputs = ("prompts",)

    policy: str = setting(REQUIRED, "Policy", "The aligned model.", kind="policy")
    reference: str = setting(
        BUNDLED_MODEL, "Reference", "The model to compare with. " + MODEL_HELP, kind="model"
    )
    reward_model: str = setting(REQUIRED, "Reward model", "The reward model that scores both.", kind="reward")
    samples_per_prompt: int = setting(2, "Answers per prompt", "Of each model.", low=1, high=64)
    temperature: float = setting(
        1.0, "Temperature", "Of sampling; the KL is taken at it too.", low=0.05, high=5.0
    )
    min_new_tokens: int = setting(1, "Shortest answer", "In tokens.", low=0, high=8192, more=True)
    max_new_tokens: int = setting(48, "Longest answer", "In tokens.", low=1, high=8192)
    batch_size: int = setting(32, "Batch size", "Answers drawn side by side.", low=1, high=4096, more=True)
    resamples: int = setting(
        2000, "Bootstrap resamples", "For the intervals, over prompts.", low=100, high=1_000_000, more=True
    )

    def cross_checks(self) -> list[Problem]:
        return length_problems(self.min_new_tokens, self.max_new_tokens)


SETTINGS: dict[str, type[Settings]] = {
    kind.verb: kind for kind in (SampleSettings, RewardSettings, PPOSettings, ScoreSettings, EvaluateSettings)
}
