"""Where a frozen dataset lies, and the reading of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from labeling.datasets.models import Dataset
from labeling.datasets.parquet import read_rankings
from labeling.problems import Conflict, NotFound
from training.contract.rows import PromptRow, RankingRow

RANKINGS_FILE = "rankings.parquet"
MANIFEST_FILE = "manifest.json"


def dataset_folder(dataset: Dataset) -> Path:
    return Path(settings.DATASETS_DIR) / str(dataset.pk)


def ranking_rows(dataset: Dataset, split: str = "all") -> Iterator[RankingRow]:
    """Yield the dataset's rankings in their frozen order; Conflict while it is not ready, NotFound without its file."""
    path = rankings_file(dataset)
    return (row for row in read_rankings(path) if split in {"all", row.split})


def prompt_rows(dataset: Dataset, split: str = "all") -> Iterator[PromptRow]:
    """Yield each prompt of the dataset once, with its split."""
    seen: set[str] = set()
    for row in ranking_rows(dataset, split):
        if row.prompt_id not in seen:
            seen.add(row.prompt_id)
            yield PromptRow(
                prompt_id=row.prompt_id, messages=row.messages, domain=row.domain, split=row.split
            )


def rankings_file(dataset: Dataset) -> Path:
    if dataset.status != Dataset.Status.READY:
        raise Conflict(
            f"This dataset is {dataset.get_status_display()}.",
            hint=dataset.problem or "Wait until it is ready.",
        )
    path = dataset_folder(dataset) / RANKINGS_FILE
    if not path.exists():
        raise NotFound(
            "The dataset's file is missing on this machine.",
            hint="Put the dataset's folder back into DATASETS_DIR, or freeze a new version.",
        )
    return path
