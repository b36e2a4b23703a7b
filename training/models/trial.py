"""A model before and after a training that another library does, on the exam that PPO takes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch

from training.contract.baseline_settings import ExamSettings, TrlSettings
from training.contract.rows import PromptRow
from training.data.prompts import encode_prompts, tell_format
from training.models.adapters import adapter_config, adapter_shape
from training.models.ensemble import combine_of
from training.models.format import Kind
from training.models.generation import Sampling
from training.models.loading import load_policy
from training.models.marking import (
    Exam,
    Marks,
    heldout_measures,
    reference_rows,
    result_measures,
    sample_rows,
)
from training.models.memory_roles import measure_roles, trial_roles
from training.models.policy import Policy, as_reference, save_policy, trainable
from training.models.reward import load_reward_model
from training.models.reward_model import RewardModel
from training.models.rollout import Asked, Rollout, ask
from training.models.source import resolve_reward_source, resolve_source
from training.models.trainable import count_parameters
from training.support.budget import Budget
from training.support.device import Device
from training.support.errors import TrainerError
from training.support.run import Run

SHOWN_SAMPLES = 12
ANSWERS_AT_ONCE = 64


@dataclass
class Trial:
    """What is examined. The reward model has base weights of its own: trl's trainers switch every adapter of theirs."""

    policy: Policy
    reward: RewardModel
    rows: Sequence[PromptRow]
    """The held-out prompts."""
    exam: Exam
    before: Marks


def load_trial(
    run: Run, settings: ExamSettings, device: Device, heldout: Sequence[PromptRow], *, copies: int = 1
) -> Trial:
    """Load the model to begin with and the reward model; nothing is answered yet."""
    run.recorder.stage("load", f"Loading {settings.model}")
    policy = load_policy(resolve_source(settings.model, "settings.model"), device)
    if isinstance(settings, TrlSettings) and policy.kind is not Kind.DECODER:
        raise TrainerError(
            f"{policy.source.name} is an encoder-decoder model; trl, which does this training, knows decoders only.",
            "Choose a causal language model, or PPO, or best-of-n.",
        )
    tell_format(policy, run.recorder)
    source = resolve_reward_source(settings.reward_model, "settings.reward_model")
    reward = load_reward_model(source, device, longest=policy.context, combine=combine_of(settings))
    queries = encode_prompts(policy, heldout, settings.max_new_tokens, run.recorder)
    longest = max(map(len, queries), default=0) + settings.max_new_tokens
    exam = Exam(
        rows=heldout,
        queries=queries,
        sampling=Sampling(settings.temperature, settings.min_new_tokens, settings.max_new_tokens),
        seed=settings.seed,
        copies=copies,
        at_once=Budget(ANSWERS_AT_ONCE, run.recorder.warning, "answers"),
        budget=Budget(settings.micro_batch * longest, run.recorder.warning),
    )
    return Trial(policy=policy, reward=reward, rows=heldout, exam=exam, before=[])


def examine_before(run: Run, trial: Trial, *, known: bool) -> None:
    """Let the model answer the held-out prompts as it is: it is the reference of what it becomes.

    Where an earlier attempt has told the measures they are `known`, and not told again.
    """
    count, began = len(trial.rows), time.monotonic()
    if not count:
        run.recorder.info("No prompt has the split heldout: the gain in reward is not measured.")
        return
    run.recorder.stage("evaluate", f"The reference answers {count} held-out prompts")
    trial.before = trial.exam.take(
        trial.policy, trial.reward, None, lambda done: run.recorder.progress(done, count, "answers")
    )
    if not known:
        measures = heldout_measures(trial.before, trial.before, trial.exam.seed)
        run.recorder.evaluation(0, measures, seconds=time.monotonic() - began)
        run.recorder.samples(0, reference_rows(trial.rows, trial.before)[:SHOWN_SAMPLES])


def adapter_of(settings: TrlSettings, policy: Policy) -> Any:
    """Return the adapter that is trained, as peft's config: PPO's."""
    return adapter_config(policy.trunk, adapter_shape(settings), task_type=policy.task, without=policy.head)


def tell_memory(run: Run, trial: Trial, model: Any) -> None:
    """Tell what of the model is trained, now that the trainer has made its adapter, and what each part holds in memory."""
    run.recorder.memory(measure_roles(trial_roles(model, trial.reward)))
    run.recorder.info(
        f"{count_parameters(trainable(model)):,} weights of the policy are trained; the reward model has base weights of its "
        "own."
    )


def finish_trial(run: Run, trial: Trial, trained: Any, step: int, figures: dict[str, Any]) -> None:
    """Examine what the model became, write it down and save it. `trained` is the adapted model."""
    recorder, policy, seed, began = run.recorder, trial.policy, trial.exam.seed, time.monotonic()
    policy.model = trained.eval()
    measured: dict[str, Any] = {}
    if trial.rows:
        after = examine_after(run, trial)
        measures = heldout_measures(trial.before, after, seed)
        recorder.evaluation(step, measures, seconds=time.monotonic() - began)
        recorder.samples(step, sample_rows(trial.rows, trial.before, after)[:SHOWN_SAMPLES])
        measured = result_measures(trial.before, after, seed)
    recorder.stage("save", "Saving the policy")
    target = run.artifact_path("policy")
    card = {
        "method": run.spec.verb,
        "reward_model": cast(ExamSettings, run.spec.settings).reward_model,
        "steps": step,
        "measures": measured,
        "run_id": run.spec.run_id,
        "lineage": run.spec.lineage,
    }
    save_policy(policy, target, card)
    recorder.artifact(name="policy", type="policy", path=run.relative(target))
    recorder.result({"steps": step, "optimizer_steps": step, **figures, **measured})


def examine_after(run: Run, trial: Trial) -> Marks:
    count = len(trial.rows)
    run.recorder.stage("evaluate", f"The policy answers {count} held-out prompts")

    def reference_logprobs(rollout: Rollout, asked: Asked) -> torch.Tensor:
        with as_reference(trial.policy) as reference:
            return ask(reference, rollout, asked).logprobs

    return trial.exam.take(
        trial.policy,
        trial.reward,
        reference_logprobs,
        lambda done: run.recorder.progress(done, count, "answers"),
    )
