"""best_of_n: what a model would earn if the reward model chose among n of its answers; nothing is trained.

N answers are drawn to every held-out prompt, by PPO's exam: the first of them is the one that PPO's reference gives. From
them the expected reward of the best of n is estimated without bias for n = 1, 2, 4 and so on up to N.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

from training.contract.baseline_settings import BestOfNSettings
from training.contract.rows import CompletionRow, PromptRow, write_rows
from training.data.prompts import read_heldout
from training.models.marking import RESAMPLES, Mark, Marks, sample_rows
from training.models.trial import ANSWERS_AT_ONCE, SHOWN_SAMPLES, Trial, load_trial
from training.rl.best_of_n import best_of_n_kl, doublings, expected_best
from training.support.device import choose_device
from training.support.intervals import Interval, mean_interval
from training.support.run import Run
from training.support.start import announce_start


def run(run: Run) -> None:
    settings = cast(BestOfNSettings, run.spec.settings)
    recorder = run.recorder

    # 1. The held-out prompts.
    heldout = read_heldout(
        run.input_path("prompts"),
        "Give prompts with the split heldout, as those that PPO is measured on.",
    )

    # 2. The model and the reward model.
    device = choose_device(settings)
    announce_start(run, device)
    trial = load_trial(run, settings, device, heldout, copies=settings.samples)

    # 3. N answers to each prompt, a few prompts at a time, scored.
    recorder.stage("generate", f"Answering {len(heldout)} prompts {settings.samples} times")
    marks = answer_all(run, trial)

    # 4. The expected reward of the best of n, with its interval over prompts.
    curve = [estimate(marks, n, settings.seed) for n in doublings(settings.samples)]
    last = curve[-1]
    for point in curve:  # counted by n, where a training counts by steps
        measured = {f"heldout_{name}": point[name] for name in ("reward", "reward_gain", "kl", "length")}
        recorder.evaluation(point["n"], measured)

    # 5. The best answers, and the figures.
    best = [[max(given, key=lambda mark: mark.reward)] for given in marks]
    shown = sample_rows(heldout, marks, best)[:SHOWN_SAMPLES]
    name = f"Best of {settings.samples}"
    recorder.samples(0, [{**row, "policy_name": name, "kl": None} for row in shown])
    if settings.keep_best == "on":
        recorder.stage("save", "Saving the best answers")
        target = run.artifact_path("best_answers.jsonl")
        write_rows(
            target, (best_row(row, given[0], settings) for row, given in zip(heldout, best, strict=True))
        )
        recorder.artifact(name="best_answers", type="completions", path=run.relative(target))
    recorder.result(
        {
            "prompts": len(heldout),
            "samples": settings.samples,
            "reward_before": curve[0]["reward"]["value"],
            "reward_after": last["reward"]["value"],
            "gain": last["reward_gain"],
            "kl": last["kl"],
            "length_before": curve[0]["length"]["value"],
            "length_after": last["length"]["value"],
            "curve": curve,
        }
    )


def answer_all(run: Run, trial: Trial) -> Marks:
    """Return the marks of all answers; a wish to stop is heard between the batches of prompts."""
    exam = trial.exam
    width = max(ANSWERS_AT_ONCE // exam.copies, 1)
    marks: Marks = []
    for start in range(0, len(exam.rows), width):
        run.stop.end_if_asked(None)
        part = replace(
            exam, rows=exam.rows[start : start + width], queries=exam.queries[start : start + width]
        )
        marks += part.take(trial.policy, trial.reward, None, telling(run, start * exam.copies, trial))
    return marks


def telling(run: Run, before: int, trial: Trial) -> Callable[[int], None]:
    """Return a listener that adds a batch's answers to those of the batches before it."""
    total = len(trial.rows) * trial.exam.copies
    return lambda done: run.recorder.progress(before + done, total, "answers")


def estimate(marks: Marks, n: int, seed: int) -> dict[str, Any]:
    """Return what the best of n answers is expected to earn, to gain over one answer, and how long it is."""
    rewards = [[mark.reward for mark in given] for given in marks]
    lengths = [[float(mark.tokens) for mark in given] for given in marks]
    best = [expected_best(scores, scores, n) for scores in rewards]
    one = [expected_best(scores, scores, 1) for scores in rewards]
    kl = best_of_n_kl(n)

    def mean(values: Sequence[float]) -> Interval:
        return mean_interval([[value] for value in values], resamples=RESAMPLES, seed=seed)

    return {
        "n": n,
        "reward": mean(best),
        "reward_gain": mean([most - plain for most, plain in zip(best, one, strict=True)]),
        "kl": {"value": kl, "low": kl, "high": kl, "n": len(marks)},
        "length": mean(
            [expected_best(values, scores, n) for values, scores in zip(lengths, rewards, strict=True)]
        ),
    }


def best_row(row: PromptRow, mark: Mark, settings: BestOfNSettings) -> CompletionRow:
    return CompletionRow(
        completion_id=str(uuid.uuid4()),
        prompt_id=row.prompt_id,
        messages=row.messages,
        text=mark.text,
        domain=row.domain,
        model=settings.model,
        sampling={
            "best_of": settings.samples,
            "reward": mark.reward,
            "temperature": settings.temperature,
            "min_new_tokens": settings.min_new_tokens,
            "max_new_tokens": settings.max_new_tokens,
            "seed": settings.seed,
            "ended": mark.ended,
            "tokens": mark.tokens,
        },
    )
