from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from labeling.accounts.models import User
from labeling.datasets.freeze import dataset_freeze
from labeling.datasets.models import Dataset
from labeling.projects.models import Project
from labeling.registry.models import ModelVersion
from labeling.runs.models import Run
from labeling.runs.services import run_create
from labeling.runs.taking_in import run_take_in
from tests.conftest import ClientOf
from tests.labeling.evaluations.tried import CURVE, asked, ended, measured
from tests.made import claimed, made_task, ranked


@pytest.fixture
def dataset(project: Project, bob: User, alice: User) -> Dataset:
    for _ in range(4):
        made_task(project)
    for _ in range(4):
        ranked(claimed(project, bob))
    return dataset_freeze(project=project, name="first", user=alice, heldout_share=0.5)


def told(project: Project, client: Any) -> list[dict[str, Any]]:
    contests: list[dict[str, Any]] = client.get(f"/api/projects/{project.pk}/contests").json()
    return contests


def test_it_puts_methods_beside_each_other_the_best_first(
    dataset: Dataset, project: Project, rita: User, client_of: ClientOf
) -> None:
    ended(asked(dataset, "dpo"), 0.5, steps=12)
    ended(asked(dataset, "ppo"), 1.5, steps=40, optimizer_steps=160)
    ended(asked(dataset, "best_of_n", samples=2), 0.75, samples=2, curve=CURVE)
    asked(dataset, "grpo")
    (contest,) = told(project, client_of(rita))
    assert [run["verb"] for run in contest["runs"]] == ["ppo", "best_of_n", "dpo", "grpo"]
    assert contest["dataset"]["id"] == str(dataset.pk)
    assert contest["reward_model"]["name"] == "org/reward"
    ppo, best, _, grpo = contest["runs"]
    assert ppo["figures"] == {
        "reward_before": 0.25,
        "reward_after": 1.75,
        "gain": measured(1.5),
        "kl": measured(3.0),
        "length_before": 20.0,
        "length_after": 24.5,
        "steps": 40,
        "optimizer_steps": 160,
        "samples": None,
        "seconds": 120.0,
        "attempts": 1,
        "from_step": None,
    }
    assert [(point["n"], point["gain"]["value"]) for point in best["curve"]] == [(1, 0.0), (2, 0.5)]
    assert ppo["curve"] == []
    assert (grpo["status"], grpo["figures"]["gain"], grpo["figures"]["seconds"]) == ("queued", None, None)


def test_a_run_that_goes_on_from_another_one_says_from_which_step(
    dataset: Dataset, project: Project, rita: User, client_of: ClientOf
) -> None:
    run = ended(asked(dataset, "ppo"), 1.5, steps=40)
    run.spec["lineage"]["continues"] = {"run": {"id": "r", "name": "Policy 1"}, "step": 8, "changes": {}}
    run.save()
    (contest,) = told(project, client_of(rita))
    assert contest["runs"][0]["figures"]["from_step"] == 8


@pytest.mark.parametrize(
    "other",
    [{"reward_model": "org/other"}, {"model": "org/base"}, {"max_new_tokens": 96}, {"temperature": 0.7}],
)
def test_what_differs_in_more_than_the_method_is_not_compared(
    dataset: Dataset, project: Project, rita: User, client_of: ClientOf, other: dict[str, Any]
) -> None:
    asked(dataset, "ppo")
    asked(dataset, "sft", **other)
    assert [len(contest["runs"]) for contest in told(project, client_of(rita))] == [1, 1]


def test_the_seed_and_a_methods_own_settings_do_not_part_runs(
    dataset: Dataset, project: Project, rita: User, client_of: ClientOf
) -> None:
    asked(dataset, "ppo", seed=1, kl_coefficient=0.2)
    asked(dataset, "ppo", seed=2)
    assert [len(contest["runs"]) for contest in told(project, client_of(rita))] == [2]


def test_a_run_that_failed_takes_no_part(
    dataset: Dataset, project: Project, rita: User, client_of: ClientOf
) -> None:
    run = asked(dataset, "ppo")
    Run.objects.filter(pk=run.pk).update(status=Run.Status.FAILED)
    assert told(project, client_of(rita)) == []


def test_its_request_starts_another_method_on_the_same(
    dataset: Dataset, project: Project, rita: User, client_of: ClientOf
) -> None:
    run_create(
        project=project,
        verb="ppo",
        user=rita,
        dataset=dataset,
        settings={"reward_model": "org/reward", "max_new_tokens": 12},
        domains=["helpful"],
    )
    client = client_of(rita)
    for verb in ("best_of_n", "sft", "dpo", "rloo", "grpo"):
        request = {**told(project, client)[0]["request"], "verb": verb}
        response = client.post(f"/api/projects/{project.pk}/runs", request, content_type="application/json")
        assert response.status_code == 201, response.json()
        assert response.json()["settings"]["max_new_tokens"] == 12
    (contest,) = told(project, client)
    assert len(contest["runs"]) == 6
    assert contest["domains"] == ["helpful"]


def test_every_method_that_trains_makes_a_policy(dataset: Dataset) -> None:
    for verb in ("sft", "dpo", "rloo", "grpo"):
        run = ended(asked(dataset, verb), 1.0)
        (output,) = run_take_in(run_id=run.pk).outputs
        assert output["type"] == "policy"
    assert ModelVersion.objects.filter(type="policy").count() == 4
    measured_only = ended(asked(dataset, "best_of_n"), 1.0)
    assert run_take_in(run_id=measured_only.pk).outputs == []


def test_it_downloads_a_row_for_each_run_and_each_n(
    dataset: Dataset, project: Project, rita: User, client_of: ClientOf
) -> None:
    ended(asked(dataset, "ppo"), 1.5)
    ended(asked(dataset, "best_of_n", samples=2), 0.75, samples=2, curve=CURVE)
    asked(dataset, "dpo")
    response = client_of(rita).get(f"/api/projects/{project.pk}/contests/table?format=csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [(row["verb"], row["n"], row["gain"]) for row in rows] == [
        ("ppo", "", "1.5"),
        ("best_of_n", "1", "0.0"),
        ("best_of_n", "2", "0.5"),
    ]
    assert (rows[0]["gain_low"], rows[0]["reward_model"], rows[0]["seconds"]) == (
        "1.0",
        "org/reward",
        "120.0",
    )


def test_it_refuses_charlie_and_bob(project: Project, bob: User, charlie: User, client_of: ClientOf) -> None:
    for path in (f"/api/projects/{project.pk}/contests", f"/api/projects/{project.pk}/contests/table"):
        assert client_of(charlie).get(path).status_code == 404, path
        assert client_of(bob).get(path).status_code == 403, path
