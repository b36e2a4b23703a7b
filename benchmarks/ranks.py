"""PPO as one process and as two ranks: an adapter, every weight held by each, every weight shared out between them.

The same run each time, on the same processor cores: one process has all of them, a rank its share.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.ppo import say
from benchmarks.ppo_material import made_prompts, new_run, run_alone, untrained_reward_model
from training.contract.events import Event
from training.contract.setting import BUNDLED_MODEL

PHASES = ("generate", "score", "train")
WAYS: dict[str, tuple[bool, dict[str, Any]]] = {
    "adapter_alone": (False, {}),
    "adapter_ranks": (True, {}),
    "full_alone": (False, {"tuning": "full"}),
    "full_ranks_whole": (True, {"tuning": "full", "shard": "off"}),
    "full_ranks_shared": (True, {"tuning": "full", "shard": "on"}),
}
"""Whether several ranks take part, and how the run differs."""
TORCHRUN = "torch.distributed.run --standalone --nproc-per-node={} -m"
SIZES = ("model", "ranks", "steps", "prompts", "samples", "answer_tokens", "prompt_tokens", "epochs")


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default=BUNDLED_MODEL, help="a causal model: folder, id or bundled:…")
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--steps", type=int, default=4, help="the first warms up and is not counted")
    parser.add_argument("--prompts", type=int, default=8, help="of a step; a multiple of --ranks")
    parser.add_argument("--samples", type=int, default=2, help="answers to each")
    parser.add_argument("--answer-tokens", type=int, default=24)
    parser.add_argument("--prompt-tokens", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=2)


def run(options: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="podium-benchmark-") as place:
        folder = Path(place)
        reward = untrained_reward_model(options.model, folder / "reward")
        rows = made_prompts(options.model, options.prompts, options.prompt_tokens, split="train", seed=0)
        given = settings(options, reward)
        ways = {}
        for name, (several, others) in WAYS.items():
            run_folder = new_run(folder / name, "ppo", rows, {**given, **others})
            launcher = TORCHRUN.format(options.ranks).split() if several else []
            threads = max((os.cpu_count() or 1) // (options.ranks if several else 1), 1)
            ways[name] = figures(run_alone(run_folder, "ppo", launcher=launcher, threads=threads))
            say(f"{name}: {ways[name]}")
    whole, shared, alone = (ways[f"full_{name}"] for name in ("ranks_whole", "ranks_shared", "alone"))
    return {
        "held_ratio": round(shared["held_mb"] / whole["held_mb"], 3),
        "learning_ratio": round(shared["seconds"]["train"] / whole["seconds"]["train"], 2),
        "checkpoint_ratio": round(shared["checkpoint_s"] / whole["checkpoint_s"], 2),
        "learning_ratio_alone": round(shared["seconds"]["train"] / alone["seconds"]["train"], 2),
        **ways,
        **{name: getattr(options, name) for name in SIZES},
        "torch": version("torch"),
        "cores": os.cpu_count(),
        "load_average_at_end": [round(load, 2) for load in os.getloadavg()],
    }


def settings(options: argparse.Namespace, reward: Path) -> dict[str, Any]:
    return {
        "model": options.model,
        "reward_model": str(reward),
        "steps": options.steps,
        "prompts_per_step": options.prompts,
        "samples_per_prompt": options.samples,
        "min_new_tokens": options.answer_tokens,
        "max_new_tokens": options.answer_tokens,
        "epochs": options.epochs,
        "minibatches": 1,
        "learning_rate": 1e-6,
        "target_kl": 0.0,
        "evaluate_every": 0,
        "dtype": "float32",
    }


def figures(events: Sequence[Event]) -> dict[str, Any]:
    """Return what a step took after the first, what a state took to write, and what rank 0 held."""
    steps = [event.body["values"] for event in events if event.kind == "metric"][1:]
    (memory,) = [event.body["roles"] for event in events if event.kind == "memory"]
    written = [event.body["seconds"] for event in events if event.kind == "checkpoint"]
    return {
        "seconds": {
            phase: round(median(values[f"seconds_{phase}"] for values in steps), 2) for phase in PHASES
        },
        "checkpoint_s": round(median(written), 2),
        "held_mb": round(sum(role["bytes"] for role in memory if role["role"] != "reward_model") / 2**20, 1),
        "peak_mb": round(steps[-1]["memory_mb"], 1),
        "loss": steps[-1]["policy_loss"],
    }
