from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from labeling.accounts.models import User
from labeling.datasets.models import Dataset
from labeling.projects.models import Project
from labeling.prompts.models import Completion, CompletionScore
from labeling.registry.models import ModelVersion
from labeling.runs.copying import events_copy
from labeling.runs.models import Run
from labeling.runs.services import run_create
from labeling.runs.taking_in import run_take_in
from labeling.tasks.models import Seat, Task
from tests.conftest import ClientOf
from tests.made import made_answers, made_prompt, made_task
from training.contract.events import now_text
from training.contract.rows import CompletionRow, Message, Row, ScoreRow, write_rows


def completed(run: Run, name: str, rows: list[Row] | None = None) -> Run:
    """Write what a completed trainer leaves behind, and copy it."""
    path = Path("artifacts") / (f"{name}.jsonl" if rows is not None else name)
    if rows is None:
        (run.folder.path / path).mkdir(parents=True)
    else:
        write_rows(run.folder.path / path, rows)
    events: list[dict[str, Any]] = [
        {"kind": "started"},
        {"kind": "artifact", "name": name, "type": name, "path": str(path)},
        {"kind": "result", "values": {"steps": 3}},
        {"kind": "completed"},
    ]
    with run.folder.events.open("a") as log:
        for seq, event in enumerate(events, start=1):
            log.write(json.dumps({"seq": seq, "at": now_text(), **event}) + "\n")
    return events_copy(run_id=run.pk)


def answer(prompt_id: str, text: str) -> CompletionRow:
    return CompletionRow(
        completion_id=str(uuid4()),
        prompt_id=prompt_id,
        messages=(Message("user", "?"),),
        text=text,
        model="bundled:x",
        sampling={"seed": 1},
    )


def test_it_makes_tasks_of_sampled_answers(project: Project, rita: User) -> None:
    prompt, alone = made_prompt(project), made_prompt(project, "Why?")
    run = run_create(project=project, verb="sample", user=rita, settings={})
    texts = ["one", " two", "one ", "nul\x00"]
    rows: list[Row] = [answer(str(prompt.pk), text) for text in texts]
    rows += [answer(str(alone.pk), "same"), answer(str(alone.pk), "same"), answer(str(uuid4()), "gone")]
    completed(run, "completions", rows)
    for _ in range(2):
        run = run_take_in(run_id=run.pk)
    assert run.taken_in_at is not None, run.reason
    kept = Completion.objects.filter(run_id=run.pk)
    assert {answer.text for answer in kept} == {"one", " two", "one ", "nul\ufffd", "same"}
    assert kept.count() == 6
    task = Task.objects.get()
    assert task.prompt == prompt
    assert {answer.text for answer in task.completions.all()} == {"one", " two", "nul\ufffd"}
    assert Seat.objects.filter(task=task).count() == project.overlap
    assert run.outputs == [{"type": "completions", "id": str(run.pk), "name": "6 answers to 2 prompts"}]


def test_it_says_how_many_answers_name_a_model_and_which_words(project: Project, rita: User) -> None:
    prompt = made_prompt(project)
    run = run_create(project=project, verb="sample", user=rita, settings={})
    texts = ["I am ChatGPT.", "Made by OpenAI", "ChatGPT again", "no name"]
    completed(run, "completions", [answer(str(prompt.pk), text) for text in texts])
    run = run_take_in(run_id=run.pk)
    said = run.outputs[1]
    assert (said["type"], said["name"]) == (
        "named",
        "3 answers name a model or its maker: “ChatGPT”, “OpenAI”",
    )
    assert Completion.objects.exclude(names_maker="").count() == 3


def test_it_keeps_one_score_for_an_answer_and_a_reward_model(project: Project, rita: User) -> None:
    task = made_task(project, answers=2)
    answers = [str(found.pk) for found in task.completions.order_by("pk")]
    for scores in ([0.5, 1.5], [2.5, 3.5]):
        run = run_create(project=project, verb="score", user=rita, settings={"reward_model": "org/reward"})
        rows: list[Row] = [
            ScoreRow(completion_id=found, prompt_id=str(task.prompt_id), score=score)
            for found, score in zip(answers, scores, strict=True)
        ]
        completed(run, "scores", rows)
        run = run_take_in(run_id=run.pk)
        assert run.taken_in_at is not None, run.reason
    kept = CompletionScore.objects.order_by("completion_id").values_list("score", "run_id")
    assert list(kept) == [(2.5, run.pk), (3.5, run.pk)]


def test_it_keeps_the_scores_of_each_of_several_reward_models(project: Project, rita: User) -> None:
    answer_id = made_answers(made_prompt(project), 1)[0].pk
    known = ModelVersion.objects.create(project=project, type="reward", name="kind", source="/models/kind")
    settings = {
        "reward_model": "org/first",
        "more_reward_models": [f"model:{known.pk}", "org/hate?label=nothate"],
    }
    run = run_create(project=project, verb="score", user=rita, settings=settings)
    assert run.spec["settings"]["more_reward_models"] == ["/models/kind", "org/hate?label=nothate"]
    rows: list[Row] = [
        ScoreRow(completion_id=str(answer_id), prompt_id="p", score=score, reward_model=name)
        for score, name in enumerate(("org/first", "/models/kind", "org/hate?label=nothate"))
    ]
    completed(run, "scores", rows)
    run = run_take_in(run_id=run.pk)
    assert run.taken_in_at is not None, run.reason
    sources = {model.pk: model.source for model in ModelVersion.objects.filter(project=project)}
    kept = {sources[found.reward_model_id]: found.score for found in CompletionScore.objects.all()}
    assert kept == {"org/first": 0.0, "/models/kind": 1.0, "org/hate?label=nothate": 2.0}
    assert run.outputs[0]["name"] == "3 scores by org/first and kind and org/hate?label=nothate"


