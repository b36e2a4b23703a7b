"""The worker is killed in the middle of a file, as by a power cut: another one goes on, and nothing comes in twice."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.prompts.models import Completion, Import, Prompt
from labeling.prompts.services import prompt_create
from labeling.runs.jobs import runs_sweep
from labeling.tasks.models import Seat, Task
from tests.labeling.rankings.importing import numbered_lines, queued
from tests.processes import StartWorker, workers, workers_fall_silent

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 4_500
ONE_BATCH = 2_000
PATIENCE_S = 300


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[StartWorker]:
    with workers(tmp_path / "worker.txt") as start:
        yield start


def seen(source: Import, wanted: Callable[[Import], bool]) -> Import:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        found = Import.objects.get(pk=source.pk)
        if wanted(found):
            return found
        time.sleep(0.02)
    raise AssertionError(f"the import stayed {found.status} at row {found.rows_done}")


def test_it_goes_on_exactly_once_after_its_worker_was_killed(
    project: Project, alice: User, worker: StartWorker
) -> None:
    source = queued(project, alice, numbered_lines(ROWS))
    with transaction.atomic():
        # The second batch waits to hear whether this prompt will be there, and its worker dies waiting.
        prompt_create(
            project=project, messages=[{"role": "user", "content": "?"}], external_id=f"n{ONE_BATCH}"
        )
        first = worker()
        seen(source, lambda found: found.rows_done > 0)
        first.send_signal(signal.SIGKILL)
        first.wait()
        transaction.set_rollback(True)
    half = Import.objects.get(pk=source.pk)
    assert (half.status, half.rows_done) == (Import.Status.RUNNING, ONE_BATCH)
    assert (Prompt.objects.count(), Seat.objects.count()) == (ONE_BATCH, 0)
    workers_fall_silent()
    runs_sweep()
    worker()
    whole = seen(source, lambda found: found.status == Import.Status.COMPLETE)
    assert (whole.rows_done, whole.counts["prompts"], whole.counts["duplicates"]) == (ROWS, ROWS, 0)
    assert Prompt.objects.values("external_id").distinct().count() == Prompt.objects.count() == ROWS
    assert (Task.objects.count(), Seat.objects.count(), Completion.objects.count()) == (ROWS, ROWS, 2 * ROWS)
