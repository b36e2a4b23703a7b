"""PPO here and with trl 1.12's PPOTrainer on the same prompts, reward model and seeds: held-out reward at equal samples and equal KL.

A reward model learns from rankings first. Then each side takes as many updates of as many answers; every few updates its policy is
kept, and all are measured by one verb, on held-out prompts, with the same chances.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

from benchmarks.keeping import kept_policies, run_keeping
from benchmarks.ppo import VALUE_DESIGN, say
from benchmarks.ppo_material import (
    ALPHA,
    RANK,
    TARGETS,
    made_prompts,
    new_run,
    token_ids,
    whole_reward_model,
)
from benchmarks.reward_peer import model_place
from benchmarks.reward_rankings import made_rankings
from benchmarks.trl_environment import DEFAULT, TRL, trl_python
from benchmarks.turns import Contestant
from training.contract.events import fold
from training.contract.rows import PromptRow
from training.contract.setting import BUNDLED_MODEL
from training.support.intervals import mean_interval

Point = dict[str, Any]
"""Of one kept policy: step, kl, and `rewards`, the mean reward of each held-out prompt's answers."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default=BUNDLED_MODEL, help="a causal model: folder, id or bundled:…")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--updates", type=int, default=12)
    parser.add_argument("--every", type=int, default=4, help="updates between two policies that are kept")
    parser.add_argument("--answers", type=int, default=16, help="of an update, each to a prompt of its own")
    parser.add_argument("--answer-tokens", type=int, default=24)
    parser.add_argument("--prompt-tokens", type=int, default=48)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--micro-batch", type=int, default=16)
    parser.add_argument("--heldout", type=int, default=32, help="prompts to measure on")
    parser.add_argument("--samples", type=int, default=2, help="answers to each of them")
    parser.add_argument("--rankings", type=int, default=48, help="for the reward model")
    parser.add_argument(
        "--learning-rate", type=float, default=1e-3, help="of the policy's adapter, on both sides"
    )
    parser.add_argument("--trl-value-learning-rate", type=float, default=1e-5, help="of trl's value model")
    parser.add_argument("--kl", type=float, default=0.05, help="KL penalty, of the standardised reward")
    parser.add_argument(
        "--environment", type=Path, default=DEFAULT, help="trl's own virtual environment; made when missing"
    )


def run(options: argparse.Namespace) -> dict[str, Any]:
    python = trl_python(options.environment)
    with tempfile.TemporaryDirectory(prefix="podium-benchmark-") as name:
        folder = Path(name)
        reward = learned_reward(options, folder / "reward")
        spread = json.loads((reward / "podium.json").read_text())["standardisation"]["std"]
        whole = whole_reward_model(reward, folder / "whole", scale=spread)
        seeds = []
        for seed in range(options.seeds):
            rows = made_prompts(
                options.model,
                options.answers * options.updates,
                options.prompt_tokens,
                split="train",
                seed=seed,
            )
            ours = podium(options, folder / f"podium-{seed}", reward, rows, seed)
            say(f"seed {seed}: Podium's policies are kept")
            theirs = trl(options, folder / f"trl-{seed}", whole, rows, seed, python)
            say(f"seed {seed}: trl's policies are kept")
            sides = {"podium": ours, "trl": theirs}
            seeds.append(
                {
                    name: measure(options, folder, f"{name}-{seed}", kept, reward)
                    for name, kept in sides.items()
                }
            )
    return {
        **compare(seeds),
        "by_seed": [
            {name: [without_rewards(point) for point in points] for name, points in sides.items()}
            for sides in seeds
        ],
        "value_design": VALUE_DESIGN,
        "options": {
            name: value for name, value in vars(options).items() if isinstance(value, int | float | str)
        },
        "trl": TRL.partition("==")[2],
        "load_average_at_end": [round(load, 2) for load in os.getloadavg()],
    }


def learned_reward(options: argparse.Namespace, folder: Path) -> Path:
    rows = made_rankings(
        options.rankings, options.rankings // 4, k=4, prompt_tokens=12, answer_tokens=options.answer_tokens
    )
    settings = {"model": options.model, "learning_rate": 5e-4, "epochs": 1, "prompts_per_step": 4}
    run_keeping(new_run(folder, "reward", rows, settings))
    return folder / "artifacts" / "reward_model"


def podium(
    options: argparse.Namespace, folder: Path, reward: Path, rows: list[PromptRow], seed: int
) -> dict[int, Path]:
    """Let our verb take the updates, and return its kept policies by step."""
    longest = max(map(len, token_ids(options.model, rows)))
    settings = {
        "model": options.model,
        "reward_model": str(reward),
        "steps": options.updates,
        "prompts_per_step": options.answers,
        "samples_per_prompt": 1,
        "max_new_tokens": options.answer_tokens,
        "lora_r": RANK,
        "lora_alpha": ALPHA,
        "lora_targets": TARGETS,
        "learning_rate": options.learning_rate,
        "kl_coefficient": options.kl,
        "epochs": options.epochs,
        "minibatches": 1,
        "tokens_per_batch": options.micro_batch * (longest + options.answer_tokens),
        "target_kl": 0.0,
        "evaluate_every": 0,
        "checkpoint_every": options.every,
        "seed": seed,
    }
    run_keeping(new_run(folder, "ppo", rows, settings))
    return kept_policies(folder)


