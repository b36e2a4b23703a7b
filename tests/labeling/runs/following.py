"""Short ways to start, watch and end followed runs."""

from __future__ import annotations

import time
from collections.abc import Callable

import psutil
from django.conf import settings

from labeling.runs.copying import events_copy
from labeling.runs.follow import run_launch
from labeling.runs.launchers import LocalLauncher, read_pid
from labeling.runs.models import Run


def never() -> bool:
    return False


def launched(run: Run) -> Run:
    started = run_launch(run_id=run.pk, launcher=LocalLauncher(settings.TRAINER_PYTHON))
    assert started is not None
    return started


def trainer_of(run: Run) -> psutil.Process:
    noted = read_pid(run.folder.pid)
    assert noted is not None
    return psutil.Process(noted.pid)


def copied_until(run: Run, wanted: Callable[[Run], bool]) -> Run:
    """Copy events again and again until the run is as wanted."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        run = events_copy(run_id=run.pk)
        if wanted(run):
            return run
        time.sleep(0.05)
    raise AssertionError(f"the run stayed {run.status} at event {run.last_seq}")
