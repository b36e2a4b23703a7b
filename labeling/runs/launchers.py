"""Where a run's trainer runs. Here: as a process of this machine, in a session of its own."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import signal
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import psutil
from django.conf import settings
from django.utils import timezone

from labeling.runs.models import Run
from labeling.runs.state import state_load
from training.contract.events import is_lost
from training.contract.rundir import write_json

START_GRACE = timedelta(minutes=2)
CLOCK_TOLERANCE_SECONDS = 1.0
KEPT_BACK = frozenset({"SECRET_KEY", "DATABASE_URL"})
"""The web's secrets: the trainer has no use for them."""

children: dict[int, subprocess.Popen[bytes]] = {}
"""The trainers this process started, kept so that their ends are collected."""


class Noted(NamedTuple):
    """The trainer's process as the pid file names it: the start time tells it from a later one with its number."""

    pid: int
    started: float
    host: str


class LaunchError(RuntimeError):
    """The trainer could not be started: the message says why."""


@dataclass(frozen=True)
class LocalLauncher:
    """Starts the trainer beside the worker. It outlives the worker: whoever follows finds it by its pid file."""

    python: str

    def start(self, run: Run) -> None:
        """Start the trainer, or take up the one that is at work in this folder already."""
        found = find_trainer(run.folder.path)
        pid = found if found is not None else self._spawn(run)
        note_pid(run.folder.pid, pid)

    def _spawn(self, run: Run) -> int:
        command = [self.python, "-m", "training", run.verb, str(run.folder.path)]
        inherited = {name: value for name, value in os.environ.items() if name not in KEPT_BACK}
        environment = {**inherited, "OMP_WAIT_POLICY": "PASSIVE", "PYTHONUNBUFFERED": "1"}
        try:
            with run.folder.log.open("ab") as log:
                process = subprocess.Popen(
                    command,
                    cwd=settings.BASE_DIR,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        except OSError as error:
            raise LaunchError(f"{error.strerror}: {error.filename}") from error
        children[process.pid] = process
        return process.pid

    def was_started(self, run: Run) -> bool:
        return read_pid(run.folder.pid) is not None

    def is_alive(self, run: Run) -> bool:
        """Tell whether the trainer of this attempt still works; on another machine, by its signs of life."""
        noted = read_pid(run.folder.pid)
        if noted is None:
            return False
        if noted.host == platform.node():
            return process_of(noted) is not None
        return self._gives_signs(run)

    def _gives_signs(self, run: Run) -> bool:
        now = timezone.now()
        state = state_load(run.state)
        if state.phase == "running" and state.phase_seq > run.requested_seq:
            return not is_lost(state, now=now)
        return run.launched_at is not None and now - run.launched_at < START_GRACE

    def terminate(self, run: Run) -> None:
        """Ask the trainer to save and end at once after its present step."""
        noted = read_pid(run.folder.pid)
        process = process_of(noted) if noted and noted.host == platform.node() else None
        if process is not None:
            with contextlib.suppress(psutil.NoSuchProcess):  # It ended in this very moment.
                process.send_signal(signal.SIGTERM)


def find_trainer(folder: Path) -> int | None:
    """Return the pid of a trainer at work in the folder: one whose pid was never noted is found as well."""
    noted = read_pid(folder / "pid")
    if noted and noted.host == platform.node() and process_of(noted):
        return noted.pid
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if words[-1:] == [str(folder)] and "training" in words[:-1]:
            return process.pid
    return None


def note_pid(path: Path, pid: int) -> None:
    try:
        started = psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:  # It ended already; its last word or its log says why.
        started = 0.0
    write_json(path, {"pid": pid, "started": started, "host": platform.node()})


def read_pid(path: Path) -> Noted | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return Noted(pid=int(value["pid"]), started=float(value["started"]), host=str(value["host"]))
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def process_of(noted: Noted) -> psutil.Process | None:
    """Return the live process that was noted; a pid that was given to another process since does not count."""
    child = children.get(noted.pid)
    if child is not None and child.poll() is not None:
        del children[noted.pid]
        return None
    try:
        process = psutil.Process(noted.pid)
        same = abs(process.create_time() - noted.started) < CLOCK_TOLERANCE_SECONDS
        ended = process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return None
    return process if same and not ended else None
