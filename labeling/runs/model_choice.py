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
from training.contract.setting import Settings
from training.contract.settings import SETTINGS

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
        if value == "":  # One that may be left out is.
            continue
        found = [source_named(project, kind, one) for one in (value if isinstance(value, list) else [value])]
        problems += [FieldProblem(f"settings.{name}", wrong) for _, wrong in found if wrong]
        if name in settings:
            sources = [source for source, _ in found]
            resolved[name] = sources if isinstance(value, list) else sources[0]
    return resolved, problems


def source_named(project: Project, kind: str, name: object) -> tuple[object, str]:
    """Return the source that a name of the registry stands for, any other name as it is, and what is wrong with it."""
    if not isinstance(name, str) or not name.startswith(PREFIX):
        return name, ""
    model = registry_entry(project, name)
    if model is not None and model.type in TAKES[kind]:
        return model.source, ""
    what = "a model of this project" if model is None else f"a {kind} ({model.name} is a {model.type} model)"
    return name, f"does not name {what}; choose one of the list"


def registry_entry(project: Project, name: str) -> ModelVersion | None:
    try:
        return model_find(project, UUID(name.removeprefix(PREFIX)))
    except ValueError:
        return None


def models_lineage(
    *, project: Project, verb: str, given: dict[str, Any], settings: Settings
) -> dict[str, dict[str, str] | list[dict[str, str]]]:
    """Return {setting: {id, name, type, source}}, a list of these where a setting names several models.

    A model that was named from outside is kept in the registry.
    """
    lineage: dict[str, dict[str, str] | list[dict[str, str]]] = {}
    for name, kind in model_settings(verb).items():
        asked, sources = given.get(name, ""), getattr(settings, name)
        if sources == "":
            continue
        if isinstance(sources, tuple):
            pairs = zip(asked or (), sources, strict=True)
            lineage[name] = [model_entry(project, kind, one, source) for one, source in pairs]
        else:
            lineage[name] = model_entry(project, kind, asked, sources)
    return lineage


def model_entry(project: Project, kind: str, asked: object, source: str) -> dict[str, str]:
    model = registry_entry(project, str(asked)) or outside_model(project, kind, source)
    return {"id": str(model.id), "name": model.name, "type": model.type, "source": model.source}


def outside_model(project: Project, kind: str, source: str) -> ModelVersion:
    known = project.models.filter(source=source).first()
    if known is not None:
        return known
    if kind == "reward":
        return outside_reward_model_use(project=project, source=source)
    return base_model_use(project=project, source=source)
