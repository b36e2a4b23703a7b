"""Reads of the registry."""

from __future__ import annotations

from uuid import UUID, uuid5

from labeling.projects.models import Project
from labeling.registry.models import ModelVersion
from training.contract.setting import BUNDLED_MODEL

BUNDLED_NAME = "SmolLM2-135M-Instruct (bundled)"


def base_model(project: Project, source: str) -> ModelVersion:
    """Return the registry's entry for a base model, kept or not: its id follows from project and source."""
    return ModelVersion(
        id=uuid5(project.id, source),
        project=project,
        type=ModelVersion.Type.BASE,
        name=BUNDLED_NAME if source == BUNDLED_MODEL else source[-160:],
        source=source,
        created_at=project.created_at,
    )


def models_list(project: Project, type: str | None = None) -> list[ModelVersion]:
    """Return the project's models, the newest first; the bundled base model is always among them, and last."""
    kept = project.models.select_related("dataset").order_by("-created_at", "id")
    if type:
        kept = kept.filter(type=type)
    bundled = base_model(project, BUNDLED_MODEL)
    listed = [model for model in kept if model.id != bundled.id]
    return [*listed, bundled] if type in {None, "", ModelVersion.Type.BASE} else listed


def model_find(project: Project, model_id: UUID) -> ModelVersion | None:
    bundled = base_model(project, BUNDLED_MODEL)
    return project.models.filter(pk=model_id).first() or (bundled if bundled.id == model_id else None)
