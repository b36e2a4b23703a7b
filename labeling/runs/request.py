"""Is this a run that can be asked for? Its settings, models and data checked whole, and its spec made."""

from __future__ import annotations

from typing import Any

from labeling.code_version import code_version
from labeling.datasets.models import Dataset
from labeling.problems import FieldProblem, Problem
from labeling.projects.models import Project
from labeling.runs.inputs import Source, input_write
from labeling.runs.model_choice import models_lineage, models_resolve
from labeling.runs.models import Run
from training.contract.events import now_text
from training.contract.setting import Settings
from training.contract.settings import SETTINGS
from training.contract.spec import Spec, check_settings

MADE = {
    "sample": "Answers",
    "reward": "Reward model",
    "ppo": "Policy",
    "best_of_n": "Best of n",
    "sft": "SFT policy",
    "dpo": "DPO policy",
    "rloo": "RLOO policy",
    "grpo": "GRPO policy",
    "score": "Scores",
    "evaluate": "Evaluation",
}
"""What a run makes: the name of a run that was given none, and of what comes out of it."""


def request_check(
    *,
    project: Project,
    verb: str,
    settings: dict[str, Any],
    dataset: Dataset | None,
    domains: list[str] | None,
) -> Settings:
    """Return the checked settings, or raise one Problem with everything that is wrong."""
    if verb not in SETTINGS:
        text = f"must be one of {', '.join(SETTINGS)}"
        raise Problem(f"There is no run {verb!r}.", fields=[FieldProblem("verb", text)])
    resolved, problems = models_resolve(project=project, verb=verb, settings=settings)
    checked, wrong = check_settings(verb, resolved)
    problems += [FieldProblem(found.field, found.message) for found in wrong]
    k = getattr(checked, "k", None) if verb == "sample" else None
    if k is not None and not project.k_min <= k <= project.k_max:
        text = f"a task of this project has {project.k_min} to {project.k_max} answers"
        problems.append(FieldProblem("settings.k", text))
    unknown = sorted(set(domains or []) - set(project.domains))
    if unknown:
        text = f"{unknown[0]!r} is not a domain of this project; they are {', '.join(project.domains)}"
        problems.append(FieldProblem("domains", text))
    if dataset is not None and dataset.project_id != project.pk:
        problems.append(FieldProblem("dataset", "does not name a dataset of this project"))
    if problems or checked is None:
        raise Problem("The run cannot start so.", hint="Mend the named fields.", fields=problems)
    return checked


def spec_write(*, run: Run, given: dict[str, Any], checked: Settings, source: Source) -> Spec:
    """Write the rows and return the spec that names them."""
    models = models_lineage(project=run.project, verb=run.verb, given=given, settings=checked)
    lineage: dict[str, Any] = {
        "project": {"id": str(run.project_id), "name": run.project.name},
        "models": models,
        "dataset": dataset_lineage(source.dataset),
        "domains": source.domains,
        "code_version": code_version(),
    }
    return Spec(
        verb=run.verb,
        run_id=str(run.pk),
        name=run.name,
        created_at=now_text(),
        settings=checked,
        inputs=input_write(verb=run.verb, source=source, folder=run.folder),
        lineage=lineage,
    )


def dataset_lineage(dataset: Dataset | None) -> dict[str, Any] | None:
    if dataset is None:
        return None
    return {
        "id": str(dataset.pk),
        "name": dataset.name,
        "version": dataset.version,
        "sha256": dataset.sha256,
    }


def default_name(project: Project, verb: str) -> str:
    number = project.runs.filter(verb=verb).count() + 1
    return f"{MADE[verb]} {number}"
