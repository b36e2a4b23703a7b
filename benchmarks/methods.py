"""PPO beside best-of-n, SFT, DPO, RLOO and GRPO: one model, one set of rankings, one reward model, as many answers.

The demo's prompts and the answers that SmolLM2 gave to them, ranked by the demo's rule with noise. Every method is a run of the
product; then policy and model answer the held-out prompts by one verb, and the rule says what the answers are worth.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.ppo import say
from benchmarks.ppo_material import new_run, run_alone
from labeling.demo.content import demo_prompts, kept_answers
from labeling.demo.rule import gold_score, noisy_score, rank
from training.contract.events import fold
from training.contract.rows import CompletionRow, Message, PromptRow, RankingRow, read_rows
from training.contract.setting import BUNDLED_MODEL
from training.support.intervals import mean_interval

GROUP = 4
"""Answers to each prompt of a step, for the methods that compare them."""
TRAINED = ("sft", "dpo", "rloo", "grpo", "ppo")
SIZES = (
    "model",
    "prompts",
    "heldout",
    "annotators",
    "answers",
    "answers_per_step",
    "samples",
    "learning_rate",
    "seed",
)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default=BUNDLED_MODEL, help="a causal model: folder, id or bundled:…")
    parser.add_argument("--prompts", type=int, default=96, help="of the demo's, spread over its domains")
    parser.add_argument("--heldout", type=int, default=24, help="of them, to measure on")
    parser.add_argument("--annotators", type=int, default=1, help="scripted ones, each with noise of its own")
    parser.add_argument("--answers", type=int, default=192, help="that ppo, rloo and grpo each learn from")
    parser.add_argument("--answers-per-step", type=int, default=32, help="of ppo; rloo and grpo take half")
    parser.add_argument("--answer-tokens", type=int, default=40)
    parser.add_argument("--samples", type=int, default=2, help="answers to each held-out prompt")
    parser.add_argument("--best-of", type=int, default=8)
    parser.add_argument("--learning-rate", type=float, default=3e-4, help="of every method")
    parser.add_argument("--kl", type=float, default=0.15, help="KL penalty of ppo, rloo and grpo")
    parser.add_argument("--lora-layers", type=int, default=15, help="layers with an adapter, from the top")
    parser.add_argument("--seed", type=int, default=0)


def run(options: argparse.Namespace) -> dict[str, Any]:
    prompts = prompt_rows(options)
    rankings = ranking_rows(options, prompts)
    with tempfile.TemporaryDirectory(prefix="podium-benchmark-") as place:
        folder = Path(place)
        adapter = {"lora_layers": options.lora_layers, "learning_rate": options.learning_rate}
        given = {"model": options.model, "seed": options.seed, **adapter, "epochs": 3, "prompts_per_step": 4}
        judged = run_alone(new_run(folder / "reward", "reward", rankings, given), "reward")
        reward = str(folder / "reward" / "artifacts" / "reward_model")
        say(f"reward model: {fold(judged).result['heldout_accuracy']}")
        exam = {
            "reward_model": reward,
            "max_new_tokens": options.answer_tokens,
            "min_new_tokens": 8,
            "temperature": 0.8,
            "seed": options.seed,
        }
        found: dict[str, Any] = {}
        for verb in TRAINED:
            rows = rankings if verb in ("sft", "dpo") else prompts
            settings = {"model": options.model, **exam, **adapter, **of_method(verb, options)}
            began = time.monotonic()
            events = run_alone(new_run(folder / verb, verb, rows, settings), verb)
            seconds = time.monotonic() - began
            policy = str(folder / verb / "artifacts" / "policy")
            compared = evaluate(folder / f"evaluate-{verb}", prompts, options, {**exam, "policy": policy})
            found[verb] = {**compared, "optimizer_steps": fold(events).result["optimizer_steps"]}
            found[verb]["seconds"] = round(seconds, 1)
            say(f"{verb}: {found[verb]}")
        best = {"model": options.model, **exam, "samples": options.best_of, "keep_best": "on"}
        events = run_alone(new_run(folder / "best", "best_of_n", prompts, best), "best_of_n")
        found["best_of_n"] = best_figures(folder, fold(events).result)
        say(f"best_of_n: {found['best_of_n']}")
    return {
        **found,
        "reward_model_accuracy": fold(judged).result["heldout_accuracy"],
        **{name: getattr(options, name) for name in SIZES},
        "versions": {name: version(name) for name in ("torch", "transformers", "peft", "trl")},
        "threads": os.environ.get("OMP_NUM_THREADS", str(os.cpu_count())),
        "load_average_at_end": [round(load, 2) for load in os.getloadavg()],
    }


def prompt_rows(options: argparse.Namespace) -> list[PromptRow]:
    """Return the demo's prompts, every so many of them held out, so that each domain has its share."""
    rows = demo_prompts()
    rows = rows[:: max(len(rows) // options.prompts, 1)][: options.prompts]
    apart = len(rows) // options.heldout
    return [
        PromptRow(
            prompt_id=row["external_id"],
            messages=tuple(Message(**message) for message in row["messages"]),
            domain=row["domain"],
            split="heldout" if number % apart == 0 else "train",
        )
        for number, row in enumerate(rows)
    ]


def ranking_rows(options: argparse.Namespace, prompts: Sequence[PromptRow]) -> list[RankingRow]:
    """Return the rankings of the kept answers by the demo's rule, each annotator's through noise of its own."""
    answers = kept_answers()
    return [
        RankingRow(
            ranking_id=f"{row.prompt_id}-{number}",
            prompt_id=row.prompt_id,
            messages=row.messages,
            completions=[
                {"id": str(place), "text": answer["text"], "model": "", "sampling": answer["sampling"]}
                for place, answer in enumerate(answers[row.prompt_id])
            ],
            groups=rank(
                {
                    str(place): noisy_score(
                        score=worth(row, answer["text"]), annotator=f"{number}", answer=answer["text"]
                    )
                    for place, answer in enumerate(answers[row.prompt_id])
                }
            ),
            annotator=f"{number}",
            domain=row.domain,
            split=row.split,
        )
        for row in prompts
        for number in range(options.annotators)
    ]


def worth(row: PromptRow, answer: str) -> float:
    return gold_score(domain=row.domain, prompt=row.messages[-1].content, answer=answer)


def of_method(verb: str, options: argparse.Namespace) -> dict[str, Any]:
    """Return what a method is told besides; those that draw answers themselves draw as many."""
    if verb == "sft":
        return {"epochs": 2, "answers_per_step": 16}
    if verb == "dpo":
        return {"epochs": 1, "pairs_per_step": 16}
    per_step = options.answers_per_step if verb == "ppo" else options.answers_per_step // 2
    samples = 2 if verb == "ppo" else GROUP
    settings = {
        "steps": options.answers // per_step,
        "prompts_per_step": per_step // samples,
        "samples_per_prompt": samples,
        "kl_coefficient": options.kl,
    }
    return {**settings, "evaluate_every": 0} if verb == "ppo" else settings


def evaluate(
    folder: Path, prompts: list[PromptRow], options: argparse.Namespace, exam: dict[str, Any]
) -> dict[str, Any]:
    """Return what a policy gained on held-out prompts: by the reward model, and by the rule that it never saw."""
    settings = {"reference": options.model, "samples_per_prompt": options.samples, **exam}
    result = fold(run_alone(new_run(folder, "evaluate", prompts, settings), "evaluate")).result
    compared = comparisons(folder)
    golds = [[mean(gold(row, side)) for row in compared] for side in ("reference", "policy")]
    return {
        "gain": rounded(result["reward_gain"]),
        "gold_gain": gain_of(*golds),
        "gold_before": round(mean(golds[0]), 3),
        "kl": rounded(result["kl"]),
        "length": [round(result[f"length_{side}"]["value"], 1) for side in ("before", "after")],
    }


def best_figures(folder: Path, result: dict[str, Any]) -> dict[str, Any]:
    """Return the estimates of best-of-n, and what the rule says of the best answers beside the reference's."""
    compared = comparisons(folder / f"evaluate-{TRAINED[0]}")
    before = {row["prompt_id"]: mean(gold(row, "reference")) for row in compared}
    best = read_rows(folder / "best" / "artifacts" / "best_answers.jsonl", CompletionRow)
    after = {
        row.prompt_id: gold_score(domain=row.domain, prompt=row.messages[-1].content, answer=row.text)
        for row in best
    }
    return {
        "gain": rounded(result["gain"]),
        "gold_gain": gain_of(list(before.values()), [after[name] for name in before]),
        "kl": round(result["kl"]["value"], 2),
        "length": [round(result[f"length_{side}"], 1) for side in ("before", "after")],
        "n": result["samples"],
    }


def comparisons(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "artifacts" / "comparisons.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def gold(row: dict[str, Any], side: str) -> list[float]:
    asked = row["messages"][-1]["content"]
    return [gold_score(domain=row["domain"], prompt=asked, answer=answer["text"]) for answer in row[side]]


def gain_of(before: Sequence[float], after: Sequence[float]) -> dict[str, float]:
    """Return the mean gain with its 95 % interval over prompts."""
    gains = [[late - early] for early, late in zip(before, after, strict=True)]
    return rounded(mean_interval(gains, resamples=2000, seed=0))


def rounded(interval: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in interval.items()}
