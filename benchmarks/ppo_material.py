"""What both sides of a PPO measurement are given: prompts of an exact length, and one reward model in both forms."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from benchmarks.reward_rankings import PLAIN
from training.contract.events import Event, read_events
from training.contract.rows import Message, PromptRow, Row, write_rows
from training.contract.rundir import RunDir
from training.contract.settings import SETTINGS
from training.models.adapters import AdapterShape
from training.models.merge import merge_folder
from training.models.reward import new_reward_model, save_reward_model
from training.models.source import resolve_source
from training.models.tokenizer import encode_prompt, load_tokenizer
from training.support.device import Device
from training.support.start import load_quietly

RANK, ALPHA, TARGETS = 16, 32, "q_proj,v_proj"


def made_prompts(model: str, count: int, tokens: int, *, split: str, seed: int) -> list[PromptRow]:
    """Return prompts of plain words that are exactly so many tokens long as the model reads them, template included."""
    chance = Random(f"{split}{seed}")  # noqa: S311  repeatable on purpose
    tokenizer = load_tokenizer(resolve_source(model, "--model"))
    return [
        PromptRow(f"{split}-{number}", messages_of(tokenizer, tokens, chance), split=split)
        for number in range(count)
    ]


def messages_of(tokenizer: Any, tokens: int, chance: Random) -> tuple[Message, ...]:
    words: list[str] = []
    while (length := len(encode_prompt(tokenizer, one_turn(words)))) != tokens:
        if length > tokens and not words:
            raise SystemExit(f"No prompt is {tokens} tokens long: the template alone has {length}.")
        words = words[: len(words) // 2] if length > tokens else [*words, chance.choice(PLAIN)]
    return one_turn(words)


def one_turn(words: list[str]) -> tuple[Message, ...]:
    return (Message("user", " ".join(words)),)


def token_ids(model: str, rows: list[PromptRow]) -> list[list[int]]:
    tokenizer = load_tokenizer(resolve_source(model, "--model"))
    return [encode_prompt(tokenizer, row.messages) for row in rows]


def untrained_reward_model(model: str, folder: Path) -> Path:
    """Write a reward model with random weights: what it says is worth nothing, what it costs is what a trained one costs."""
    load_quietly()
    device = Device(place=torch.device("cpu"), dtype=torch.float32, name="CPU")
    torch.manual_seed(0)
    shape = AdapterShape(RANK, ALPHA, targets=TARGETS)
    reward = new_reward_model(resolve_source(model, "--model"), device, shape, longest=1024)
    for parameter in reward.model.parameters():
        if parameter.requires_grad:
            torch.nn.init.normal_(parameter, std=0.02)
    save_reward_model(reward, folder, {})
    return folder


def whole_reward_model(folder: Path, target: Path, *, scale: float = 1.0) -> Path:
    """Write a reward model as one classifier for trl, its scores over `scale`."""
    merge_folder(folder, target)
    model = AutoModelForSequenceClassification.from_pretrained(target)
    with torch.no_grad():
        model.score.weight.div_(scale)
    model.save_pretrained(target)
    AutoTokenizer.from_pretrained(target).save_pretrained(target)
    return target


def new_run(folder: Path, verb: str, rows: Sequence[Row], settings: dict[str, Any]) -> Path:
    """Make a run folder as anybody does on the command line."""
    name = SETTINGS[verb].inputs[0]
    given = folder.with_name(f"{folder.name}-{name}.jsonl")
    write_rows(given, rows)
    told = [f"--set={key}={json.dumps(value)}" for key, value in settings.items()]
    command = [sys.executable, "-m", "training", "new", verb, str(folder), f"--{name}={given}", *told]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def run_alone(
    folder: Path, verb: str, *, launcher: Sequence[str] = (), threads: int | None = None
) -> list[Event]:
    """Run what a run folder asks for in a process of its own, as anybody does, and return its events."""
    command = [sys.executable, "-m", *launcher, "training", verb, str(folder)]
    environment = {**os.environ, **({"OMP_NUM_THREADS": str(threads)} if threads else {})}
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return list(read_events(RunDir(folder).events))
