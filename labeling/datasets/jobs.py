"""The queue's part in datasets: freezing what is too large for a request."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from labeling.datasets.freeze import dataset_build_now


@app.task(name="dataset_build")
def dataset_build(dataset_id: str) -> None:
    dataset_build_now(dataset_id=UUID(dataset_id))
