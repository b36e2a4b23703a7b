from __future__ import annotations

import json
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.datasets.models import Dataset
from labeling.problems import Problem
from labeling.projects.models import Project
from labeling.projects.services import project_create
from labeling.registry.models import ModelVersion
from labeling.runs.models import Run
from labeling.runs.services import run_create
from tests.conftest import ClientOf
from tests.made import made_prompt, made_task
from training.contract.rows import CompletionRow, PromptRow, RankingRow, file_sha256, read_rows
from training.contract.rundir import RunDir
from training.contract.setting import BUNDLED_MODEL
from training.contract.spec import parse_spec


def fields_of(problem: Problem) -> dict[str, str]:
    return {found.field: found.message for found in problem.fields}


def reward_model(project: Project, **fields: Any) -> ModelVersion:
    values = {"type": ModelVersion.Type.REWARD, "name": "kind", "source": "/models/kind", **fields}
    return ModelVersion.objects.create(project=project, **values)


def test_it_writes_a_folder_that_the_trainer_reads(run: Run, dataset: Dataset) -> None:
    spec = parse_spec(run.folder.read_spec())
    given = spec.inputs["rankings"]
    path = run.folder.path / given.path
    assert (given.rows, given.sha256) == (4, file_sha256(path))
    rows = list(read_rows(path, RankingRow))
    assert sorted(row.split for row in rows) == ["heldout", "heldout", "train", "train"]
    assert spec.lineage["dataset"]["sha256"] == dataset.sha256
    assert spec.lineage["models"]["model"]["source"] == BUNDLED_MODEL
    assert run.spec == run.folder.read_spec()
    assert run.name == "Reward model 1"


