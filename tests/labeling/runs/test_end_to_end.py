"""The real trainer, started and followed as in the product, on a tiny model."""

from __future__ import annotations

import time

import pytest
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.datasets.freeze import dataset_freeze
from labeling.datasets.models import Dataset
from labeling.evaluations.models import Evaluation
from labeling.projects.models import Project
from labeling.prompts.models import Completion, CompletionScore
from labeling.registry.models import ModelVersion
from labeling.runs.follow import run_execute, run_follow
from labeling.runs.launchers import LocalLauncher, children
from labeling.runs.models import Run
from labeling.runs.services import run_create, run_retry
from labeling.tasks.models import Task
from tests.labeling.runs.following import launched, never, trainer_of
from tests.made import claimed, made_prompt, ranked
from tests.tiny import tiny_llama
from training.contract.events import read_events

SMALL = {"lora_r": 2, "prompts_per_step": 4, "seed": 1}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_llama(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


def done(run: Run) -> Run:
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.COMPLETED, (run.reason, run.state["reason"], run.folder.log.read_text())
    assert run.taken_in_at is not None, run.reason
    assert run.events.count() == run.last_seq
    return run


def sampled_and_ranked(project: Project, bob: User, rita: User, tiny: str) -> Dataset:
    for number in range(12):
        made_prompt(project, f"Say {number}", domain=["helpful", "honest"][number % 2])
    settings = {"model": tiny, "k": 4, "max_new_tokens": 8}
    done(run_create(project=project, verb="sample", user=rita, settings=settings))
    assert Completion.objects.filter(prompt__project=project).count() == 48
    for _ in range(Task.objects.count()):
        ranked(claimed(project, bob))
    return dataset_freeze(project=project, name="First", user=rita, heldout_share=0.3)


def test_it_goes_the_whole_way_and_back_to_people(project: Project, bob: User, rita: User, tiny: str) -> None:
    dataset = sampled_and_ranked(project, bob, rita, tiny)

    settings = {**SMALL, "model": tiny, "epochs": 1}
    run = done(run_create(project=project, verb="reward", user=rita, dataset=dataset, settings=settings))
    assert run.state["result"]["heldout_accuracy"]["n"] == dataset.manifest["pairs"]["heldout"]
    judge = f"model:{ModelVersion.objects.get(type='reward').pk}"

    settings = {**SMALL, "model": tiny, "reward_model": judge, "steps": 2, "max_new_tokens": 6}
    run = done(run_create(project=project, verb="ppo", user=rita, dataset=dataset, settings=settings))
    assert run.state["step"] == 2
    policy = f"model:{ModelVersion.objects.get(type='policy').pk}"

    done(run_create(project=project, verb="score", user=rita, settings={"reward_model": judge}))
    assert CompletionScore.objects.count() == 48

    settings = {"policy": policy, "reference": tiny, "reward_model": judge, "max_new_tokens": 6}
    run = done(run_create(project=project, verb="evaluate", user=rita, dataset=dataset, settings=settings))
    evaluation = Evaluation.objects.get(run=run)
    assert evaluation.comparisons.count() == dataset.manifest["prompts"]["heldout"]
    for measure in evaluation.measures:
        told = run.state["result"]
        if measure["name"] == "reward":
            assert measure["change"]["value"] == pytest.approx(told["reward_gain"]["value"], abs=1e-6)
        if measure["name"] == "win_rate":
            assert measure["after"]["value"] == pytest.approx(told["win_rate"]["value"])

    settings = {"model": policy, "k": 2, "max_new_tokens": 6}
    done(run_create(project=project, verb="sample", user=rita, settings=settings, name="Again"))
    assert Completion.objects.filter(prompt__project=project).count() == 48 + 24


def test_it_resumes_a_policy_whose_trainer_was_killed(
    project: Project, bob: User, rita: User, tiny: str, settings: Settings
) -> None:
    dataset = sampled_and_ranked(project, bob, rita, tiny)
    reward = {**SMALL, "model": tiny, "epochs": 1}
    done(run_create(project=project, verb="reward", user=rita, dataset=dataset, settings=reward))
    judge = f"model:{ModelVersion.objects.get(type='reward').pk}"
    ppo = {**SMALL, "model": tiny, "reward_model": judge, "steps": 24, "max_new_tokens": 6}
    ppo |= {"checkpoint_every": 2, "evaluate_every": 0}
    run = run_create(project=project, verb="ppo", user=rita, dataset=dataset, settings=ppo)
    kill_after_a_checkpoint(launched(run))
    run = run_follow(run=run, launcher=LocalLauncher(settings.TRAINER_PYTHON), leaving=never)
    assert run.status == Run.Status.LOST
    assert "last checkpoint" in run.hint
    run = done(run_retry(run=run))
    assert run.state["attempts"] == 2
    begun = run.events.filter(kind="started").order_by("seq")[1]
    assert begun.body["resumed_from"] >= 2
    assert run.state["step"] == 24


def kill_after_a_checkpoint(run: Run) -> None:
    process = trainer_of(run)
    deadline = time.monotonic() + 120
    while not any(event.kind == "checkpoint" for event in read_events(run.folder.events)):
        assert time.monotonic() < deadline, run.folder.log.read_text()
        assert process.pid in children
        time.sleep(0.02)
    process.kill()
