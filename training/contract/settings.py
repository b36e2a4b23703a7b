"""The settings of every verb: their bounds and their words."""

from __future__ import annotations

from dataclasses import dataclass

from training.contract.baseline_settings import (
    BestOfNSettings,
    DPOSettings,
    GRPOSettings,
    RLOOSettings,
    SFTSettings,
)
from training.contract.reward_settings import RewardSettings
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
    Settings,
    length_problems,
    setting,
)
from training.contract.watch_settings import WatchedSettings


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
    min_new_tokens: int = setting(1, "Shortest answer", "In tokens.", low=0, high=4096, fold=Fold.ANSWERS)
    max_new_tokens: int = setting(
        96, "Longest answer", "In tokens; longer answers are cut.", low=1, high=8192
    )
    batch_size: int = setting(
        32, "Batch size", "Answers drawn side by side.", low=1, high=4096, fold=Fold.MACHINE
    )

    def cross_checks(self) -> list[Problem]:
        return length_problems(self.min_new_tokens, self.max_new_tokens)


@dataclass(frozen=True, kw_only=True)
class PPOSettings(ScoringSettings, AdapterSettings, WatchedSettings, EarningSettings):
    """Train a policy against a reward model, held near its reference by a KL penalty."""

    verb = "ppo"
    title = "Align with PPO"
    inputs = ("prompts",)
    saves = True
    kept = (
        "model",
        "reward_model",
        "watch_reward_model",
        "ensemble",
        "ensemble_penalty",
        "lora_r",
        "lora_alpha",
        "lora_layers",
        "lora_targets",
        "tuning",
        "value_model",
        "temperature",
        "min_new_tokens",
        "max_new_tokens",
        "seed",
    )

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
    min_new_tokens: int = setting(1, "Shortest answer", "In tokens.", low=0, high=8192, fold=Fold.ANSWERS)
    temperature: float = setting(
        1.0, "Temperature", "Of sampling and of every log-probability.", low=0.05, high=5.0, fold=Fold.ANSWERS
    )
    learning_rate: float = setting(
        1e-4, "Learning rate", "Of the policy, and of a value model that has an adapter.", low=0.0, high=1.0
    )
    tuning: str = setting(
        "lora",
        "Weights to train",
        "lora: an adapter beside the frozen base, which is the reference too. full: every weight of the model, beside a frozen "
        "copy as the reference; needs several times the memory and a learning rate ten times lower.",
        choices=("lora", "full"),
        fold=Fold.WEIGHTS,
    )
    shard: str = setting(
        "auto",
        "Share weights out",
        "Of several processes that train every weight. on: each holds its part of the weights, gradients and moments alone, and "
        "weights are gathered as they are needed (FSDP). off: each holds all, which needs more memory and less talk. auto: on "
        "where several processes train every weight.",
        choices=("auto", "on", "off"),
        fold=Fold.MACHINE,
    )
    value_model: str = setting(
        "head",
        "Value model",
        "What expects the rest of an answer's reward. head: a scalar head on the policy's own states, at no cost. adapter: an "
        "adapter with a head, which begins as the reward model where both share a base; a pass of its own for every answer.",
        choices=("head", "adapter"),
        fold=Fold.VALUE,
    )
    value_learning_rate: float = setting(
        1e-3,
        "Learning rate of the value head",
        "Of a head that starts at zero: it is small and needs more.",
        low=0.0,
        high=1.0,
        fold=Fold.VALUE,
    )
    value_warmup: int = setting(
        0,
        "Value warm-up",
        "The first steps, this many, train the value model alone: until it knows what answers earn, advantages are noise. The "
        "policy and an adaptive KL penalty stay as they are.",
        low=0,
        high=1_000_000,
        fold=Fold.VALUE,
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
        fold=Fold.KL,
    )
    kl_target: float = setting(
        6.0,
        "KL target",
        "Nats a whole answer; for the adaptive controller.",
        low=0.001,
        high=10_000.0,
        fold=Fold.KL,
    )
    kl_horizon: int = setting(
        1000,
        "KL horizon",
        "Answers over which the adaptive controller corrects.",
        low=1,
        high=100_000_000,
        fold=Fold.KL,
    )
    epochs: int = setting(
        2, "Epochs per step", "Passes over a step's answers.", low=1, high=64, fold=Fold.UPDATES
    )
    minibatches: int = setting(
        2,
        "Minibatches",
        "Optimiser steps per epoch; divides the answers of a step.",
        low=1,
        high=65_536,
        fold=Fold.UPDATES,
    )
    engine: str = setting(
        "loop",
        "Who writes the answers",
        "To the prompts that are learned from; held-out ones always by our loop, with the reference's chances. loop: our decode "
        "loop. continuous: transformers' continuous batching, made for a GPU with FlashAttention. vllm: vLLM on the GPU of the "
        "training (requirements/vllm.txt; not yet run). All draw by seed, step and prompt, but only the loop repeats itself bit "
        "for bit: with the others a resumed run may meet other answers.",
        choices=("loop", "continuous", "vllm"),
        fold=Fold.ANSWERS,
    )
    engine_memory: float = setting(
        0.4,
        "Memory of vLLM",
        "Share of the GPU's memory that vLLM may fill while it answers, its copy of the base included; given back after.",
        low=0.05,
        high=0.95,
        fold=Fold.MACHINE,
    )
    tokens_per_batch: int = setting(
        2048,
        "Tokens at once",
        "Bounds memory while scoring and training: answers with their prompts go through the models in micro-batches of at "
        "most this many tokens, padding counted. It is halved once when memory runs out.",
        low=64,
        high=4_000_000,
        fold=Fold.MACHINE,
    )
    clip: float = setting(
        0.2,
        "Policy clip",
        "Largest change of a probability ratio that still earns.",
        low=0.001,
        high=10.0,
        fold=Fold.UPDATES,
    )
    value_clip: float = setting(
        0.2,
        "Value clip",
        "Largest change of a value that still earns.",
        low=0.001,
        high=1000.0,
        fold=Fold.VALUE,
    )
    value_coefficient: float = setting(
        0.1,
        "Value loss weight",
        "Weight of the value loss beside the policy loss.",
        low=0.0,
        high=100.0,
        fold=Fold.VALUE,
    )
    gamma: float = setting(1.0, "Discount", "Gamma of the return.", low=0.0, high=1.0, fold=Fold.VALUE)
    lam: float = setting(
        0.95,
        "GAE lambda",
        "Between one-step (0) and whole-answer (1) advantages.",
        low=0.0,
        high=1.0,
        fold=Fold.VALUE,
    )
    whiten_rewards: str = setting(
        "off",
        "Whiten rewards",
        "on: the token rewards of a step, KL penalty and all, are brought to a deviation of 1; their mean is kept.",
        choices=("off", "on"),
        fold=Fold.REWARD,
    )
    full_vocabulary: str = setting(
        "exams",
        "Whole vocabulary",
        "Where KL and entropy are also summed over the whole vocabulary, beside their estimates from the drawn tokens. exams: "
        "at looks at held-out prompts. steps: at every step too, for one more forward pass of policy and reference.",
        choices=("never", "exams", "steps"),
        fold=Fold.MEASURES,
    )
    target_kl: float = setting(
        0.2,
        "Update KL",
        "Epochs of a step end when the policy moved this many nats a token from the one that sampled; 0 turns it off.",
        low=0.0,
        high=100.0,
        fold=Fold.UPDATES,
    )
    max_grad_norm: float = setting(
        1.0, "Gradient clip", "Largest gradient norm.", low=0.0, high=1000.0, fold=Fold.UPDATES
    )
    evaluate_every: int = setting(
        10,
        "Evaluate every",
        "Steps between looks at held-out prompts; 0 turns it off.",
        low=0,
        high=1_000_000,
        fold=Fold.MEASURES,
    )
    checkpoint_every: int = setting(
        1,
        "Checkpoint every",
        "Steps between resumable states: what a killed run loses at most. With an adapter a state is written in less than a "
        "second.",
        low=1,
        high=1_000_000,
        fold=Fold.MACHINE,
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
        if self.shard == "on" and self.tuning == "lora":
            problems.append(
                Problem("shard", "is for tuning full: an adapter is small, and every process holds its base")
            )
        if self.engine != "loop" and self.tuning == "full":
            problems.append(
                Problem("engine", "must be loop where tuning is full: the others answer with an adapter only")
            )
        if self.watch_reward_model == self.reward_model:
            problems.append(
                Problem("watch_reward_model", "must be another one than the model that is learned from")
            )
        return problems


@dataclass(frozen=True, kw_only=True)
class ScoreSettings(ScoringSettings, ReadingSettings):
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
        fold=Fold.REWARD,
    )
    batch_size: int = setting(
        16,
        "Batch size",
        "Answers scored side by side; it never changes a score.",
        low=1,
        high=4096,
        fold=Fold.MACHINE,
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
    min_new_tokens: int = setting(1, "Shortest answer", "In tokens.", low=0, high=8192, fold=Fold.ANSWERS)
    max_new_tokens: int = setting(48, "Longest answer", "In tokens.", low=1, high=8192)
    batch_size: int = setting(
        32, "Batch size", "Answers drawn side by side.", low=1, high=4096, fold=Fold.MACHINE
    )
    resamples: int = setting(
        2000,
        "Bootstrap resamples",
        "For the intervals, over prompts.",
        low=100,
        high=1_000_000,
        fold=Fold.MEASURES,
    )

    def cross_checks(self) -> list[Problem]:
        return length_problems(self.min_new_tokens, self.max_new_tokens)


SETTINGS: dict[str, type[Settings]] = {
    kind.verb: kind
    for kind in (
        SampleSettings,
        RewardSettings,
        PPOSettings,
        BestOfNSettings,
        SFTSettings,
        DPOSettings,
        RLOOSettings,
        GRPOSettings,
        ScoreSettings,
        EvaluateSettings,
    )
}
