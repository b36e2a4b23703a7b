from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from labeling.runs.follow import run_execute
from labeling.runs.jobs import runs_sweep
from labeling.runs.models import Run
from labeling.runs.queue import run_defer_now
from tests.labeling.runs.conftest import Scripted
from tests.labeling.runs.following import copied_until, launched, never


def job_of(run: Run) -> ProcrastinateJob:
    job: ProcrastinateJob = ProcrastinateJob.objects.get(
        args={"run_id": str(run.pk)}, status__in=["todo", "doing"]
    )
    return job


def job_taken_by_a_worker(run: Run, *, silent_seconds: int) -> None:
    """Put the run's job into the hands of a worker that gave its last sign some time ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [silent_seconds],
        )
        worker_id = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [worker_id, job_of(run).pk],
        )


def test_it_queues_a_waiting_run_without_a_job_once(run: Run) -> None:
    for _ in range(2):
        runs_sweep()
    assert job_of(run).status == "todo"


def test_it_queues_one_job_however_often_it_is_asked(run: Run) -> None:
    run_defer_now(run.pk)
    run_defer_now(run.pk)
    assert job_of(run).status == "todo"


def test_it_gives_the_job_of_a_dead_worker_to_another(run: Run, scripted: Scripted) -> None:
    scripted("complete")
    run_defer_now(run.pk)
    launched(run)
    job_taken_by_a_worker(run, silent_seconds=60)
    runs_sweep()
    assert job_of(run).status == "todo"
    run_execute(run_id=UUID(job_of(run).args["run_id"]), leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.COMPLETED
    assert run.events.count() == run.last_seq


def test_it_leaves_the_job_of_a_living_worker(run: Run) -> None:
    run_defer_now(run.pk)
    job_taken_by_a_worker(run, silent_seconds=5)
    runs_sweep()
    assert job_of(run).status == "doing"


@pytest.mark.parametrize("status", [Run.Status.STOPPED, Run.Status.LOST, Run.Status.FAILED])
def test_it_leaves_runs_that_are_over(run: Run, status: Run.Status) -> None:
    Run.objects.filter(pk=run.pk).update(status=status)
    runs_sweep()
    assert not ProcrastinateJob.objects.filter(args={"run_id": str(run.pk)}).exists()


def test_it_takes_in_what_was_not_taken_in(run: Run, scripted: Scripted) -> None:
    scripted("complete")
    launched(run)
    copied_until(run, lambda seen: seen.is_final)
    runs_sweep()
    run.refresh_from_db()
    assert run.taken_in_at is not None
