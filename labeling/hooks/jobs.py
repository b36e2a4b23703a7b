"""The queue's part in webhooks: send, and look every minute for what was lost with a worker."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from labeling.hooks.deliver import deliveries_overdue, delivery_attempt, events_forget
from labeling.hooks.services import DELIVER

logger = logging.getLogger(__name__)


@app.task(name=DELIVER)
def hooks_deliver(delivery_id: str) -> None:
    delivery_attempt(delivery_id=UUID(delivery_id))


@app.periodic(cron="* * * * *")
@app.task(name="hooks_sweep", queueing_lock="hooks_sweep", lock="hooks_sweep")
def hooks_sweep(timestamp: int) -> None:
    overdue = deliveries_overdue()
    for delivery in overdue:
        delivery_attempt(delivery_id=delivery.pk)
    if overdue:
        logger.warning("sent %d deliveries that had no job any more", len(overdue))


@app.periodic(cron="17 3 * * *")
@app.task(name="hooks_forget", queueing_lock="hooks_forget")
def hooks_forget(timestamp: int) -> None:
    logger.info("forgot %d old events and deliveries", events_forget())
