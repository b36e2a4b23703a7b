"""A completed evaluate run with the artifact that the trainer writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.datasets.freeze import dataset_freeze
from labeling.evaluations.models import Evaluation
from labeling.projects.models import Project
from labeling.prompts.models import Prompt
from labeling.runs.copying import events_copy
from labeling.runs.models import Run
from labeling.runs.services import run_create
from labeling.runs.taking_in import run_take_in
from tests.made import claimed, made_task, ranked
from training.contract.events import now_text


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> None:
    settings.RUNS_DIR = tmp_path / "runs"
    settings.DATASETS_DIR = tmp_path / "datasets"


@pytest.fixture
def run(project: Project, bob: User, rita: User) -> Run:
    for domain in ("helpful", "honest"):
        for _ in range(3):
            made_task(project, domain=domain)
    for _ in range(6):
        ranked(claimed(project, bob))
    dataset = dataset_freeze(project=project, name="first", user=rita, heldout_share=0.5)
    settings = {"policy": "org/policy", "reward_model": "org/reward", "samples_per_prompt": 1}
    return run_create(project=project, verb="evaluate", user=rita, dataset=dataset, settings=settings)


def comparison(prompt: Prompt, place: int) -> dict[str, Any]:
    shared = {"tokens": 20 + place, "ended": True}
    return {
        "prompt_id": str(prompt.pk),
        "domain": prompt.domain,
        "prompt": prompt.messages[-1]["content"],
        "messages": prompt.messages,
        "reference": [{"text": f"plain {place}", "reward": 0.1 * place, **shared}],
        "policy": [{"text": f"kind {place}", "reward": 0.1 * place + 1, "kl": 1.5, **shared}],
    }


def completed(run: Run, lines: list[str]) -> Run:
    run.folder.artifacts.mkdir(parents=True)
    (run.folder.artifacts / "comparisons.jsonl").write_text("\n".join(lines) + "\n")
    artifact = {"name": "comparisons", "type": "comparisons", "path": "artifacts/comparisons.jsonl"}
    events = [{"kind": "started"}, {"kind": "artifact", **artifact}, {"kind": "completed"}]
    with run.folder.events.open("a") as log:
        for seq, event in enumerate(events, start=1):
            log.write(json.dumps({"seq": seq, "at": now_text(), **event}) + "\n")
    events_copy(run_id=run.pk)
    return run_take_in(run_id=run.pk)


@pytest.fixture
def evaluation(run: Run) -> Evaluation:
    prompts = Prompt.objects.filter(project=run.project).order_by("created_at")
    run = completed(run, [json.dumps(comparison(prompt, place)) for place, prompt in enumerate(prompts)])
    assert run.taken_in_at is not None, run.reason
    return Evaluation.objects.get(run=run)
