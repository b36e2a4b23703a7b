"""The queue's part in rankings: seats follow the overlap, imports come in and go."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate import JobContext
from procrastinate.contrib.django import app

from labeling.projects.services import OVERLAP_CHANGED
from labeling.prompts.import_fetch import fetch_run
from labeling.rankings.import_remove import removal_run
from labeling.rankings.import_run import import_run
from labeling.rankings.import_service import IMPORT_TASK
from labeling.rankings.import_sweep import imports_sweep
from labeling.rankings.overlap import seats_match_overlap

logger = logging.getLogger(__name__)


@app.task(name=OVERLAP_CHANGED)
def overlap_changed(project_id: str) -> None:
    added, removed = seats_match_overlap(project_id=UUID(project_id))
    logger.info("project %s: %d seats added, %d removed", project_id, added, removed)


@app.task(name=IMPORT_TASK, pass_context=True)
def import_job(context: JobContext, import_id: str) -> None:
    """Do whatever the import's state asks for; each of the three leaves an import alone that is in another state."""
    found = UUID(import_id)
    fetch_run(import_id=found)
    import_run(import_id=found, leaving=context.should_abort)
    removal_run(import_id=found)


@app.periodic(cron="* * * * *")
@app.task(name="imports_sweep", queueing_lock="imports_sweep")
def imports_sweep_job(timestamp: int) -> None:
    imports_sweep()
