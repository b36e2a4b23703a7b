from __future__ import annotations

import json
from typing import Any

import pytest

from labeling.accounts.models import User
from labeling.evaluations.models import Comparison, Evaluation
from labeling.evaluations.services import evaluation_measure_add, evaluation_tasks_create
from labeling.problems import Conflict, Problem
from labeling.projects.models import Project
from labeling.prompts.models import Completion, Prompt
from labeling.runs.models import Run
from labeling.runs.taking_in import run_take_in
from tests.conftest import ClientOf
from tests.labeling.evaluations.conftest import comparison, completed
from tests.made import claimed


def measure(told: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in told["measures"] if item["name"] == name)
    return found


def test_it_is_made_of_a_completed_run_once(evaluation: Evaluation) -> None:
    run = run_take_in(run_id=evaluation.run_id)
    assert Evaluation.objects.count() == 1
    assert evaluation.comparisons.count() == 6
    assert run.outputs == [{"type": "evaluation", "id": str(evaluation.pk), "name": run.name}]


def test_it_tells_before_and_after_with_intervals(
    evaluation: Evaluation, rita: User, client_of: ClientOf
) -> None:
    told = client_of(rita).get(f"/api/evaluations/{evaluation.pk}").json()
    assert told["prompts"] == 6
    assert told["policy"]["name"] == "org/policy"
    assert told["reward_model"]["name"] == "org/reward"
    assert told["reference"] == "SmolLM2-135M-Instruct (bundled)"
    assert told["run"]["id"] == str(evaluation.run_id)
    change = measure(told, "reward")["change"]
    assert change == {
        "value": pytest.approx(1.0),
        "low": pytest.approx(1.0),
        "high": pytest.approx(1.0),
        "n": 6,
    }
    assert measure(told, "win_rate")["after"]["n"] == 6
    assert [entry["domain"] for entry in told["by_domain"]] == ["helpful", "honest"]
    assert measure(told["by_domain"][0], "reward")["change"]["n"] == 3


def test_it_lists_evaluations_and_their_rows(
    evaluation: Evaluation, project: Project, rita: User, client_of: ClientOf
) -> None:
    client = client_of(rita)
    listed = client.get(f"/api/projects/{project.pk}/evaluations").json()
    assert [item["id"] for item in listed] == [str(evaluation.pk)]
    rows, path = [], f"/api/evaluations/{evaluation.pk}/rows?limit=4"
    while path:
        page = client.get(path).json()
        rows += page["results"]
        path = page["next"]
    assert [row["reference"][0]["text"] for row in rows] == [f"plain {place}" for place in range(6)]
    assert rows[0]["policy"][0]["kl"] == 1.5
    assert rows[0]["prompt"] == "How do I boil an egg?"


def test_it_takes_a_measure_that_was_made_elsewhere(
    evaluation: Evaluation, rita: User, client_of: ClientOf
) -> None:
    ids = [str(row.prompt_id) for row in evaluation.comparisons.order_by("pk")]
    for gain in (0.5, 2.0):
        evaluation_measure_add(
            evaluation=evaluation,
            name="gold",
            label="Gold score",
            help="The demo's rule.",
            better="higher",
            before={prompt_id: [float(place)] for place, prompt_id in enumerate(ids)},
            after={prompt_id: [place + gain] for place, prompt_id in enumerate(ids)},
        )
    told = client_of(rita).get(f"/api/evaluations/{evaluation.pk}").json()
    assert [item["name"] for item in told["measures"]][:2] == ["reward", "gold"]
    assert measure(told, "gold")["change"]["value"] == pytest.approx(2.0)
    assert measure(told["by_domain"][1], "gold")["change"]["n"] == 3
    rows = client_of(rita).get(f"/api/evaluations/{evaluation.pk}/rows").json()["results"]
    assert [row["reference"][0]["gold"] for row in rows] == [float(place) for place in range(6)]


def test_it_refuses_a_measure_with_too_few_values(evaluation: Evaluation) -> None:
    with pytest.raises(Problem, match="none given"):
        evaluation_measure_add(
            evaluation=evaluation, name="gold", label="Gold", help="", better="higher", before={}, after={}
        )
    evaluation.refresh_from_db()
    assert "gold" not in [item["name"] for item in evaluation.measures]


def test_it_sends_the_answers_back_to_people_once(
    evaluation: Evaluation, project: Project, bob: User, rita: User, client_of: ClientOf
) -> None:
    response = client_of(rita).post(f"/api/evaluations/{evaluation.pk}/tasks")
    assert response.status_code == 201
    assert response.json() == {"tasks": 6}
    kept = Completion.objects.filter(run_id=evaluation.run_id)
    assert {answer.model for answer in kept} == {"bundled:smollm2-135m-instruct", "org/policy"}
    task = claimed(project, bob).task
    assert {answer.text[:4] for answer in task.completions.all()} == {"plai", "kind"}
    again = client_of(rita).post(f"/api/evaluations/{evaluation.pk}/tasks")
    assert again.status_code == 409


def test_it_asks_nothing_where_both_sides_answer_the_same(evaluation: Evaluation) -> None:
    for row in evaluation.comparisons.all():
        row.policy[0]["text"] = row.reference[0]["text"]
        row.save()
    with pytest.raises(Problem, match="nothing to rank"):
        evaluation_tasks_create(evaluation=evaluation)
    assert not Completion.objects.filter(run_id=evaluation.run_id).exists()


def test_it_asks_only_about_prompts_that_are_still_there(evaluation: Evaluation) -> None:
    Comparison.objects.filter(pk=evaluation.comparisons.order_by("pk")[0].pk).update(prompt_id=evaluation.pk)
    assert evaluation_tasks_create(evaluation=evaluation) == 5
    with pytest.raises(Conflict):
        evaluation_tasks_create(evaluation=evaluation)


def test_it_names_the_bad_line_of_an_artifact(run: Run) -> None:
    prompt = Prompt.objects.filter(project=run.project)[0]
    good = json.dumps(comparison(prompt, 0))
    bad = json.dumps({**comparison(prompt, 1), "policy": [{"text": "no reward"}]})
    run = completed(run, [good, bad])
    assert "comparisons.jsonl, line 2: field 'policy'" in run.reason
    assert not Evaluation.objects.exists()


def test_it_refuses_charlie_and_bob(
    evaluation: Evaluation, project: Project, bob: User, charlie: User, client_of: ClientOf
) -> None:
    one = f"/api/evaluations/{evaluation.pk}"
    for path in (f"/api/projects/{project.pk}/evaluations", one, f"{one}/rows"):
        assert client_of(charlie).get(path).status_code == 404, path
        assert client_of(bob).get(path).status_code == 403, path
    assert client_of(charlie).post(f"{one}/tasks").status_code == 404
    assert client_of(bob).post(f"{one}/tasks").status_code == 403
