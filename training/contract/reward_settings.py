"""The settings of the verb reward: what a ranking teaches, and how it is learned."""

from __future__ import annotations

from dataclasses import dataclass

from training.contract.setting import (
    BUNDLED_MODEL,
    MODEL_HELP,
    AdapterSettings,
    Fold,
    Problem,
    ReadingSettings,
    setting,
)


@dataclass(frozen=True, kw_only=True)
class RewardSettings(AdapterSettings, ReadingSettings):
    """Train a reward model on a frozen dataset of rankings."""

    verb = "reward"
    title = "Train a reward model"
    inputs = ("rankings",)
    saves = True

    model: str = setting(BUNDLED_MODEL, "Base model", MODEL_HELP, kind="model")
    members: int = setting(
        1,
        "Members",
        "More than one make an ensemble: adapters on one base that learn one after the other. Their disagreement shows what "
        "the rankings left open: PPO can be held to their lowest score, and the next tasks can be chosen by it.",
        low=1,
        high=16,
    )
    member_data: str = setting(
        "bootstrap",
        "What members differ in",
        "bootstrap: each learns from its own draw of the prompts, as many, with repetition. all: from all prompts, in its "
        "own order and from its own start.",
        choices=("bootstrap", "all"),
        fold=Fold.PREFERENCES,
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
        fold=Fold.MACHINE,
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
        fold=Fold.PREFERENCES,
    )
    margin_size: float = setting(
        1.0,
        "Size of the margin",
        "In units of the score: for every rank between, or for a person who is sure.",
        low=0.0,
        high=100.0,
        fold=Fold.PREFERENCES,
    )
    label_smoothing: float = setting(
        0.0,
        "Label smoothing",
        "Share of pairs taken to be the wrong way round. For the pairwise loss, without davidson.",
        low=0.0,
        high=0.49,
        fold=Fold.PREFERENCES,
    )
    several: str = setting(
        "each",
        "Several rankings of a prompt",
        "each: every ranking weighs 1. soft: a prompt weighs 1, and its targets are the shares of people who said so.",
        choices=("each", "soft"),
        fold=Fold.PREFERENCES,
    )
    annotators: str = setting(
        "equal",
        "Annotators",
        "equal: every ranking weighs the same. people: every person weighs the same, however many rankings they gave. "
        "agreement: people who agree with others more often weigh more.",
        choices=("equal", "people", "agreement"),
        fold=Fold.PREFERENCES,
    )
    left_out: str = setting(
        "ignore",
        "Answers left out",
        "ignore: nothing is learned of answers that were not placed. last: they lie below all that were placed.",
        choices=("ignore", "last"),
        fold=Fold.PREFERENCES,
    )
    all_bad: str = setting(
        "order",
        "All are bad",
        "order: the order is learned as any other. below_zero: besides, all answers of such a ranking should score below zero.",
        choices=("order", "below_zero"),
        fold=Fold.PREFERENCES,
    )
    tuning: str = setting(
        "lora",
        "Weights to train",
        "lora: an adapter beside the frozen base. full: every weight of the model; needs several times the memory and a "
        "learning rate ten times lower.",
        choices=("lora", "full"),
        fold=Fold.WEIGHTS,
    )
    lora_dropout: float = setting(
        0.0,
        "LoRA dropout",
        "Share of adapter inputs dropped while training.",
        low=0.0,
        high=0.9,
        fold=Fold.WEIGHTS,
    )
    schedule: str = setting(
        "linear",
        "Schedule",
        "How the learning rate goes after the warm-up: down in a line, down along a cosine, or not at all.",
        choices=("linear", "cosine", "constant"),
        fold=Fold.UPDATES,
    )
    warmup_share: float = setting(
        0.1,
        "Warm-up",
        "Share of the steps over which the learning rate rises.",
        low=0.0,
        high=0.9,
        fold=Fold.UPDATES,
    )
    tie_learning_rate: float = setting(
        0.01,
        "Learning rate of ties",
        "Of davidson's tie parameters, which begin at the share of ties seen.",
        low=0.0,
        high=1.0,
        fold=Fold.PREFERENCES,
    )
    weight_decay: float = setting(
        0.0, "Weight decay", "Pull of the trained weights to zero.", low=0.0, high=1.0, fold=Fold.UPDATES
    )
    max_grad_norm: float = setting(
        1.0, "Gradient clip", "Largest gradient norm.", low=0.0, high=1000.0, fold=Fold.UPDATES
    )
    centre: float = setting(
        0.01,
        "Centring",
        "Weight of the squared mean score, which keeps scores near zero.",
        low=0.0,
        high=10.0,
        fold=Fold.PREFERENCES,
    )
    gradient_checkpointing: str = setting(
        "auto",
        "Gradient checkpointing",
        "Keep less of the forward pass and compute it again: slower, in less memory. auto: where it would not fit otherwise.",
        choices=("auto", "on", "off"),
        fold=Fold.MACHINE,
    )
    evaluate_every: int = setting(
        0,
        "Evaluate every",
        "Steps between looks at the held-out rankings; 0 looks at each epoch's end.",
        low=0,
        high=1_000_000,
        fold=Fold.MEASURES,
    )
    patience: int = setting(
        0,
        "Patience",
        "Looks without a lower held-out loss after which the run ends early with its best weights; 0 turns it off.",
        low=0,
        high=1000,
        fold=Fold.MEASURES,
    )
    checkpoint_every: int = setting(
        5, "Checkpoint every", "Steps between resumable states.", low=1, high=100_000, fold=Fold.MACHINE
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
