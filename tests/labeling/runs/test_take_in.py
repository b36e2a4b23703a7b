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
from labeling.runs.services import run_create, run_retry
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


def test_it_tells_until_it_is_registered_that_more_may_come(
    run: Run, rita: User, client_of: ClientOf
) -> None:
    def registering() -> bool:
        told: bool = client_of(rita).get(f"/api/runs/{run.pk}").json()["registering"]
        return told

    assert not registering()
    completed(run, "reward_model")
    assert registering()
    run_take_in(run_id=run.pk)
    assert not registering()


def test_it_takes_nothing_from_outside_the_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    completed(run, "reward_model")
    Run.objects.filter(pk=run.pk).update(state={"artifacts": {"reward_model": {"path": "../../elsewhere"}}})
    run = run_take_in(run_id=run.pk)
    assert "is not at" in run.reason
    assert not ModelVersion.objects.filter(run_id=run.pk).exists()


GAIN = {"value": 0.4, "low": 0.1, "high": 0.7, "n": 9}
Events = list[dict[str, Any]]


@pytest.fixture
def ppo(project: Project, dataset: Dataset, rita: User) -> Run:
    settings = {"reward_model": "org/reward"}
    return run_create(
        project=project, verb="ppo", user=rita, dataset=dataset, settings=settings, name="Policy 1"
    )


def found_best(run: Run, step: int) -> Events:
    """Write the policy of an exam as the best so far, as the trainer does, and return the event that tells it."""
    folder = run.folder.path / "artifacts" / "policy-best"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weights").write_text(f"of step {step}")
    exam = {"heldout_reward_gain": GAIN, "heldout_kl": {**GAIN, "value": 3.0}}
    path = "artifacts/policy-best"
    return [{"kind": "artifact", "name": "policy-best", "path": path, "step": step, "values": exam}]


def ended(run: Run, *, best_step: int, steps: int) -> Events:
    """Return what a run tells at its end whose best exam was earlier."""
    (run.folder.path / "artifacts" / "policy").mkdir(parents=True)
    best = {"step": best_step, "heldout_reward_gain": GAIN, "heldout_kl": {**GAIN, "value": 3.0}}
    return [
        {"kind": "artifact", "name": "policy", "path": "artifacts/policy"},
        {"kind": "result", "values": {"steps": steps, "gain": {**GAIN, "value": 0.2}, "best": best}},
        {"kind": "completed"},
    ]


def told(run: Run, events: Events) -> Run:
    """Let the run's trainer say more, and copy and take in what there is, twice."""
    with run.folder.events.open("a") as log:
        for seq, event in enumerate(events, start=run.last_seq + 1):
            log.write(json.dumps({"seq": seq, "at": now_text(), **event}) + "\n")
    events_copy(run_id=run.pk)
    for _ in range(2):
        run = run_take_in(run_id=run.pk)
    return run


def test_it_registers_the_best_policy_beside_the_last_one(ppo: Run) -> None:
    run = told(ppo, [{"kind": "started"}, *found_best(ppo, 2), *ended(ppo, best_step=2, steps=3)])
    assert [output["name"] for output in run.outputs] == ["Policy 1", "Policy 1, best (step 2)"]
    last, first = ModelVersion.objects.filter(run_id=run.pk).order_by("name")
    assert last.source.endswith("artifacts/policy")
    assert first.source.endswith("artifacts/policy-best")
    assert (last.figures["gain"]["value"], first.figures["gain"]["value"]) == (0.2, 0.4)


@pytest.mark.parametrize(
    ("last_word", "status"),
    [({"kind": "stopped", "step": 3, "reason": "stop"}, "stopped"), ({"kind": "failed"}, "failed")],
)
def test_it_registers_the_best_policy_of_a_run_that_ended_early(
    ppo: Run, last_word: dict[str, Any], status: str
) -> None:
    run = told(ppo, [{"kind": "started"}, *found_best(ppo, 2), last_word])
    (model,) = ModelVersion.objects.filter(run_id=run.pk)
    assert model.name == f"Policy 1, best of a {status} run (step 2)"
    assert run.outputs == [{"type": "policy", "id": str(model.pk), "name": model.name}]
    assert model.figures == {"gain": GAIN, "kl": {**GAIN, "value": 3.0}, "steps": 2}
    assert (model.lineage["run_ended"], model.lineage["step"]) == (status, 2)
    assert model.lineage["run"] == {"id": str(run.pk), "name": "Policy 1"}
    assert model.dataset == run.dataset


def test_what_is_registered_of_a_stopped_run_stays_when_it_goes_on_and_finds_a_better_one(ppo: Run) -> None:
    stop = {"kind": "stopped", "step": 3, "reason": "stop"}
    run = told(ppo, [{"kind": "started"}, *found_best(ppo, 2), stop])
    run = told(
        run_retry(run=run), [{"kind": "started"}, *found_best(ppo, 4), *ended(ppo, best_step=4, steps=6)]
    )
    assert [output["name"] for output in run.outputs] == [
        "Policy 1",
        "Policy 1, best (step 4)",
        "Policy 1, best of a stopped run (step 2)",
    ]
    weights = [
        (Path(model.source) / "weights").read_text()
        for model in ModelVersion.objects.filter(run_id=run.pk).order_by("-name")
        if "best" in model.name
    ]
    assert weights == ["of step 2", "of step 4"]


def test_a_best_policy_that_stays_the_best_is_one_model(ppo: Run) -> None:
    stop = {"kind": "stopped", "step": 3, "reason": "stop"}
    run = told(ppo, [{"kind": "started"}, *found_best(ppo, 2), stop])
    run = told(run_retry(run=run), [{"kind": "started"}, *ended(ppo, best_step=2, steps=6)])
    assert [output["name"] for output in run.outputs] == ["Policy 1", "Policy 1, best (step 2)"]
    assert ModelVersion.objects.filter(run_id=run.pk).count() == 2


@pytest.mark.parametrize("reason", ["pause", "stop"])
def test_nothing_comes_of_a_paused_run_or_one_without_an_exam(ppo: Run, reason: str) -> None:
    best = found_best(ppo, 2) if reason == "pause" else []
    run = told(ppo, [{"kind": "started"}, *best, {"kind": "stopped", "step": 3, "reason": reason}])
    assert run.outputs == []
    assert not ModelVersion.objects.filter(run_id=run.pk).exists()
