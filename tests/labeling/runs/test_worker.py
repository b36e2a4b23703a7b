"""The real worker, as a process of its own on the tests' database."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from labeling.runs.jobs import runs_sweep
from labeling.runs.launchers import process_of, read_pid
from labeling.runs.models import Run
from labeling.runs.services import run_retry
from tests.labeling.runs.conftest import Scripted
from tests.labeling.runs.following import trainer_of
from tests.processes import StartWorker, workers, workers_fall_silent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[StartWorker]:
    with workers(tmp_path / "worker.txt") as start:
        yield start


@pytest.fixture(autouse=True)
def no_trainer_stays(run: Run) -> Iterator[None]:
    yield
    noted = read_pid(run.folder.pid)
    process = process_of(noted) if noted else None
    if process is not None:
        process.kill()


def seen(run: Run, *statuses: Run.Status) -> Run:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        run = Run.objects.get(pk=run.pk)
        if run.status in statuses:
            return run
        time.sleep(0.1)
    raise AssertionError(f"the run stayed {run.status}")


def test_it_loses_and_doubles_nothing_when_the_worker_is_killed(
    run: Run, scripted: Scripted, worker: StartWorker
) -> None:
    scripted("endless")
    first = worker()
    run = seen(run, Run.Status.RUNNING)
    first.send_signal(signal.SIGKILL)
    first.wait()
    half = Run.objects.get(pk=run.pk).last_seq
    assert trainer_of(run).is_running()
    workers_fall_silent()
    runs_sweep()
    run.folder.request_stop()
    worker("--one-shot")
    run = seen(run, Run.Status.STOPPED)
    assert run.last_seq > half
    assert list(run.events.order_by("seq").values_list("seq", flat=True)) == list(range(1, run.last_seq + 1))


def test_it_resumes_a_killed_trainer_to_the_end(run: Run, scripted: Scripted, worker: StartWorker) -> None:
    scripted("endless")
    first = worker()
    run = seen(run, Run.Status.RUNNING)
    trainer_of(run).kill()
    run = seen(run, Run.Status.LOST)
    first.terminate()
    assert first.wait(timeout=20) == 0
    scripted("complete")
    run_retry(run=run)
    last = worker("--one-shot")
    run = seen(run, Run.Status.COMPLETED)
    assert run.state["attempts"] == 2
    assert last.wait(timeout=60) == 0
    assert not ProcrastinateJob.objects.filter(status="doing").exists()


def test_it_lets_the_trainer_save_when_it_is_told_to_end(
    run: Run, scripted: Scripted, worker: StartWorker
) -> None:
    scripted("endless")
    process = worker()
    run = seen(run, Run.Status.RUNNING)
    process.terminate()
    assert process.wait(timeout=20) == 0
    run = seen(run, Run.Status.STOPPED)
    assert run.state["reason"] == "signal"
    assert run.state["checkpoint_step"] == run.state["step"]
