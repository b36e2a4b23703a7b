"""The queue's part in preferences: the quality board of a large project."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from labeling.preferences.snapshots import snapshot_make_by_id

logger = logging.getLogger(__name__)


@app.task(name="snapshot_make")
def snapshot_make_task(project_id: str) -> None:
    snapshot = snapshot_make_by_id(project_id=UUID(project_id))
    logger.info("project %s: quality board in %.1f s", project_id, snapshot.seconds)
