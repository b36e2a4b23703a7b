"""Writes a run's event log: the only writer of `events.jsonl`, and the owner of its sequence numbers."""

from __future__ import annotations

import fcntl
import json
import math
import os
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from training.contract.events import FINAL_KINDS, HEARTBEAT_SECONDS, now_text, read_events
from training.support.errors import TrainerError

DURABLE_KINDS = FINAL_KINDS | {"checkpoint", "artifact", "result"}
PROGRESS_SECONDS = 1.0


class Recorder:
    """Appends events, each line flushed, checkpoints and last words synced to the disk.

    Opening it takes a lock, so that two trainers never write one log; a line that a crash cut is removed (no reader
    has taken it: readers wait for the newline) and the numbers go on after the last whole line.
    """

    def __init__(self, path: Path, *, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        self.path = path
        self.heartbeat_seconds = heartbeat_seconds
        self.last_kind = ""
        self._warned: set[str] = set()
        self._guard = threading.Lock()
        self._ended = threading.Event()
        self._written_at = self._progress_at = 0.0

    def __enter__(self) -> Self:
        self._file = self.path.open("a+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise TrainerError(
                f"Another trainer is at work in {self.path.parent}.",
                "Wait until it has ended, or stop it, then start the run again.",
            ) from error
        repair_log(self.path)
        self._seq = 0
        for event in read_events(self.path):
            self._seq, self.last_kind = event.seq, event.kind
        self._pulse = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        self._pulse.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._pulse.join()
        self._file.close()

    def emit(self, kind: str, **body: Any) -> None:
        """Append one event; it is on its way to the disk when this returns."""
        with self._guard:
            event = {"seq": self._seq + 1, "at": now_text(), "kind": kind, **finite(body)}
            self._file.write(json.dumps(event, ensure_ascii=False, allow_nan=False).encode() + b"\n")
            self._file.flush()
            if kind in DURABLE_KINDS:
                os.fsync(self._file.fileno())
            self._seq, self.last_kind = self._seq + 1, kind
            self._written_at = time.monotonic()

    def stage(self, name: str, label: str) -> None:
        self._progress_at = 0.0
        self.emit("stage", name=name, label=label)

    def progress(self, done: int, total: int, unit: str) -> None:
        """Say how far the stage is; at most once a second, the last word always."""
        now = time.monotonic()
        if done >= total or now - self._progress_at >= PROGRESS_SECONDS:
            self._progress_at = now
            self.emit("progress", done=done, total=total, unit=unit)

    def metric(self, step: int, values: dict[str, float]) -> None:
        self.emit("metric", step=step, values=values)

    def evaluation(
        self, step: int, values: Mapping[str, Mapping[str, float | None]], *, seconds: float | None = None
    ) -> None:
        """Tell what was measured on held-out rows and, where it was clocked, how long that took."""
        self.emit("evaluation", step=step, values=values, **({} if seconds is None else {"seconds": seconds}))

    def measures(self, step: int, values: dict[str, Any]) -> None:
        """Tell everything that was measured of a model, as its measures.json has it."""
        self.emit("measures", step=step, values=values)

    def memory(self, roles: list[dict[str, Any]]) -> None:
        """Tell what each part of a run holds in memory before its first step."""
        self.emit("memory", roles=roles)

    def samples(self, step: int, rows: list[dict[str, Any]]) -> None:
        self.emit("samples", step=step, rows=rows)

    def artifact(self, *, name: str, type: str, path: str) -> None:
        self.emit("artifact", name=name, type=type, path=path)

    def info(self, message: str) -> None:
        self.emit("log", level="info", message=message)

    def warning(self, message: str) -> None:
        self.emit("log", level="warning", message=message)

    def warn_once(self, name: str, message: str) -> None:
        """Warn of something that may be found at every step, once in this attempt; of nothing where there is no message."""
        if message and name not in self._warned:
            self._warned.add(name)
            self.warning(message)

    def result(self, values: dict[str, Any]) -> None:
        self.emit("result", values=values)

    def _beat(self) -> None:
        while not self._ended.wait(self.heartbeat_seconds):
            if time.monotonic() - self._written_at < self.heartbeat_seconds:
                continue
            try:
                self.emit("heartbeat")
            except OSError:
                return  # The disk is full or gone: the run itself meets it at its next event, and says so.


class SilentRecorder(Recorder):
    """Reads the log and writes nothing: for the ranks beside the one that writes."""

    def __enter__(self) -> Self:
        for event in read_events(self.path):
            self.last_kind = event.kind
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    def emit(self, kind: str, **body: Any) -> None:
        return


def repair_log(path: Path) -> None:
    """Remove a last line without its newline."""
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(path, whole)


def finite(value: Any) -> Any:
    """Return the value with numbers that JSON has no word for left out of objects and made null in lists."""
    if isinstance(value, Mapping):
        kept = {name: finite(entry) for name, entry in value.items()}
        return {name: entry for name, entry in kept.items() if entry is not None or value[name] is None}
    if isinstance(value, list | tuple):
        return [finite(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