def trl(
    options: argparse.Namespace, folder: Path, whole: Path, rows: list[PromptRow], seed: int, python: Path
) -> dict[int, Path]:
    """Let trl take the updates, and return its kept policies by step."""
    folder.mkdir()
    plan = {
        "model": model_place(options.model),
        "reward": str(whole),
        "prompts": token_ids(options.model, rows),
        "folder": str(folder),
        "answers": options.answers,
        "answer_tokens": options.answer_tokens,
        "stop_token": "eos",
        "missing_end_penalty": 1.0,
        "epochs": options.epochs,
        "micro_batch": options.micro_batch,
        "updates": options.updates,
        "learning_rate": options.learning_rate,
        "value_learning_rate": options.trl_value_learning_rate,
        "kl_coefficient": options.kl,
        "lora_r": RANK,
        "lora_alpha": ALPHA,
        "lora_targets": TARGETS,
        "dtype": "float32",
        "seed": seed,
    }
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    kept = {}
    command = [str(python), "-m", "benchmarks.ppo_trl", str(folder / "plan.json")]
    with Contestant(command, folder / "log") as side:
        for step in range(1, options.updates + 1):
            side.ask("update", count=False)
            if step % options.every == 0 or step == options.updates:
                kept[step] = folder / f"step-{step}"
                side.ask("save", folder=str(kept[step]))
                card = {"type": "policy", "base": options.model}
                (kept[step] / "podium.json").write_text(json.dumps(card), encoding="utf-8")
    return kept


def measure(
    options: argparse.Namespace, folder: Path, name: str, kept: dict[int, Path], reward: Path
) -> list[Point]:
    """Return the reference and every kept policy as points, by the verb evaluate."""
    rows = made_prompts(options.model, options.heldout, options.prompt_tokens, split="heldout", seed=0)
    points: list[Point] = []
    for step, policy in kept.items():
        settings = {
            "policy": str(policy),
            "reference": options.model,
            "reward_model": str(reward),
            "samples_per_prompt": options.samples,
            "max_new_tokens": options.answer_tokens,
        }
        place = new_run(folder / f"evaluate-{name}-{step}", "evaluate", rows, settings)
        kl = fold(run_keeping(place)).result["kl"]["value"]
        lines = (place / "artifacts" / "comparisons.jsonl").read_text(encoding="utf-8").splitlines()
        compared = [json.loads(line) for line in lines]
        if not points:
            points.append({"step": 0, "kl": 0.0, "rewards": rewards_of(compared, "reference")})
        points.append({"step": step, "kl": kl, "rewards": rewards_of(compared, "policy")})
        say(f"{name}, step {step}: {without_rewards(points[-1])}")
    return points


def rewards_of(compared: list[dict[str, Any]], side: str) -> list[float]:
    return [sum(answer["reward"] for answer in row[side]) / len(row[side]) for row in compared]


def without_rewards(point: Point) -> dict[str, Any]:
    reward = sum(point["rewards"]) / len(point["rewards"])
    return {"step": point["step"], "kl": round(point["kl"], 3), "reward": round(reward, 3)}


def compare(seeds: list[dict[str, list[Point]]]) -> dict[str, Any]:
    """Return our held-out reward less trl's, at equal samples and at equal KL, with intervals over prompts and seeds.

    Equal KL: of each seed the smaller of the two largest KLs; a side's reward there lies on the line between the two kept policies
    around it, over the square root of the KL.
    """
    last = [
        [
            mine - theirs
            for mine, theirs in zip(*(sides[name][-1]["rewards"] for name in ("podium", "trl")), strict=True)
        ]
        for sides in seeds
    ]
    equal, where = [], []
    for sides in seeds:
        target = min(max(point["kl"] for point in points) for points in sides.values())
        pair = [rewards_at(sides[name], target) for name in ("podium", "trl")]
        equal.append([mine - theirs for mine, theirs in zip(*pair, strict=True)])
        where.append(round(target, 3))
    return {
        "gain_at_equal_samples": interval(last),
        "gain_at_equal_kl": interval(equal),
        "equal_kl": where,
        "kl_at_equal_samples": {
            name: [round(sides[name][-1]["kl"], 3) for sides in seeds] for name in ("podium", "trl")
        },
        "not_worse_at_equal_kl": interval(equal)["high"] >= 0,
    }


def interval(gains: list[list[float]]) -> dict[str, float]:
    """Return the mean with its 95 % interval over prompts, each prompt bringing its gain of every seed."""
    return dict(
        mean_interval([list(of_prompt) for of_prompt in zip(*gains, strict=True)], resamples=2000, seed=0)
    )


def rewards_at(points: list[Point], kl: float) -> list[float]:
    """Return each prompt's reward where the KL first reaches `kl`, on the line between the two points around it."""
    for before, after in pairwise(points):
        if before["kl"] <= kl <= after["kl"]:
            low, high = sqrt(max(before["kl"], 0.0)), sqrt(max(after["kl"], 0.0))
            share = (sqrt(max(kl, 0.0)) - low) / (high - low) if high > low else 1.0
            pairs = zip(before["rewards"], after["rewards"], strict=True)
            return [one + share * (other - one) for one, other in pairs]
    raise ValueError(f"No two points lie around a KL of {kl}.")
