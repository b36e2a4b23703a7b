"""One PPO update here and with trl 1.12's PPOTrainer: seconds by phase, peak memory, operations, taken in turn.

The same base, LoRA of rank 16 on q and v, prompts, reward model, sizes and precision on both sides. Every contestant is a
process of its own that waits while another computes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.ppo_material import (
    ALPHA,
    RANK,
    TARGETS,
    made_prompts,
    new_run,
    token_ids,
    untrained_reward_model,
    whole_reward_model,
)
from benchmarks.reward_peer import model_place
from benchmarks.trl_environment import DEFAULT, TRL, trl_python
from benchmarks.turns import Contestant
from training.contract.setting import BUNDLED_MODEL

VALUE_DESIGN = {
    "podium": "a linear head on the policy trunk's states; the value loss trains the head alone",
    "podium_value_adapter": "an adapter begun as the reward model, with its head; both are trained",
    "trl": "a second model, begun from the reward model; all of its weights are trained",
}
SHORT = {"float32": "fp32", "bfloat16": "bf16"}
SHARED = 4
"""Answers to one prompt in the variant that shares its encoding."""
ADAPTER = "podium_value_adapter"
ALLOCATOR = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "2147483647"}
"""What training/support/memory.py tells the C library, as it is told from outside."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default=BUNDLED_MODEL, help="a causal model: folder, id or bundled:…")
    parser.add_argument(
        "--answers", type=int, default=32, help="of an update; a multiple of 4 and of --micro-batch"
    )
    parser.add_argument("--answer-tokens", type=int, default=48)
    parser.add_argument("--prompt-tokens", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--micro-batch", type=int, default=8, help="answers at once, on both sides")
    parser.add_argument(
        "--updates", type=int, default=3, help="timed ones of each, before one that is counted"
    )
    parser.add_argument(
        "--value-adapter",
        action="store_true",
        help="a third contestant of ours, whose value model has an adapter",
    )
    parser.add_argument("--precisions", nargs="+", choices=list(SHORT), default=list(SHORT))
    parser.add_argument(
        "--same-allocator", action="store_true", help="let trl keep freed memory too, as our trainer does"
    )
    parser.add_argument(
        "--environment", type=Path, default=DEFAULT, help="trl's own virtual environment; made when missing"
    )


def run(options: argparse.Namespace) -> dict[str, Any]:
    python = trl_python(options.environment)
    with tempfile.TemporaryDirectory(prefix="podium-benchmark-") as folder:
        material = make_material(options, Path(folder))
        measured = {
            precision: measure(options, precision, material, Path(folder), python)
            for precision in options.precisions
        }
    found: dict[str, Any] = {}
    for precision, sides in measured.items():
        ours, shared, theirs = (sides[name]["seconds"] for name in ("podium", f"podium_n{SHARED}", "trl"))
        found[f"speedup_{SHORT[precision]}"] = round(theirs / ours, 2)
        found[f"speedup_{SHORT[precision]}_n{SHARED}"] = round(theirs / shared, 2)
        if ADAPTER in sides:
            found[f"speedup_{SHORT[precision]}_value_adapter"] = round(theirs / sides[ADAPTER]["seconds"], 2)
    first = measured[options.precisions[0]]
    return {
        **found,
        "peak_memory_ratio": round(first["podium"]["peak_mb"] / first["trl"]["peak_mb"], 3),
        "phases": {
            precision: {name: sides[name]["phases"] for name in sides if name != "calibration"}
            for precision, sides in measured.items()
        },
        "calibration": {precision: sides.pop("calibration") for precision, sides in measured.items()},
        "value_design": VALUE_DESIGN,
        **measured,
        **sizes(options),
        "trl": TRL.partition("==")[2],
        "versions": {name: version(name) for name in ("torch", "transformers", "peft")},
        "threads": os.environ.get("OMP_NUM_THREADS", str(os.cpu_count())),
        "load_average_at_end": [round(load, 2) for load in os.getloadavg()],
    }


def sizes(options: argparse.Namespace) -> dict[str, Any]:
    names = (
        "model",
        "answers",
        "answer_tokens",
        "prompt_tokens",
        "epochs",
        "micro_batch",
        "updates",
        "same_allocator",
        "value_adapter",
    )
    return {**{name: getattr(options, name) for name in names}, "lora_r": RANK, "lora_targets": TARGETS}


def make_material(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Return the prompts and the reward model, as an adapter for us and as a whole model for trl."""
    reward = untrained_reward_model(options.model, folder / "reward")
    rows = made_prompts(options.model, options.answers, options.prompt_tokens, split="train", seed=0)
    return {"rows": rows, "reward": reward, "whole": whole_reward_model(reward, folder / "whole")}


def measure(
    options: argparse.Namespace, precision: str, material: dict[str, Any], folder: Path, python: Path
) -> dict[str, Any]:
    """Return what each side needed: medians of the timed updates, taken in turn.

    Operations are counted in one more update, after the peak of memory was read: counting holds memory of its own, so that each
    contestant ends after it.
    """
    commands = {
        "podium": podium(options, precision, material, folder, samples=1),
        f"podium_n{SHARED}": podium(options, precision, material, folder, samples=SHARED),
        "trl": trl(options, precision, material, folder, python),
    }
    if options.value_adapter:
        commands[ADAPTER] = podium(options, precision, material, folder, samples=1, value_model="adapter")
    allocator = ALLOCATOR if options.same_allocator else {}
    with ExitStack() as stack:
        sides = {
            name: stack.enter_context(
                Contestant(
                    command,
                    folder / f"{name}-{precision}.log",
                    environment=allocator if name == "trl" else {},
                )
            )
            for name, command in commands.items()
        }
        before = sides["podium"].ask("calibrate")
        taken: dict[str, list[dict[str, Any]]] = {name: [] for name in sides}
        for _ in range(options.updates):
            for name, side in sides.items():
                taken[name].append(side.ask("update", count=False))
                say(f"{precision}: {name} {taken[name][-1]['seconds']:.1f} s")
        after = sides["podium"].ask("calibrate")
        rate = max(before[precision], after[precision])
        peaks = {name: side.peak_mb() for name, side in sides.items()}
        counted = {}
        for name, side in sides.items():
            counted[name] = side.ask("update", count=True)
            side.end()  # its memory is needed by those that count after it
        return {
            **{name: summary(taken[name], counted[name]["operations"], rate, peaks[name]) for name in sides},
            "calibration": {"before": before, "after": after, "unit": "GFLOP/s"},
        }


def summary(updates: list[dict[str, Any]], operations: int, rate: float, peak_mb: float) -> dict[str, Any]:
    """Return the medians; the floor is what the operations would take at the measured rate of matrix products."""
    return {
        "seconds": round(median(one["seconds"] for one in updates), 2),
        "phases": {
            phase: round(median(one["phases"][phase] for one in updates), 2) for phase in updates[0]["phases"]
        },
        "peak_mb": peak_mb,
        "tflop": round(operations / 1e12, 2),
        "floor_s": round(operations / rate / 1e9, 2),
        "each_s": [round(one["seconds"], 2) for one in updates],
    }


def podium(
    options: argparse.Namespace,
    precision: str,
    material: dict[str, Any],
    folder: Path,
    *,
    samples: int,
    value_model: str = "head",
) -> list[str]:
    settings = {
        "model": options.model,
        "reward_model": str(material["reward"]),
        "steps": options.updates + 2,  # one is counted, and before the last the run waits for its end
        "prompts_per_step": options.answers // samples,
        "samples_per_prompt": samples,
        "value_model": value_model,
        "min_new_tokens": options.answer_tokens,
        "max_new_tokens": options.answer_tokens,
        "lora_r": RANK,
        "lora_alpha": ALPHA,
        "lora_targets": TARGETS,
        "epochs": options.epochs,
        "minibatches": 1,
        "tokens_per_batch": options.micro_batch * (options.prompt_tokens + options.answer_tokens),
        "target_kl": 0.0,
        "dtype": precision,
    }
    place = new_run(folder / f"podium-{precision}-{value_model}-{samples}", "ppo", material["rows"], settings)
    return [sys.executable, "-m", "benchmarks.ppo_podium", str(place)]


def trl(
    options: argparse.Namespace, precision: str, material: dict[str, Any], folder: Path, python: Path
) -> list[str]:
    plan = {
        "model": model_place(options.model),
        "reward": str(material["whole"]),
        "prompts": token_ids(options.model, material["rows"]),
        "folder": str(folder / f"trl-{precision}"),
        "answers": options.answers,
        "answer_tokens": options.answer_tokens,
        "stop_token": None,
        "missing_end_penalty": None,
        "epochs": options.epochs,
        "micro_batch": options.micro_batch,
        "updates": options.updates + 1,
        "learning_rate": 1e-4,
        "value_learning_rate": 1e-5,
        "kl_coefficient": 0.05,
        "lora_r": RANK,
        "lora_alpha": ALPHA,
        "lora_targets": TARGETS,
        "dtype": precision,
        "seed": 0,
    }
    place = folder / f"trl-{precision}.json"
    place.write_text(json.dumps(plan), encoding="utf-8")
    return [str(python), "-m", "benchmarks.ppo_trl", str(place)]


def say(words: str) -> None:
    sys.stderr.write(words + "\n")
