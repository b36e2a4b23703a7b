"""A reward model on human judgements, here and with trl's RewardTrainer: held-out accuracy at equal epochs and positions.

HH-RLHF (harmless, two answers a prompt) and FineGrainedRLHF (four, with ties). The data is read where it lies. trl trains
on all pairs of the same rankings for as many epochs, and once more only until it has encoded as many positions as we.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.human_rankings import FINEGRAINED, HH, finegrained_rankings, harmless_pairs
from benchmarks.reward import Case, peer, podium, say
from training.contract.rows import RankingRow, write_rows
from training.contract.setting import BUNDLED_MODEL

SETS: dict[str, tuple[str, Callable[[Path], list[RankingRow]], int]] = {
    "hh_rlhf_harmless": (HH, harmless_pairs, 2),
    "finegrained_rlhf": (FINEGRAINED, finegrained_rankings, 4),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, help=f"a folder with {HH} and {FINEGRAINED}")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--train", type=int, default=400, help="rankings of each set to learn from, at most")
    parser.add_argument("--heldout", type=int, default=200, help="rankings to measure on, at most")
    parser.add_argument("--model", default=BUNDLED_MODEL, help="a causal model: folder, id or bundled:…")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--learning-rate", type=float, default=2e-4)
    parser.add_argument("--prompts-per-step", type=int, default=4)
    parser.add_argument("--batch", type=int, default=8, help="pairs of a batch of trl")
    parser.set_defaults(default_steps=1)


def run(options: argparse.Namespace) -> dict[str, Any]:
    missing = [path for name in options.sets if not (path := options.data / SETS[name][0]).exists()]
    if missing:
        raise SystemExit(f"There is no {missing[0]}; name the folder that has it with --data.")
    with tempfile.TemporaryDirectory(prefix="podium-benchmark-") as folder:
        sets = {name: measure(name, options, Path(folder) / name) for name in options.sets}
    return {
        **sets,
        "model": options.model,
        "epochs": options.epochs,
        "learning_rate": options.learning_rate,
        "load_average_at_end": [round(load, 2) for load in os.getloadavg()],
    }


def measure(name: str, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    _, read, k = SETS[name]
    folder.mkdir()
    rows = read(options.data)
    train = [row for row in rows if row.split == "train"][: options.train]
    heldout = [row for row in rows if row.split == "heldout"][: options.heldout]
    write_rows(folder / "rankings.jsonl", [*train, *heldout])
    case = Case(k=k, train=len(train), heldout=len(heldout), prompts_per_step=options.prompts_per_step)
    spent, ours = podium(options, case, folder)
    say(f"{name}: Podium {ours['accuracy']}")
    epochs, _ = peer("best", options, case, folder)
    say(f"{name}: trl, equal epochs {epochs['accuracy']}")
    budget, _ = peer("positions", options, case, folder)
    say(f"{name}: trl, equal positions {budget['accuracy']}")
    return {
        "train": len(train),
        "heldout": len(heldout),
        "podium": {**ours, "train_s": spent.train_s},
        "trl_equal_epochs": epochs,
        "trl_equal_positions": budget,
    }
