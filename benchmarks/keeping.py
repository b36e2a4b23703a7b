"""Runs of the product in this process, which keep the policy of every checkpoint as an adapter to be measured later."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from training.__main__ import run_spec
from training.contract.events import Event, read_events
from training.contract.rundir import RunDir
from training.contract.spec import parse_spec
from training.support.launched import how_launched
from training.support.recorder import Recorder

WEIGHTS = "adapter_model.safetensors"
BESIDE = ("adapter_config.json", "podium.json")


class KeepingRecorder(Recorder):
    """Records a run; at every checkpoint it writes the policy's adapter to kept/NUMBER in the run's folder."""

    def emit(self, kind: str, **body: Any) -> None:
        super().emit(kind, **body)
        if kind == "checkpoint":
            folder = self.path.parent
            state = torch.load(folder / body["path"] / "state.pt", map_location="cpu", weights_only=True)
            if "policy" in state:
                keep_policy(state["policy"], folder / "kept" / f"{body['step']}")


def keep_policy(weights: dict[str, torch.Tensor], folder: Path) -> None:
    """Write the policy's adapter as peft does, which leaves its name out."""
    folder.mkdir(parents=True, exist_ok=True)
    own = {name.replace(".policy.", "."): value for name, value in weights.items() if ".policy." in name}
    save_file(own, folder / WEIGHTS)


def run_keeping(folder: Path) -> list[Event]:
    """Run what a run folder asks for, to its end, and return its events; RuntimeError when it did not complete."""
    run_dir = RunDir(folder)
    numbers = (signal.SIGTERM, signal.SIGINT)
    handlers = [signal.getsignal(number) for number in numbers]
    try:
        with KeepingRecorder(run_dir.events) as recorder:
            run_spec(run_dir, parse_spec(run_dir.read_spec()), recorder, how_launched())
    finally:
        for number, handler in zip(numbers, handlers, strict=True):
            signal.signal(number, handler)
    events = list(read_events(run_dir.events))
    if events[-1].kind != "completed":
        raise RuntimeError(f"The run in {folder} ended with {events[-1].kind}: {events[-1].body}")
    return events


def kept_policies(folder: Path) -> dict[int, Path]:
    """Return the policies that a completed PPO run kept, by step, each a folder that a run can be given."""
    kept = {int(place.name): place for place in (folder / "kept").iterdir()}
    for place in kept.values():
        for name in BESIDE:
            shutil.copyfile(folder / "artifacts" / "policy" / name, place / name)
    return dict(sorted(kept.items()))
