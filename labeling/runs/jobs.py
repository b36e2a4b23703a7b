"""The queue's part in runs: start and follow one, and look every minute whether one lost its follower."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate import JobContext
from procrastinate.contrib.django import app

from labeling.runs.follow import run_execute
from labeling.runs.models import Run
from labeling.runs.queue import RUN_TASK, TRAINER_LOCK, orphans_requeue, run_defer_now, runs_with_jobs
from labeling.runs.taking_in import run_take_in, runs_to_take_in

logger = logging.getLogger(__name__)


@app.task(name=RUN_TASK, lock=TRAINER_LOCK, pass_context=True)
def run_execute_job(context: JobContext, run_id: str) -> None:
    run_execute(run_id=UUID(run_id), leaving=context.should_abort)


@app.periodic(cron="* * * * *")
@app.task(name="runs_sweep", queueing_lock="runs_sweep")
def runs_sweep_job(timestamp: int) -> None:
    runs_sweep()


def runs_sweep() -> None:
    """Give every run that is not over a job again, and take in what an ended run made when that failed before."""
    requeued = orphans_requeue()
    if requeued:
        logger.warning("queued %d jobs of workers that died again", requeued)
    under_way = Run.objects.exclude(status__in=Run.FINAL).exclude(pk__in=runs_with_jobs())
    for run_id in under_way.values_list("pk", flat=True):
        logger.warning("run %s has no follower: queued its job again", run_id)
        run_defer_now(run_id)
    for run_id in runs_to_take_in().values_list("pk", flat=True):
        run_take_in(run_id=run_id)