def test_it_queues_one_job_when_the_run_is_committed(
    project: Project,
    dataset: Dataset,
    rita: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = run_create(project=project, verb="reward", user=rita, dataset=dataset, settings={})
    job = ProcrastinateJob.objects.get(task_name="run_execute", args={"run_id": str(run.pk)})
    assert (job.status, job.lock, job.queueing_lock) == ("todo", "trainer", f"run:{run.pk}")


def test_it_names_every_wrong_setting_at_once(project: Project, rita: User) -> None:
    settings = {"steps": 0, "temprature": 1, "reward_model": f"model:{uuid4()}"}
    with pytest.raises(Problem) as caught:
        run_create(project=project, verb="ppo", user=rita, settings=settings, domains=["rude"])
    assert {"settings.steps", "settings.temprature", "settings.reward_model", "domains"} <= set(
        fields_of(caught.value)
    )
    assert Run.objects.count() == 0


def test_it_puts_the_registrys_source_into_the_spec(project: Project, dataset: Dataset, rita: User) -> None:
    model = reward_model(project)
    run = run_create(
        project=project,
        verb="ppo",
        user=rita,
        dataset=dataset,
        settings={"reward_model": f"model:{model.pk}", "steps": 2},
    )
    assert run.spec["settings"]["reward_model"] == "/models/kind"
    assert run.spec["lineage"]["models"]["reward_model"]["id"] == str(model.pk)
    rows = list(read_rows(run.folder.path / "data/prompts.jsonl", PromptRow))
    assert {row.split for row in rows} == {"train", "heldout"}


def test_it_refuses_a_policy_in_the_place_of_a_reward_model(
    project: Project, dataset: Dataset, rita: User
) -> None:
    model = reward_model(project, type=ModelVersion.Type.POLICY)
    settings = {"reward_model": f"model:{model.pk}"}
    with pytest.raises(Problem) as caught:
        run_create(project=project, verb="ppo", user=rita, dataset=dataset, settings=settings)
    assert "is a policy model" in fields_of(caught.value)["settings.reward_model"]


def test_it_refuses_the_model_of_another_project(
    project: Project, dataset: Dataset, rita: User, charlie: User
) -> None:
    other = project_create(user=charlie, name="Other", domains=["helpful"])
    settings = {"reward_model": f"model:{reward_model(other).pk}"}
    with pytest.raises(Problem) as caught:
        run_create(project=project, verb="ppo", user=rita, dataset=dataset, settings=settings)
    assert "settings.reward_model" in fields_of(caught.value)


def test_it_keeps_models_that_are_named_from_outside(project: Project, dataset: Dataset, rita: User) -> None:
    settings = {"reward_model": "org/reward", "model": "org/base"}
    for _ in range(2):
        run_create(project=project, verb="ppo", user=rita, dataset=dataset, settings=settings)
    kept = ModelVersion.objects.order_by("source").values_list("type", "source")
    assert list(kept) == [("base", "org/base"), ("reward", "org/reward")]


def test_it_samples_the_prompts_that_no_task_asks_about(project: Project, rita: User) -> None:
    made_task(project)
    fresh = made_prompt(project, "Why is the sky blue?", domain="honest")
    run = run_create(project=project, verb="sample", user=rita, settings={})
    rows = list(read_rows(run.folder.path / "data/prompts.jsonl", PromptRow))
    assert [row.prompt_id for row in rows] == [str(fresh.pk)]


def test_it_samples_all_prompts_of_a_domain_whose_prompts_all_have_tasks(
    project: Project, rita: User
) -> None:
    task = made_task(project)
    made_prompt(project, "Why is the sky blue?", domain="honest")
    run = run_create(project=project, verb="sample", user=rita, settings={}, domains=["helpful"])
    rows = list(read_rows(run.folder.path / "data/prompts.jsonl", PromptRow))
    assert [row.prompt_id for row in rows] == [str(task.prompt_id)]


def test_it_gives_the_answers_to_the_scorer(project: Project, rita: User) -> None:
    task = made_task(project, answers=3)
    run = run_create(project=project, verb="score", user=rita, settings={"reward_model": "org/reward"})
    rows = list(read_rows(run.folder.path / "data/completions.jsonl", CompletionRow))
    assert {row.completion_id for row in rows} == {str(answer.pk) for answer in task.completions.all()}


def test_it_names_the_one_of_several_reward_models_that_is_none(project: Project, rita: User) -> None:
    policy = reward_model(project, type=ModelVersion.Type.POLICY, name="Kinder")
    settings = {"reward_model": "org/reward", "more_reward_models": ["org/other", f"model:{policy.pk}"]}
    with pytest.raises(Problem) as caught:
        run_create(project=project, verb="score", user=rita, settings=settings)
    said = fields_of(caught.value)["settings.more_reward_models"]
    assert said == "does not name a reward (Kinder is a policy model); choose one of the list"


def test_it_evaluates_on_held_out_prompts_alone(project: Project, dataset: Dataset, rita: User) -> None:
    settings = {"reward_model": "org/reward", "policy": "org/policy"}
    run = run_create(project=project, verb="evaluate", user=rita, dataset=dataset, settings=settings)
    rows = list(read_rows(run.folder.path / "data/prompts.jsonl", PromptRow))
    assert [row.split for row in rows] == ["heldout", "heldout"]


@pytest.mark.parametrize(
    ("verb", "given"),
    [("sample", {}), ("score", {"reward_model": "org/reward"}), ("reward", {})],
)
def test_it_says_what_is_missing_when_there_are_no_rows(
    project: Project, rita: User, verb: str, given: dict[str, Any]
) -> None:
    with pytest.raises(Problem) as caught:
        run_create(project=project, verb=verb, user=rita, settings=given)
    assert caught.value.hint
    assert Run.objects.count() == 0


@contextmanager
def full_disk(limit: int) -> Iterator[None]:
    """Let no file of this process grow beyond the limit: a write fails as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_it_says_that_the_disk_is_full_and_keeps_nothing_half(
    project: Project, dataset: Dataset, rita: User, settings: Settings
) -> None:
    with pytest.raises(Problem) as caught, full_disk(100):
        run_create(project=project, verb="reward", user=rita, dataset=dataset, settings={})
    assert "cannot be written" in caught.value.message
    assert caught.value.hint
    assert Run.objects.count() == 0
    assert list(Path(settings.RUNS_DIR).iterdir()) == []


def test_it_says_that_the_folder_cannot_be_written(
    project: Project, dataset: Dataset, rita: User, settings: Settings, tmp_path: Path, client_of: ClientOf
) -> None:
    (tmp_path / "file").touch()
    settings.RUNS_DIR = tmp_path / "file" / "runs"
    body = {"verb": "reward", "dataset": str(dataset.pk)}
    response = client_of(rita).post(f"/api/projects/{project.pk}/runs", body)
    assert response.status_code == 503
    assert "cannot be written" in response.json()["error"]["message"]
    assert Run.objects.count() == 0


def test_it_starts_a_run_for_a_researcher(
    project: Project, dataset: Dataset, rita: User, client_of: ClientOf
) -> None:
    body = {"verb": "reward", "dataset": str(dataset.pk), "settings": {"epochs": 3}, "name": "Second try"}
    response = client_of(rita).post(f"/api/projects/{project.pk}/runs", body)
    assert response.status_code == 201, response.json()
    told = response.json()
    assert told["status"] == "queued"
    assert told["settings"]["epochs"] == 3
    assert told["dataset"] == {"id": str(dataset.pk), "name": "first", "version": 1}
    assert told["sentence"] == "Waits for a worker: none is running."
    assert told["can"] == {"stop": True, "pause": False, "retry": False, "go_on_changed": False}
    assert json.loads(RunDir(Run.objects.get().folder.path).spec.read_text())["name"] == "Second try"


def test_it_names_the_wrong_setting_in_the_answer(project: Project, rita: User, client_of: ClientOf) -> None:
    body = {"verb": "sample", "settings": {"k": 99}}
    response = client_of(rita).post(f"/api/projects/{project.pk}/runs", body)
    assert response.status_code == 400
    assert response.json()["error"]["fields"] == [
        {"field": "settings.k", "line": None, "message": "must lie between 1 and 16, not 99"}
    ]


def test_it_draws_no_more_answers_than_a_task_may_have(
    project: Project, rita: User, client_of: ClientOf
) -> None:
    project.k_max = 4
    project.save()
    body = {"verb": "sample", "settings": {"k": 6}}
    response = client_of(rita).post(f"/api/projects/{project.pk}/runs", body)
    assert [entry["field"] for entry in response.json()["error"]["fields"]] == ["settings.k"]


def test_it_refuses_charlie_and_bob(project: Project, bob: User, charlie: User, client_of: ClientOf) -> None:
    path, body = f"/api/projects/{project.pk}/runs", {"verb": "sample"}
    assert client_of(charlie).post(path, body).status_code == 404
    assert client_of(bob).post(path, body).status_code == 403
