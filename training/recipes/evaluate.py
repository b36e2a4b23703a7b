"""evaluate: a policy beside its reference on held-out prompts, scored by a reward model."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import torch

from training.contract.rows import PromptRow
from training.contract.settings import EvaluateSettings
from training.data.prompts import encode_prompts, read_heldout, tell_format
from training.models.ensemble import combine_of
from training.models.generation import Sampling
from training.models.loading import load_policy
from training.models.marking import (
    Exam,
    Mark,
    Marks,
    mean_reward,
    measure,
    measure_gain,
    rewards_of,
    sample_rows,
)
from training.models.policy import Policy, as_reference
from training.models.reward import reward_model_for
from training.models.rollout import Asked, Rollout, ask
from training.models.source import resolve_reward_source, resolve_source
from training.models.tokenizer import same_tokenizer
from training.support.budget import Budget
from training.support.device import choose_device
from training.support.intervals import Interval, mean_interval
from training.support.run import Run
from training.support.start import announce_start

SHOWN_SAMPLES = 12
TOKENS_AT_ONCE = 2048


def run(run: Run) -> None:
    settings = cast(EvaluateSettings, run.spec.settings)
    recorder = run.recorder

    # 1. The held-out prompts.
    heldout = read_heldout(
        run.input_path("prompts"),
        "Give prompts that the policy was not trained on, with the split heldout.",
    )

    # 2. The models. A policy that stands on the reference by adapters shares its weights: the reference is those off.
    device = choose_device(settings)
    announce_start(run, device)
    recorder.stage("load", f"Loading {settings.policy}")
    source = resolve_source(settings.policy, "settings.policy")
    reference_source = resolve_source(settings.reference, "settings.reference")
    reward_source = resolve_reward_source(settings.reward_model, "settings.reward_model")
    needed = [reference_source.key, reward_source.base.key if reward_source.base else ""]
    policy = load_policy(source, device, needed=needed, reference=reference_source.key)
    on_reference = policy.reference_key == reference_source.key
    reference = policy if on_reference else load_policy(reference_source, device)
    reward = reward_model_for(
        policy,
        reward_source,
        longest=policy.context,
        combine=combine_of(settings),
    )

    tell_format(policy, recorder)

    # 3. Both answer every prompt, with the same chances.
    comparable = on_reference or same_tokenizer(policy.tokenizer, reference.tokenizer)
    if not comparable:
        recorder.warning("Policy and reference have different tokenizers: their KL is not measured.")
    sampling = Sampling(settings.temperature, settings.min_new_tokens, settings.max_new_tokens)

    budget = Budget(TOKENS_AT_ONCE, recorder.warning)
    at_once = Budget(settings.batch_size, recorder.warning, "answers")

    def exam_of(model: Policy) -> Exam:
        return Exam(
            rows=heldout,
            queries=encode_prompts(model, heldout, settings.max_new_tokens, recorder),
            sampling=sampling,
            seed=settings.seed,
            copies=settings.samples_per_prompt,
            at_once=at_once,
            budget=budget,
        )

    def reference_logprobs(rollout: Rollout, asked: Asked) -> torch.Tensor:
        with as_reference(reference) as frozen:
            return ask(frozen, rollout, asked).logprobs

    total = len(heldout) * settings.samples_per_prompt

    def tell(done: int) -> None:
        recorder.progress(done, total, "answers")

    recorder.stage("generate", f"The reference answers {len(heldout)} prompts")
    with as_reference(reference) as frozen:
        before = exam_of(frozen).take(frozen, reward, None, tell)
    run.stop.end_if_asked(None)
    recorder.stage("generate", f"The policy answers {len(heldout)} prompts")
    after = exam_of(policy).take(policy, reward, reference_logprobs if comparable else None, tell)

    # 4. The measures, with their intervals over prompts.
    measured = compare(before, after, settings, comparable=comparable)
    recorder.evaluation(0, measured)

    # 5. The artifact: every answer beside its counterpart.
    recorder.stage("save", "Saving the comparisons")
    compared = [comparison_row(row, old, new) for row, old, new in zip(heldout, before, after, strict=True)]
    target = run.artifact_path("comparisons.jsonl")
    write_comparisons(target, compared)
    recorder.artifact(name="comparisons", type="comparisons", path=run.relative(target))
    recorder.samples(0, sample_rows(heldout, before, after)[:SHOWN_SAMPLES])
    recorder.result({"prompts": len(heldout), "answers": total, **measured})


def compare(
    before: Marks, after: Marks, settings: EvaluateSettings, *, comparable: bool
) -> dict[str, Interval]:
    drawn = {"resamples": settings.resamples, "seed": settings.seed}
    measured = {"reward_gain": measure_gain(rewards_of(before), rewards_of(after), **drawn)}
    for name, marks in (("before", before), ("after", after)):
        measured[f"reward_{name}"] = measure(marks, lambda mark: mark.reward, **drawn)
        measured[f"length_{name}"] = measure(marks, lambda mark: float(mark.tokens), **drawn)
        measured[f"ended_{name}"] = measure(marks, lambda mark: float(mark.ended), **drawn)
    if comparable:
        measured["kl"] = measure(after, lambda mark: mark.kl, **drawn)
    wins = [
        [win(mine.reward, theirs.reward) for mine, theirs in zip(new, old, strict=True)]
        for old, new in zip(before, after, strict=True)
    ]
    measured["win_rate"] = mean_interval(wins, **drawn)
    return measured


def win(mine: float, theirs: float) -> float:
    return 1.0 if mine > theirs else 0.5 if mine == theirs else 0.0


def comparison_row(row: PromptRow, before: Sequence[Mark], after: Sequence[Mark]) -> dict[str, Any]:
    reference = [
        {"text": mark.text, "reward": mark.reward, "tokens": mark.tokens, "ended": mark.ended}
        for mark in before
    ]
    return {
        "prompt_id": row.prompt_id,
        "domain": row.domain,
        "prompt": row.messages[-1].content,
        "messages": row.to_json()["messages"],
        "reference": reference,
        "policy": [mark.to_json() for mark in after],
        "gain": mean_reward(after) - mean_reward(before),
    }


def write_comparisons(target: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows as JSON Lines in one atomic step."""
    partial = target.with_name(target.name + ".partial")
    with partial.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        lines.flush()
        os.fsync(lines.fileno())
    partial.replace(target)
