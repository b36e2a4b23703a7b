"""Choosing the next tasks by an ensemble's disagreement beside choosing them at random: held-out accuracy by rankings.

The annotators are synthetic: a hidden rule gives every made text its worth, and an annotator ranks by worth plus noise. The
tasks are chosen by what the product chooses by (`labeling.preferences.information`), anew after every round. Simplified: a
reward model is a linear head on frozen features of the base model (its last state at an answer's end, principal
components), not an adapter trained anew each round; the ensemble is heads on bootstraps over prompts. No answers of
people or of a policy are involved.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from typing import Any

import numpy

from benchmarks.active_heads import fit_ensemble, pair_accuracy
from benchmarks.active_texts import RULES, Task, made_tasks
from labeling.preferences.information import expected_information, most_telling_first
from training.contract.setting import BUNDLED_MODEL
from training.measures.uncertainty import mean
from training.support.intervals import Floats

WAYS: dict[str, float] = {"random": 1.0, "active_share_0.2": 0.2, "active_share_0.0": 0.0}
"""Each way to choose, and its share of places drawn at random."""
NOISES: dict[str, float] = {"little_noise": 0.3, "much_noise": 1.0}
"""Deviation of an annotator's noise, in deviations of worth among the answers of a prompt."""


@dataclass(frozen=True)
class Case:
    """What is known before anybody ranks: features [prompts, k, d] and worths [prompts, k] of all answers."""

    features: Floats
    worths: Floats
    noise: float


