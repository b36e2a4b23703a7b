from __future__ import annotations

import json
from typing import Any

import pytest

from labeling.accounts.models import User
from labeling.datasets.models import Dataset
from labeling.projects.models import Project
from labeling.runs.models import Run
from labeling.runs.services import run_create
from tests.conftest import ClientOf
from training.contract.continuing import kept_settings


@pytest.fixture
def run(project: Project, dataset: Dataset, rita: User) -> Run:
    """A PPO run that was stopped after step 20: checkpoints of two steps are kept, and one inside the next."""
    run = run_create(
        project=project,
        verb="ppo",
        user=rita,
        dataset=dataset,
        settings={"reward_model": "/models/reward", "steps": 40, "seed": 5},
        name="First",
    )
    for name in ("step-000015", "step-000020", "step-000020-update-0003"):
        folder = run.folder.checkpoints / name
        folder.mkdir(parents=True)
        folder.joinpath("state.pt").write_bytes(name.encode())
    Run.objects.filter(pk=run.pk).update(
        status=Run.Status.STOPPED, state={"checkpoint": "checkpoints/step-000020"}
    )
    run.refresh_from_db()
    return run


def test_it_starts_a_linked_run_with_changed_numbers(run: Run, rita: User, client_of: ClientOf) -> None:
    client = client_of(rita)
    path = f"/api/runs/{run.pk}/continuations"
    assert client.get(path).json() == {"steps": [20, 15], "kept": list(kept_settings("ppo") or ())}
    body = {"settings": {"kl_coefficient": 0.2, "steps": 60}, "name": "Tighter"}
    response = client.post(path, body)
    assert response.status_code == 201, response.json()
    told = response.json()
    assert (told["name"], told["status"], told["verb"]) == ("Tighter", "queued", "ppo")
    assert told["continues"] == {
        "run": {"id": str(run.pk), "name": "First"},
        "step": 20,
        "changes": {"kl_coefficient": [0.05, 0.2], "steps": [40, 60]},
    }
    assert told["settings"]["seed"] == 5
    old = client.get(f"/api/runs/{run.pk}").json()
    assert old["continuations"] == [{"id": told["id"], "name": "Tighter"}]
    assert (old["continues"], old["can"]["go_on_changed"]) == (None, True)

    # Its folder can be moved and replayed: rows and checkpoint are in it.
    new = Run.objects.get(pk=told["id"])
    spec: dict[str, Any] = json.loads(new.folder.spec.read_text())
    assert spec["start"] == {"path": "start", "run_id": str(run.pk), "step": 20}
    assert spec["inputs"] == run.spec["inputs"]
    assert (new.folder.path / "start" / "state.pt").read_bytes() == b"step-000020"
    rows = new.folder.path / spec["inputs"]["prompts"]["path"]
    assert rows.read_text() == (run.folder.path / spec["inputs"]["prompts"]["path"]).read_text()


def test_it_goes_on_from_an_earlier_checkpoint(run: Run, rita: User, client_of: ClientOf) -> None:
    client = client_of(rita)
    told = client.post(f"/api/runs/{run.pk}/continuations", {"settings": {}, "step": 15}).json()
    assert (told["continues"]["step"], told["continues"]["changes"]) == (15, {})


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({"settings": {"seed": 6}}, "settings.seed", "must stay 5"),
        ({"settings": {"model": "other"}}, "settings.model", "must stay"),
        ({"settings": {"lora_r": 2}}, "settings.lora_r", "must stay 16"),
        ({"settings": {"steps": 20}}, "settings.steps", "must be more than the 20"),
        ({"settings": {"kl_coefficient": -1}}, "settings.kl_coefficient", "must lie between"),
        ({"settings": {}, "step": 3}, "step", "they are 20, 15"),
    ],
)
def test_it_refuses_what_cannot_change(
    run: Run, rita: User, client_of: ClientOf, body: dict[str, Any], field: str, said: str
) -> None:
    response = client_of(rita).post(f"/api/runs/{run.pk}/continuations", body)
    assert response.status_code == 400
    problems = {found["field"]: found["message"] for found in response.json()["error"]["fields"]}
    assert said in problems[field]
    assert Run.objects.count() == 1


def test_it_goes_on_from_no_run_that_is_under_way(run: Run, rita: User, client_of: ClientOf) -> None:
    Run.objects.filter(pk=run.pk).update(status=Run.Status.RUNNING)
    client = client_of(rita)
    assert client.get(f"/api/runs/{run.pk}/continuations").json()["steps"] == []
    assert client.post(f"/api/runs/{run.pk}/continuations", {"settings": {}}).status_code == 409


def test_it_goes_on_from_no_run_of_another_kind(
    project: Project, dataset: Dataset, rita: User, client_of: ClientOf
) -> None:
    reward = run_create(project=project, verb="reward", user=rita, dataset=dataset, settings={"epochs": 1})
    Run.objects.filter(pk=reward.pk).update(status=Run.Status.STOPPED, state={"checkpoint": "x"})
    client = client_of(rita)
    assert client.get(f"/api/runs/{reward.pk}").json()["can"]["go_on_changed"] is False
    assert client.post(f"/api/runs/{reward.pk}/continuations", {"settings": {}}).status_code == 409


def test_it_is_for_those_who_may_start_runs(run: Run, bob: User, charlie: User, client_of: ClientOf) -> None:
    path = f"/api/runs/{run.pk}/continuations"
    for user, status in ((bob, 403), (charlie, 404)):
        client = client_of(user)
        assert client.get(path).status_code == client.post(path, {"settings": {}}).status_code == status
    assert Run.objects.count() == 1
