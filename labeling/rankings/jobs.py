"""The queue's part in rankings."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from labeling.projects.services import OVERLAP_CHANGED
from labeling.rankings.overlap import seats_match_overlap

logger = logging.getLogger(__name__)


@app.task(name=OVERLAP_CHANGED)
def overlap_changed(project_id: str) -> None:
    added, removed = seats_match_overlap(project_id=UUID(project_id))
    logger.info("project %s: %d seats added, %d removed", project_id, added, removed)