@dataclass(frozen=True)
class Repetition:
    """One draw of the pool, the held-out prompts, the first tasks, and what the annotators would say."""

    pool: list[int]
    """In a random order; the first round is its beginning for every way."""
    heldout: list[int]
    seen: Floats
    """[prompts, k] the worths as an annotator sees them: the same for every way."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default=BUNDLED_MODEL, help="a causal model: folder, id or bundled:…")
    parser.add_argument("--pool", type=int, default=300, help="prompts to choose from")
    parser.add_argument("--heldout", type=int, default=100, help="prompts to measure accuracy on")
    parser.add_argument("--answers", type=int, default=4, help="answers of a prompt")
    parser.add_argument("--round", type=int, default=16, help="rankings of a round, the first one too")
    parser.add_argument("--rankings", type=int, default=160, help="rankings at the end")
    parser.add_argument("--repetitions", type=int, default=20)
    parser.add_argument("--members", type=int, default=5, help="heads of the ensemble")
    parser.add_argument("--dimensions", type=int, default=64, help="principal components a head reads")
    parser.add_argument("--penalty", type=float, default=3.0, help="L2 penalty of a head")
    parser.add_argument("--seed", type=int, default=0)


def run(options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.active_features import frozen_features  # torch: only where it is needed

    began = time.process_time()
    tasks = made_tasks(options.pool + options.heldout, options.answers, options.seed)
    features = frozen_features(tasks, options.model, options.dimensions)
    say(f"features of {len(tasks)} prompts: {time.process_time() - began:.0f} s")
    figures = {}
    for rule, noise in product(RULES, NOISES):
        case = Case(features, worths_of(tasks, rule), NOISES[noise])
        figures[f"{rule}_{noise}"] = measure(case, options)
        say(f"{rule}, {noise}: {time.process_time() - began:.0f} s")
    return {
        **figures,
        "options": {name: value for name, value in vars(options).items() if name not in ("json", "name")},
        "cpu_s": round(time.process_time() - began, 1),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("torch", "transformers", "numpy")},
        "cpus": os.cpu_count(),
        "load_average_at_end": [round(load, 2) for load in os.getloadavg()],
    }


def worths_of(tasks: list[Task], rule: str) -> Floats:
    """Return [prompts, k] the hidden worths, of deviation 1 within a prompt on the whole."""
    worths = numpy.array([[RULES[rule](answer) for answer in task.answers] for task in tasks])
    worths -= worths.mean(axis=1, keepdims=True)
    scaled: Floats = worths / worths.std()
    return scaled


def measure(case: Case, options: argparse.Namespace) -> dict[str, Any]:
    """Return the learning curve of every way, and each active way beside random."""
    true, noisy = (numpy.empty((len(WAYS), options.repetitions, rounds(options))) for _ in range(2))
    ceiling = []
    for number in range(options.repetitions):
        drawn = draw_repetition(case, options, number)
        ceiling.append(pair_accuracy(drawn.seen[drawn.heldout], case.worths[drawn.heldout]))
        for place, share in enumerate(WAYS.values()):
            true[place, number], noisy[place, number] = learning_curve(case, drawn, share, options, number)
    counts = [options.round * (number + 1) for number in range(rounds(options))]
    curves = dict(zip(WAYS, zip(true, noisy, strict=True), strict=True))
    return {
        "rankings": counts,
        "annotator_accuracy": round(float(numpy.mean(ceiling)), 4),
        **{way: way_figures(*curves[way], *curves["random"], counts) for way in WAYS},
    }


def rounds(options: argparse.Namespace) -> int:
    return int(options.rankings // options.round)


def draw_repetition(case: Case, options: argparse.Namespace, number: int) -> Repetition:
    chance = numpy.random.default_rng([options.seed, number])
    order = chance.permutation(len(case.worths)).tolist()
    seen = case.worths + case.noise * chance.standard_normal(case.worths.shape)
    return Repetition(pool=order[: options.pool], heldout=order[options.pool :], seen=seen)


def learning_curve(
    case: Case, drawn: Repetition, share: float, options: argparse.Namespace, seed: int
) -> tuple[list[float], list[float]]:
    """Return the held-out accuracy after every round, against the true worths and against what annotators say."""
    chance = numpy.random.default_rng([options.seed, seed, 1])
    ranked, waiting = drawn.pool[: options.round], drawn.pool[options.round :]
    true, noisy = [], []
    for number in range(rounds(options)):
        heads = fit_ensemble(
            case.features[ranked], drawn.seen[ranked], options.members, options.penalty, chance
        )
        scores = (case.features[drawn.heldout] @ heads.T).mean(axis=2)
        true.append(pair_accuracy(scores, case.worths[drawn.heldout]))
        noisy.append(pair_accuracy(scores, drawn.seen[drawn.heldout]))
        chosen = next_tasks(case.features, waiting, heads, share, seed=seed * 1000 + number)
        ranked, waiting = ranked + chosen[: options.round], chosen[options.round :]
    return true, noisy


def next_tasks(features: Floats, waiting: list[int], heads: Floats, share: float, *, seed: int) -> list[int]:
    """Return the waiting tasks in the order in which they are to be ranked; at random they wait already."""
    if share == 1.0:
        return waiting
    scores = numpy.einsum("mkd,nd->mnk", features[waiting], heads).tolist()
    information = {task: expected_information(one) for task, one in zip(waiting, scores, strict=True)}
    return most_telling_first(information, random_share=share, seed=seed)


def way_figures(
    true: Floats, noisy: Floats, random_true: Floats, random_noisy: Floats, counts: list[int]
) -> dict[str, Any]:
    """Return the figures of one way beside random's; each array holds accuracies [repetitions, rounds]."""
    goal = float(random_true.mean(axis=0)[-1])
    needed = rankings_needed(true.mean(axis=0), goal, counts)
    needed_by_random = rankings_needed(random_true.mean(axis=0), goal, counts)
    return {
        "accuracy": rounded(true.mean(axis=0)),
        "accuracy_annotators": rounded(noisy.mean(axis=0)),
        "gain": intervals(true - random_true),
        "gain_annotators": intervals(noisy - random_noisy),
        "rankings_needed": needed and round(needed, 1),
        "needed_ratio": needed and needed_by_random and round(needed / needed_by_random, 3),
    }


def rankings_needed(curve: Floats, goal: float, counts: list[int]) -> float | None:
    """Return after how many rankings a mean curve first reaches the goal, between rounds by a straight line."""
    reached = numpy.flatnonzero(curve >= goal)
    if not len(reached):
        return None
    at = int(reached[0])
    if at == 0:
        return float(counts[0])
    return float(numpy.interp(goal, curve[at - 1 : at + 1], counts[at - 1 : at + 1]))


def intervals(differences: Floats) -> list[dict[str, float | None]]:
    """Return for every round the mean difference with its 95 % bootstrap interval over repetitions."""
    places = numpy.arange(len(differences))
    return [
        {
            name: value if value is None else round(value, 4)
            for name, value in mean(places, one, seed=0).items()
        }
        for one in differences.T
    ]


def rounded(values: Floats) -> list[float]:
    return [round(float(value), 4) for value in values]


def say(words: str) -> None:
    sys.stderr.write(words + "\n")
