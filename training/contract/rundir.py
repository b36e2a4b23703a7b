"""A run's folder: where the web and the trainer meet.

spec.json       the whole request, written once
data/           the frozen rows the run reads
events.jsonl    what happened, append-only, written by the trainer
stop            made to ask for an orderly end; the word in it says which: stop, or pause
log.txt         the trainer's output, tracebacks included
pid             the trainer's process, written by whoever started it
checkpoints/    what a run resumes from
start/          the checkpoint of another run that this one goes on from, if any
artifacts/      what comes out: models and samples
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STOP, PAUSE = "stop", "pause"
BEST_POLICY = "policy-best"
"""The artifact of the policy whose exam was the best."""


class RunDirError(RuntimeError):
    """The run folder cannot be used: the message says why and what to do."""


@dataclass(frozen=True)
class RunDir:
    path: Path

    @property
    def spec(self) -> Path:
        return self.path / "spec.json"

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def events(self) -> Path:
        return self.path / "events.jsonl"

    @property
    def stop(self) -> Path:
        return self.path / "stop"

    @property
    def log(self) -> Path:
        return self.path / "log.txt"

    @property
    def pid(self) -> Path:
        return self.path / "pid"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def artifacts(self) -> Path:
        return self.path / "artifacts"

    def create(self, spec: dict[str, Any]) -> None:
        """Make the folder with its spec; the spec is written last, so that a half-made folder is never a run."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            write_json(self.spec, spec)
        except OSError as error:
            raise RunDirError(
                f"The run folder {self.path} cannot be written ({error.strerror}). "
                "Free some space or make the folder writable, then start the run again."
            ) from error

    def read_spec(self) -> dict[str, Any]:
        try:
            value = json.loads(self.spec.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise RunDirError(f"There is no spec.json in {self.path}; is this a run folder?") from error
        except json.JSONDecodeError as error:
            raise RunDirError(f"{self.spec} is not valid JSON: line {error.lineno}, {error.msg}.") from error
        if not isinstance(value, dict):
            raise RunDirError(f"{self.spec} must hold a JSON object.")
        return value

    def request_stop(self, word: str = STOP) -> None:
        """Ask the trainer to save and end after its present step; `word` is what it gives as the reason."""
        partial = self.path / "stop.partial"
        partial.write_text(word, encoding="utf-8")
        partial.replace(self.stop)

    def stop_requested(self) -> str:
        """Return what was asked for, "stop" or "pause", or "" when nobody asked; an empty file asks to stop."""
        try:
            word = self.stop.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
        return PAUSE if word == PAUSE else STOP

    def clear_stop(self) -> None:
        self.stop.unlink(missing_ok=True)


def write_json(path: Path, value: object) -> None:
    """Write JSON in one atomic step: a reader sees the old file or the new one, never a part."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8") as content:
        json.dump(value, content, ensure_ascii=False, indent=2)
        content.flush()
        os.fsync(content.fileno())
    partial.replace(path)
