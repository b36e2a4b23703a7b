"""What is truly good while a learned reward is pushed up: a proxy from rankings of which a quarter are wrong, one model and ensembles.

A small model writes letters; a gold rule says what its answers are worth; annotators compare two answers by it and are wrong one
time in four. Reward models learn from that, PPO learns from them under a small KL penalty, and gold is measured along
the way, over the square root of the KL: Gao et al. 2023, "Scaling Laws for Reward Model Overoptimization", section 3; ensembles
after Coste et al. 2024, "Reward Model Ensembles Help Mitigate Overoptimization", section 4.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from itertools import pairwise
from math import sqrt
from pathlib import Path
from random import Random
from statistics import mean, stdev
from typing import Any

import torch

from benchmarks.keeping import kept_policies, run_keeping
from benchmarks.letters import RULES, letter_prompts, letters_model, save_judge
from benchmarks.ppo_material import new_run
from training.contract.events import Event, fold
from training.contract.rows import RankingRow

LETTERS = "abcdefghijkl"
LENGTH = 8
WRONG = 0.25
REPEAT_COSTS = 3.0
WAYS: dict[str, dict[str, Any]] = {
    "single": {},
    "mean": {"ensemble": "mean"},
    "min": {"ensemble": "min"},
    "cautious": {"ensemble": "cautious", "ensemble_penalty": 1.0},
}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument(
        "--rankings", type=int, default=200, help="of two answers, one in four the wrong way round"
    )
    parser.add_argument("--members", type=int, default=4, help="of the ensembles")
    parser.add_argument("--epochs", type=int, default=4, help="of the reward models")
    parser.add_argument("--steps", type=int, default=40, help="of PPO")
    parser.add_argument("--every", type=int, default=5, help="steps between two looks at gold")
    parser.add_argument("--answers", type=int, default=96, help="of a step; a multiple of the 12 prompts")
    parser.add_argument("--kl", type=float, default=0.005, help="PPO's KL penalty")


def run(options: argparse.Namespace) -> dict[str, Any]:
    torch.set_num_threads(1)
    by_seed = []
    for seed in range(options.seeds):
        with tempfile.TemporaryDirectory(prefix="podium-benchmark-") as folder:
            by_seed.append(one_seed(options, Path(folder), seed))
        sys.stderr.write(f"seed {seed}: {summary(by_seed[-1:])}\n")
    return {**summary(by_seed), "wrong": WRONG, "by_seed": by_seed, "torch": torch.__version__}


def summary(by_seed: list[dict[str, Any]]) -> dict[str, Any]:
    """Return, by way, the gold at its best along the run, at the end, and what was lost between; means of the seeds."""
    found = {}
    for way in WAYS:
        curves = [one[way]["curve"] for one in by_seed]
        best = [max(point["gold"] for point in curve) for curve in curves]
        last = [curve[-1]["gold"] for curve in curves]
        lost = [one - other for one, other in zip(best, last, strict=True)]
        found[way] = {
            "gold_best": round(mean(best), 3),
            "gold_last": round(mean(last), 3),
            "gold_lost": round(mean(lost), 3),
            "gold_lost_deviation": round(stdev(lost), 3) if len(lost) > 1 else None,
            "sqrt_kl_last": round(mean(curve[-1]["sqrt_kl"] for curve in curves), 2),
            "proxy_gain": round(mean(curve[-1]["proxy"] - curve[0]["proxy"] for curve in curves), 2),
            "proxy_accuracy": round(mean(one[way]["accuracy"] for one in by_seed), 3),
        }
    return found


def one_seed(options: argparse.Namespace, folder: Path, seed: int) -> dict[str, Any]:
    """Return every way's curve: gold and proxy of held-out answers, over the square root of the KL."""
    chance = Random(seed)  # noqa: S311  repeatable on purpose
    facts = {"worth": {letter: chance.gauss(0, 1) for letter in LETTERS}}
    model = letters_model(folder / "model", LETTERS, seed=seed)
    gold = save_judge(folder / "gold", LETTERS, "gold", facts=facts)
    rankings = [
        made_ranking(number, facts, chance, "train" if number < options.rankings else "heldout")
        for number in range(options.rankings + options.rankings // 2)
    ]
    proxies = {
        members: proxy(options, folder / f"reward-{members}", model, rankings, members, seed)
        for members in {1, options.members}
    }
    found = {}
    for way, settings in WAYS.items():
        place, accuracy = proxies[1 if way == "single" else options.members]
        given = {
            "model": model,
            "reward_model": str(place),
            "steps": options.steps,
            "prompts_per_step": len(LETTERS),
            "samples_per_prompt": options.answers // len(LETTERS),
            "min_new_tokens": LENGTH,
            "max_new_tokens": LENGTH,
            "learning_rate": 3e-3,
            "kl_coefficient": options.kl,
            "missing_end_penalty": 0.0,
            "minibatches": 1,
            "tokens_per_batch": 65_536,
            "max_kl": 1e6,
            "evaluate_every": options.every,
            "checkpoint_every": options.every,
            "seed": seed,
            **settings,
        }
        run_folder = new_run(folder / way, "ppo", letter_prompts(LETTERS), given)
        events = run_keeping(run_folder)
        found[way] = {
            "accuracy": accuracy,
            "curve": curve(folder / f"{way}-gold", run_folder, events, model, gold),
        }
    return found


def proxy(
    options: argparse.Namespace, folder: Path, model: str, rankings: list[RankingRow], members: int, seed: int
) -> tuple[Path, float]:
    """Train a reward model on the rankings; return its folder and its accuracy on noiseless held-out ones."""
    settings = {
        "model": model,
        "members": members,
        "epochs": options.epochs,
        "learning_rate": 5e-3,
        "seed": seed,
    }
    events = run_keeping(new_run(folder, "reward", rankings, settings))
    return folder / "artifacts" / "reward_model", fold(events).result["heldout_accuracy"]["value"]


def curve(
    folder: Path, run_folder: Path, events: list[Event], model: str, gold: str
) -> list[dict[str, float]]:
    """Return proxy, gold and KL of held-out answers, from the reference on."""
    proxies = {
        event.body["step"]: event.body["values"]["heldout_reward"]["value"]
        for event in events
        if event.kind == "evaluation"
    }
    points: list[dict[str, float]] = []
    for step, policy in kept_policies(run_folder).items():
        settings = {
            "policy": str(policy),
            "reference": model,
            "reward_model": gold,
            "samples_per_prompt": 8,
            "min_new_tokens": LENGTH,
            "max_new_tokens": LENGTH,
        }
        place = new_run(
            folder.with_name(f"{folder.name}-{step}"), "evaluate", letter_prompts(LETTERS), settings
        )
        measured = fold(run_keeping(place)).result
        if not points:
            points.append(point(0, 0.0, proxies[0], measured["reward_before"]["value"]))
        points.append(point(step, measured["kl"]["value"], proxies[step], measured["reward_after"]["value"]))
    return points


def point(step: int, kl: float, proxy: float, gold: float) -> dict[str, float]:
    return {
        "step": step,
        "sqrt_kl": round(sqrt(max(kl, 0.0)), 3),
        "proxy": round(proxy, 3),
        "gold": round(gold, 3),
    }


def gold_worth(prompt: str, answer: str, facts: dict[str, Any]) -> float:
    """Return the mean worth of an answer's letters, less 3 for every letter that is the one before it, over the length.

    Answers drawn at random seldom repeat a letter, so that the rankings hardly show what a repetition costs.
    """
    repeats = sum(before == after for before, after in pairwise(answer))
    worth = sum(float(facts["worth"][letter]) for letter in answer)
    return (worth - REPEAT_COSTS * repeats) / LENGTH


RULES["gold"] = gold_worth


def made_ranking(number: int, facts: dict[str, Any], chance: Random, split: str) -> RankingRow:
    """Return two answers drawn at random, ordered by gold; in the training part one in four the wrong way round."""
    prompt = chance.choice(LETTERS)
    texts = ["".join(chance.choices(LETTERS, k=LENGTH)) for _ in range(2)]
    order = sorted((0, 1), key=lambda place: -gold_worth(prompt, texts[place], facts))
    if split == "train" and chance.random() < WRONG:
        order.reverse()
    row = letter_prompts([prompt])[0]
    return RankingRow(
        ranking_id=f"r{number}",
        prompt_id=f"p{number}",
        messages=row.messages,
        completions=[
            {"id": f"{number}-{place}", "text": text, "model": "", "sampling": {}}
            for place, text in enumerate(texts)
        ],
        groups=[[f"{number}-{place}"] for place in order],
        annotator="a",
        split=split,
    )
