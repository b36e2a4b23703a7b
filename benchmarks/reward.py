"""A reward model from the same rankings, here and with trl's RewardTrainer fed all pairs: time, memory, positions, accuracy.

One model, LoRA of one rank, the same epochs and schedule, float32, at K = 4 and K = 9. A step of ours holds more pairs than
one of trl: its learning rate is trl's times the square root of that, as Adam asks for (Malladi et al. 2022, "On the SDEs and
Scaling Rules for Adaptive Gradient Algorithms"). Every contestant runs in a process of its own, one after the other. trl runs at its best settings for the whole training; at its defaults it takes a
few steps, of equal size, and its time for the whole is reckoned from those.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.reward_rankings import made_rankings
from training.contract.events import fold, read_events
from training.contract.rows import write_rows
from training.contract.rundir import RunDir
from training.contract.setting import BUNDLED_MODEL


@dataclass(frozen=True)
class Case:
    """One size of ranking: K answers, how many prompts to learn from and to be examined on."""

    k: int
    train: int
    heldout: int
    prompts_per_step: int

    @property
    def pairs_per_step(self) -> int:
        return self.prompts_per_step * self.k * (self.k - 1) // 2


@dataclass(frozen=True)
class Spent:
    """What a contestant needed. Seconds of training alone; processor seconds and memory of its whole process."""

    train_s: float
    cpu_s: float
    peak_mb: float


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default=BUNDLED_MODEL, help="a causal model: folder, id or bundled:…")
    parser.add_argument("--k4", type=int, default=24, help="rankings of 4 answers to learn from")
    parser.add_argument("--k9", type=int, default=4, help="rankings of 9 answers to learn from")
    parser.add_argument("--heldout", type=int, default=24, help="rankings to measure accuracy on")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--learning-rate", type=float, default=5e-4, help="of trl")
    parser.add_argument("--batch", type=int, default=8, help="pairs of a batch of trl")
    parser.add_argument("--default-steps", type=int, default=4, help="timed steps of trl at its defaults")
    parser.add_argument("--prompt-tokens", type=int, default=200)
    parser.add_argument("--answer-tokens", type=int, default=60)


def run(options: argparse.Namespace) -> dict[str, Any]:
    cases = {
        "k4": Case(k=4, train=options.k4, heldout=options.heldout, prompts_per_step=2),
        "k9": Case(k=9, train=options.k9, heldout=options.heldout // 3, prompts_per_step=1),
    }
    with tempfile.TemporaryDirectory(prefix="podium-benchmark-") as folder:
        measured = {name: measure(case, options, Path(folder) / name) for name, case in cases.items()}
        gradient = peer("gradient", options, cases["k4"], Path(folder) / "k4")[0]
    return {
        **measured,
        "grad_rel_err": gradient["grad_rel_err"],
        "loss_rel_err": gradient["loss_rel_err"],
        "model": options.model,
        "epochs": options.epochs,
        "learning_rate": options.learning_rate,
        "versions": gradient["versions"],
        "threads": gradient["threads"],
        "cpus": os.cpu_count(),
        "load_average_at_end": [round(load, 2) for load in os.getloadavg()],
    }


def measure(case: Case, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    rows = made_rankings(
        case.train,
        case.heldout,
        k=case.k,
        prompt_tokens=options.prompt_tokens,
        answer_tokens=options.answer_tokens,
    )
    write_rows(folder / "rankings.jsonl", rows)
    ours, figures = podium(options, case, folder)
    say(f"K={case.k}: Podium {ours.train_s:.0f} s, {figures['heldout_accuracy']}")
    best, best_spent = peer("best", options, case, folder)
    say(f"K={case.k}: trl at its best {best['train_s']:.0f} s, {best['heldout_accuracy']:.3f}")
    plain, plain_spent = peer("default", options, case, folder)
    say(f"K={case.k}: trl at its defaults {plain['train_s']:.0f} s, of {plain['steps']} steps")
    return {
        "speedup_vs_trl_default": round(plain["train_s"] / ours.train_s, 2),
        "speedup_vs_trl_best": round(best["train_s"] / ours.train_s, 2),
        "peak_memory_ratio": round(ours.peak_mb / best_spent.peak_mb, 3),
        "peak_memory_ratio_default": round(ours.peak_mb / plain_spent.peak_mb, 3),
        "heldout_accuracy": figures["heldout_accuracy"],
        "heldout_accuracy_trl": best["heldout_accuracy"],
        "podium": {**asdict(ours), **figures},
        "trl_best": {**asdict(best_spent), **best},
        "trl_default": {**asdict(plain_spent), **plain},
        **asdict(case),
    }


def podium(options: argparse.Namespace, case: Case, folder: Path) -> tuple[Spent, dict[str, Any]]:
    """Run the verb as anybody does, and read from its events how long the steps took."""
    settings = {
        "model": options.model,
        "epochs": options.epochs,
        "learning_rate": options.learning_rate * math.sqrt(case.pairs_per_step / options.batch),
        "warmup_share": 0.0,
        "prompts_per_step": case.prompts_per_step,
        "checkpoint_every": 100_000,
    }
    given = [f"--set={name}={json.dumps(value)}" for name, value in settings.items()]
    place, rankings = folder / "run", f"--rankings={folder / 'rankings.jsonl'}"
    subprocess.run([sys.executable, "-m", "training", "new", "reward", place, rankings, *given], check=True)
    spent = timed([sys.executable, "-m", "training", "reward", str(place)], folder / "podium.log")
    events = list(read_events(RunDir(place).events))
    began = next(event.at for event in events if event.kind == "stage" and event.body["name"] == "train")
    last = [event for event in events if event.kind == "metric"][-1]
    result = fold(events).result
    figures = {
        "heldout_accuracy": result["heldout_accuracy"]["value"],
        "accuracy": result["heldout_accuracy"],
        "steps": last.body["step"],
    }
    return Spent((parsed(last.at) - parsed(began)).total_seconds(), *spent), figures


def parsed(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def peer(kind: str, options: argparse.Namespace, case: Case, folder: Path) -> tuple[dict[str, Any], Spent]:
    answer = folder / f"{kind}.json"
    command = [
        sys.executable,
        "-m",
        "benchmarks.reward_peer",
        kind,
        str(folder / "rankings.jsonl"),
        str(answer),
    ]
    command += [options.model, str(options.epochs), str(options.learning_rate), str(options.batch)]
    cpu_s, peak_mb = timed([*command, str(options.default_steps)], folder / f"{kind}.log")
    found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return found, Spent(found.get("train_s", 0.0), cpu_s, peak_mb)


def timed(command: list[str], log: Path) -> tuple[float, float]:
    """Run a process to its end and return its processor seconds and its peak of resident memory in MB."""
    with log.open("wb") as words:
        process = subprocess.Popen(command, stdout=words, stderr=words)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.stderr.write(log.read_text(errors="replace")[-4000:])
        raise RuntimeError(f"{' '.join(command[:4])} ended with {process.returncode}.")
    return round(used.ru_utime + used.ru_stime, 1), round(used.ru_maxrss / 1024, 1)


def say(words: str) -> None:
    sys.stderr.write(words + "\n")
