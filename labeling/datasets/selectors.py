"""Reads of datasets."""

from __future__ import annotations

from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from labeling.accounts.models import User
from labeling.datasets.export import export_rows
from labeling.datasets.folder import ranking_rows
from labeling.datasets.models import Dataset
from labeling.problems import NotFound
from labeling.projects.models import Project
from labeling.projects.who_can import memberships_of, project_for


def datasets_of(project: Project) -> QuerySet[Dataset]:
    return project.datasets.select_related("project", "created_by").order_by("-version")


def dataset_for(user: User | AnonymousUser, dataset_id: UUID) -> Dataset:
    """Return the dataset; NotFound for a stranger to its project, Forbidden for a member who may not see it."""
    mine = memberships_of(user).values("project_id")
    dataset = (
        Dataset.objects.select_related("project", "created_by")
        .filter(pk=dataset_id, project_id__in=mine)
        .first()
    )
    if dataset is None:
        raise NotFound("There is no such dataset for you.", hint="Check the address.")
    project_for(user, dataset.project_id, "research")
    return dataset


def dataset_page(
    dataset: Dataset, *, shape: str, split: str, start: int, limit: int
) -> tuple[list[dict[str, Any]], int | None]:
    """Return some rows to look at and where the next ones start, None at the end. Reads from the beginning: for pages,
    not for whole datasets."""
    rows = export_rows(ranking_rows(dataset, split), shape)
    page = list(islice(rows, start, start + limit + 1))
    return page[:limit], start + limit if len(page) > limit else None