def test_it_shows_scores_to_leads_and_never_to_annotators(
    project: Project, rita: User, bob: User, client_of: ClientOf
) -> None:
    (answer_id, _) = made_task(project, answers=2).completions.values_list("pk", flat=True)
    run = run_create(project=project, verb="score", user=rita, settings={"reward_model": "org/reward"})
    completed(run, "scores", [ScoreRow(completion_id=str(answer_id), prompt_id="p", score=0.8125)])
    run_take_in(run_id=run.pk)
    addresses = [
        f"/api/projects/{project.pk}/prompts",
        f"/api/projects/{project.pk}/runs",
        f"/api/runs/{run.pk}",
    ]
    assert "0.8125" in client_of(rita).get(addresses[0]).content.decode()
    annotator = client_of(bob)
    assert {annotator.get(address).status_code for address in addresses} <= {403, 404}
    assert annotator.post(addresses[1], {"verb": "score"}, format="json").status_code in {
        403,
        404,
    }
    claim = annotator.post(f"/api/projects/{project.pk}/assignments", {}, format="json")
    assert claim.status_code == 200, claim.content
    assert "answer 0" in claim.content.decode()
    assert "score" not in claim.content.decode()
    assert "0.8125" not in claim.content.decode()


@pytest.mark.parametrize(
    ("verb", "artifact", "type"), [("reward", "reward_model", "reward"), ("ppo", "policy", "policy")]
)
def test_it_registers_the_model_with_its_lineage(
    project: Project, run: Run, rita: User, verb: str, artifact: str, type: str
) -> None:
    settings = {"reward_model": "org/reward"} if verb == "ppo" else {}
    run = run_create(project=project, verb=verb, user=rita, dataset=run.dataset, settings=settings)
    completed(run, artifact)
    run = run_take_in(run_id=run.pk)
    model = ModelVersion.objects.get(run_id=run.pk)
    assert model.type == type
    assert model.source == str(run.folder.artifacts / artifact)
    assert model.dataset == run.dataset
    assert model.figures == {"steps": 3}
    assert model.lineage["run"] == {"id": str(run.pk), "name": run.name}
    assert run.dataset is not None
    assert model.lineage["dataset"]["sha256"] == run.dataset.sha256
    assert run.outputs == [{"type": type, "id": str(model.pk), "name": model.name}]


def test_it_says_that_an_artifact_is_missing_and_takes_it_in_later(run: Run) -> None:
    completed(run, "reward_model")
    (run.folder.artifacts / "reward_model").rename(run.folder.artifacts / "elsewhere")
    run = run_take_in(run_id=run.pk)
    assert run.status == Run.Status.COMPLETED
    assert "could not be registered" in run.reason
    (run.folder.artifacts / "elsewhere").rename(run.folder.artifacts / "reward_model")
    run = run_take_in(run_id=run.pk)
    assert run.reason == ""
    assert run.outputs[0]["type"] == "reward"


def test_it_takes_nothing_from_outside_the_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    completed(run, "reward_model")
    Run.objects.filter(pk=run.pk).update(state={"artifacts": {"reward_model": {"path": "../../elsewhere"}}})
    run = run_take_in(run_id=run.pk)
    assert "is not at" in run.reason
    assert not ModelVersion.objects.filter(run_id=run.pk).exists()


def test_it_registers_the_best_policy_beside_the_last_one(
    project: Project, dataset: Dataset, rita: User
) -> None:
    settings = {"reward_model": "org/reward"}
    run = run_create(
        project=project, verb="ppo", user=rita, dataset=dataset, settings=settings, name="Policy 1"
    )
    exam = {"value": 0.4, "low": 0.1, "high": 0.7, "n": 9}
    best = {"step": 2, "heldout_reward_gain": exam, "heldout_kl": {**exam, "value": 3.0}}
    for name in ("policy", "policy-best"):
        (run.folder.path / "artifacts" / name).mkdir(parents=True)
    events: list[dict[str, Any]] = [
        {"kind": "started"},
        *(
            {"kind": "artifact", "name": name, "path": f"artifacts/{name}"}
            for name in ("policy-best", "policy")
        ),
        {"kind": "result", "values": {"steps": 3, "gain": {**exam, "value": 0.2}, "best": best}},
        {"kind": "completed"},
    ]
    with run.folder.events.open("a") as log:
        for seq, event in enumerate(events, start=1):
            log.write(json.dumps({"seq": seq, "at": now_text(), **event}) + "\n")
    events_copy(run_id=run.pk)
    for _ in range(2):
        run = run_take_in(run_id=run.pk)
    assert [output["name"] for output in run.outputs] == ["Policy 1", "Policy 1, best (step 2)"]
    last, first = project.models.filter(run_id=run.pk).order_by("name")
    assert last.source.endswith("artifacts/policy")
    assert first.source.endswith("artifacts/policy-best")
    assert (last.figures["gain"]["value"], first.figures["gain"]["value"]) == (0.2, 0.4)
