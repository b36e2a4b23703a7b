"""Which models a run names: "model:<registry id>" becomes the source that the trainer loads."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

from labeling.problems import FieldProblem
from labeling.projects.models import Project
from labeling.registry.models import ModelVersion
from labeling.registry.selectors import model_find
from labeling.registry.services import base_model_use, outside_reward_model_use
from training.contract.settings import SETTINGS, Settings

PREFIX = "model:"
TAKES = {
    "model": {ModelVersion.Type.BASE, ModelVersion.Type.POLICY},
    "policy": {ModelVersion.Type.BASE, ModelVersion.Type.POLICY},
    "reward": {ModelVersion.Type.REWARD},
}


def model_settings(verb: str) -> dict[str, str]:
    """Return {setting: kind} of the settings that name a model."""
    fields = dataclasses.fields(SETTINGS[verb])
    return {item.name: item.metadata["kind"] for item in fields if item.metadata.get("kind")}


def models_resolve(
    *, project: Project, verb: str, settings: dict[str, Any]
) -> tuple[dict[str, Any], list[FieldProblem]]:
    """Return the settings with registry names replaced by sources, and the names that lead nowhere."""
    resolved, problems = dict(settings), []
    for name, kind in model_settings(verb).items():
        value = settings.get(name)
        if not isinstance(value, str) or not value.startswith(PREFIX):
            continue
        model = registry_entry(project, value)
        if model is None or model.type not in TAKES[kind]:
            what = (
                "a model of this project"
                if model is None
                else f"a {kind} ({model.name} is a {model.type} model)"
            )
            problems.append(FieldProblem(f"settings.{name}", f"does not name {what}; choose one of the list"))
        else:
            resolved[name] = model.source
    return resolved, problems


def registry_entry(project: Project, name: str) -> ModelVersion | None:
    try:
        return model_find(project, UUID(name.removeprefix(PREFIX)))
    except ValueError:
        return None


def models_lineage(
    *, project: Project, verb: str, given: dict[str, Any], settings: Settings
) -> dict[str, dict[str, str]]:
    """Return {setting: {id, name, type, source}}; a model that was named from outside is kept in the registry."""
    lineage = {}
    for name, kind in model_settings(verb).items():
        model = registry_entry(project, str(given.get(name, ""))) or outside_model(
            project, kind, getattr(settings, name)
        )
        lineage[name] = {
            "id": str(model.id),
            "name": model.name,
            "type": model.type,
            "source": model.source,
        }
    return lineage


def outside_model(project: Project, kind: str, source: str) -> ModelVersion:
    known = project.models.filter(source=source).first()
    if known is not None:
        return known
    if kind == "reward":
        return outside_reward_model_use(project=project, source=source)
    return base_model_use(project=project, source=source)
