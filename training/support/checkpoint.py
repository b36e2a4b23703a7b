"""Resumable states: written whole or not at all, the last two kept."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.contract.continuing import continue_problems
from training.support.environment import library_versions
from training.support.errors import TrainerError
from training.support.run import Run

KEPT = 2
FILE = "state.pt"


@dataclass(frozen=True)
class Checkpoint:
    step: int
    """The last whole step."""
    state: dict[str, Any]
    of_other_run: bool = False
    """Whether another run made it, with numbers of its own."""


class Checkpoints:
    """The checkpoints of one run; a state belongs to the spec that made it."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.folder = run.dir.checkpoints
        self.request = run.spec.to_json()
        text = json.dumps(self.request, sort_keys=True)
        self.fingerprint = hashlib.sha256(text.encode()).hexdigest()

    def save(self, step: int, state: dict[str, Any], *, updates: int | None = None) -> None:
        """Write the state after a step: into a temporary folder, synced, renamed; a kill at any instant harms nothing.

        Of several ranks, one writes. With `updates` the state lies inside the next step, after so many of its updates.
        A disk that fills harms nothing either: what was written of the new state is removed, the last one stays, and
        TrainerError says so.
        """
        if self.run.launched.rank != 0:
            return
        began = time.monotonic()
        name = f"{step:06d}" if updates is None else f"{step:06d}-update-{updates:04d}"
        target = self.folder / f"step-{name}"
        partial = self.folder / f".partial-{name}"
        shutil.rmtree(partial, ignore_errors=True)
        try:
            made = {"step": step, "fingerprint": self.fingerprint, "versions": library_versions()}
            write_state(partial, {**made, "request": self.request, **state})
        except (OSError, RuntimeError) as error:  # torch wraps some errors of the file below it.
            shutil.rmtree(partial, ignore_errors=True)
            kept = ", ".join(folder.name for folder in self.found()[-1:]) or "none was written before"
            raise TrainerError(
                f"The checkpoint of step {step} could not be written ({error}); the last good one stays: {kept}.",
                "Free space on the disk of the run folder, then start the run again: it goes on from that checkpoint.",
            ) from error
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
        sync_folder(self.folder)
        seconds = time.monotonic() - began
        self.run.recorder.emit("checkpoint", step=step, path=self.run.relative(target), seconds=seconds)
        for old in self.found()[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)

    def found(self) -> list[Path]:
        return sorted(self.folder.glob("step-*"))

    def load_last(self) -> Checkpoint | None:
        """Return the newest state that can be read, or None when there is none to resume from."""
        for folder in reversed(self.found()):
            try:
                state = torch.load(folder / FILE, map_location="cpu", weights_only=True)
            except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
                self.run.recorder.warning(
                    f"The checkpoint {folder.name} cannot be read and is passed over: {error}"
                )
                continue
            if state["fingerprint"] != self.fingerprint:
                raise TrainerError(
                    f"The checkpoint {folder.name} was made with another spec.json.",
                    "Put the old spec.json back, or start a new run in a folder of its own.",
                )
            self._compare_versions(folder, state.get("versions", library_versions()))
            return Checkpoint(step=state["step"], state=state)
        return None

    def load_start(self) -> Checkpoint | None:
        """Return the checkpoint of another run that this one goes on from, or None where its spec names none.

        Raises TrainerError when it was made with other rows or with settings that have to stay.
        """
        start = self.run.spec.start
        if start is None:
            return None
        folder = self.run.dir.path / start.path
        state = torch.load(folder / FILE, map_location="cpu", weights_only=True)
        if "request" not in state:
            raise TrainerError(
                "The checkpoint to go on from was made by a version that kept no settings with it.",
                "Go on from a checkpoint of this version, or start a new run from the beginning.",
            )
        before, after = state["request"], self.request
        wrong = continue_problems(after["verb"], before["settings"], after["settings"], state["step"])
        problems = [f"{problem.field} {problem.message}" for problem in wrong]
        if before["inputs"] != after["inputs"]:
            problems.append("it must read the same rows")
        if "under_way" in state:
            problems.append("it lies inside a step, which other numbers cannot end")
        if problems:
            raise TrainerError(
                f"The run cannot go on from that checkpoint: {'; '.join(problems)}.",
                "Change only what may change, or start a new run from the beginning.",
            )
        self._compare_versions(folder, state["versions"])
        return Checkpoint(step=state["step"], state=state, of_other_run=True)

    def _compare_versions(self, folder: Path, made_with: dict[str, str]) -> None:
        """Warn of every library that is another than the one a state was made with."""
        here = library_versions()
        changed = [
            f"{name} {made_with.get(name, 'none')}, here {here.get(name, 'none')}"
            for name in {**made_with, **here}
            if made_with.get(name) != here.get(name)
        ]
        if changed:
            self.run.recorder.warning(
                f"The checkpoint {folder.name} was made with other versions: {'; '.join(changed)}. The run goes on from it, but "
                "not to the very numbers that it would have reached there."
            )


def write_state(folder: Path, state: dict[str, Any]) -> None:
    folder.mkdir(parents=True)
    with (folder / FILE).open("wb") as content:
        torch.save(state, content)
        content.flush()
        os.fsync(content.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
