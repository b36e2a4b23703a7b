"""Runs in the job queue: one trainer at a time, and never two jobs for one run."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

logger = logging.getLogger(__name__)

RUN_TASK = "run_execute"
TRAINER_LOCK = "trainer"
SILENT_AFTER = timedelta(seconds=30)


def run_defer(run_id: UUID) -> None:
    """Queue the run's job once the present transaction is committed."""
    transaction.on_commit(lambda: run_defer_now(run_id))


def run_defer_now(run_id: UUID) -> None:
    """Queue the run's job; one that waits already is enough."""
    job = app.configure_task(RUN_TASK, lock=TRAINER_LOCK, queueing_lock=f"run:{run_id}")
    try:
        with transaction.atomic():
            job.defer(run_id=str(run_id))
    except AlreadyEnqueued:
        return


def runs_with_jobs() -> set[UUID]:
    """Return the runs that a job waits for or follows."""
    jobs = ProcrastinateJob.objects.filter(task_name=RUN_TASK, status__in=["todo", "doing"])
    return {UUID(args["run_id"]) for args in jobs.values_list("args", flat=True)}


def worker_is_there() -> bool:
    """Tell whether a worker gave a sign of life of late."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - SILENT_AFTER).exists()


def orphans_requeue() -> int:
    """Queue the jobs of workers that died again, and return how many: every job of ours can be done twice."""
    silent = timezone.now() - SILENT_AFTER
    orphaned = ProcrastinateJob.objects.filter(
        Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=silent), status="doing"
    )
    return sum(orphan_requeue(job_id) for job_id in list(orphaned.values_list("id", flat=True)))


def orphan_requeue(job_id: int) -> bool:
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(job_id=job_id, retry_at=timezone.now())
    except ConnectorException:  # It ended in this very moment, or a job like it waits already.
        logger.exception("job %d could not be queued again", job_id)
        return False
    return True
