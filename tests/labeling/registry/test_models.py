from __future__ import annotations

import pytest

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.registry.models import ModelVersion
from labeling.registry.selectors import model_find, models_list
from labeling.registry.services import base_model_use, model_register, outside_reward_model_use
from tests.conftest import ClientOf
from training.contract.setting import BUNDLED_MODEL


def test_it_always_offers_the_bundled_model(project: Project) -> None:
    offered = models_list(project, "base")
    assert [model.source for model in offered] == [BUNDLED_MODEL]
    assert ModelVersion.objects.count() == 0
    assert model_find(project, offered[0].id) == offered[0]


def test_it_offers_the_bundled_model_once_when_it_was_used(project: Project) -> None:
    for _ in range(2):
        base_model_use(project=project, source=BUNDLED_MODEL)
    base_model_use(project=project, source="org/base")
    assert [model.source for model in models_list(project, "base")] == ["org/base", BUNDLED_MODEL]


def test_it_keeps_a_run_s_model_once(project: Project) -> None:
    run_id = project.pk
    for name in ("first", "second"):
        model_register(project=project, type=ModelVersion.Type.REWARD, name=name, source="/r", run_id=run_id)
    assert [model.name for model in project.models.all()] == ["second"]


def test_it_keeps_an_outside_reward_model_once(project: Project) -> None:
    first = outside_reward_model_use(project=project, source="org/reward")
    assert outside_reward_model_use(project=project, source="org/reward") == first


def test_it_lists_the_models_of_a_type(project: Project, rita: User, client_of: ClientOf) -> None:
    model_register(
        project=project,
        type=ModelVersion.Type.REWARD,
        name="kind",
        source="/r",
        run_id=project.pk,
        lineage={"run": {"id": str(project.pk), "name": "Train"}},
        figures={"heldout_accuracy": {"value": 0.7}},
    )
    path = f"/api/projects/{project.pk}/models"
    told = client_of(rita).get(path, {"type": "reward"}).json()
    assert [(model["name"], model["type"]) for model in told] == [("kind", "reward")]
    assert told[0]["run"] == {"id": str(project.pk), "name": "Train"}
    assert told[0]["figures"]["heldout_accuracy"]["value"] == 0.7
    assert [model["type"] for model in client_of(rita).get(path).json()] == ["reward", "base"]


def test_it_says_which_types_there_are(project: Project, rita: User, client_of: ClientOf) -> None:
    response = client_of(rita).get(f"/api/projects/{project.pk}/models", {"type": "odd"})
    assert response.status_code == 400
    assert "base, reward, policy" in response.json()["error"]["message"]


@pytest.mark.parametrize("query", ["", "?type=base"])
def test_it_refuses_charlie_and_bob(
    project: Project, bob: User, charlie: User, client_of: ClientOf, query: str
) -> None:
    path = f"/api/projects/{project.pk}/models{query}"
    assert client_of(charlie).get(path).status_code == 404
    assert client_of(bob).get(path).status_code == 403
