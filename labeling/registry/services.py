"""Writes of the registry."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from labeling.datasets.models import Dataset
from labeling.projects.models import Project
from labeling.registry.models import ModelVersion
from labeling.registry.selectors import base_model


def model_register(
    *,
    project: Project,
    type: ModelVersion.Type,
    name: str,
    source: str,
    run_id: UUID,
    base: str = "",
    dataset: Dataset | None = None,
    lineage: dict[str, Any] | None = None,
    figures: dict[str, Any] | None = None,
) -> ModelVersion:
    """Keep a model that a run made; each of its artifacts is registered once."""
    model, _ = ModelVersion.objects.update_or_create(
        run_id=run_id,
        source=source,
        defaults={
            "project": project,
            "type": type,
            "name": name,
            "base": base,
            "dataset": dataset,
            "lineage": lineage or {},
            "figures": figures or {},
        },
    )
    return model


def base_model_use(*, project: Project, source: str) -> ModelVersion:
    """Keep a base model that a run starts from, so that the next form offers it; the bundled one is offered anyway."""
    entry = base_model(project, source)
    model, _ = ModelVersion.objects.get_or_create(
        pk=entry.pk,
        defaults={"project": project, "type": entry.type, "name": entry.name, "source": source},
    )
    return model


def outside_reward_model_use(*, project: Project, source: str) -> ModelVersion:
    """Keep a reward model that was named by folder or hub id, so that its scores have something to belong to."""
    known = project.models.filter(type=ModelVersion.Type.REWARD, source=source).first()
    if known is not None:
        return known
    return ModelVersion.objects.create(
        project=project, type=ModelVersion.Type.REWARD, name=source[-160:], source=source
    )
