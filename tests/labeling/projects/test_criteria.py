"""What a project asks of every answer beside its rank."""

from __future__ import annotations

from typing import Any

import pytest

from labeling.accounts.models import User
from labeling.projects.criteria import criteria_problems
from labeling.projects.models import Project
from tests.conftest import ClientOf
from tests.made import claimed, made_task, ranked

HELPFUL = {"key": "helpful", "label": "Helpful", "help": "", "low": "no", "high": "yes", "points": 5}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": "Not a key"}, "criteria[1].key"),
        ({"key": "helpful"}, "criteria[1].key"),
        ({"label": " "}, "criteria[1].label"),
        ({"low": "x" * 61}, "criteria[1].low"),
        ({"points": 2}, "criteria[1].points"),
        ({"points": 8}, "criteria[1].points"),
        ({"points": True}, "criteria[1].points"),
        ({"colour": "red"}, "criteria[1].key"),
    ],
)
def test_it_names_the_field_of_a_criterion_that_is_wrong(change: dict[str, Any], field: str) -> None:
    problems = criteria_problems([HELPFUL, {**HELPFUL, "key": "honest", **change}])
    assert [problem.field for problem in problems] == [field]


def test_it_takes_scales_of_three_to_seven_points() -> None:
    assert (
        criteria_problems([{**HELPFUL, "key": f"c{points}", "points": points} for points in range(3, 8)])
        == []
    )


@pytest.mark.django_db
def test_it_keeps_what_a_project_asks(project: Project, alice: User, client_of: ClientOf) -> None:
    asked = {
        "criteria": [HELPFUL],
        "criteria_required": True,
        "asks_confidence": True,
        "allow_partial": True,
    }
    client = client_of(alice)
    assert client.get(f"/api/projects/{project.id}").json()["criteria"] == []
    changed = client.patch(f"/api/projects/{project.id}", asked)
    assert changed.status_code == 200
    assert {name: changed.json()[name] for name in asked} == asked


@pytest.mark.django_db
def test_it_names_the_field_over_http(project: Project, alice: User, client_of: ClientOf) -> None:
    client = client_of(alice)
    for criteria, field in (
        ([{**HELPFUL, "points": 9}], "criteria[0].points"),
        ([HELPFUL, HELPFUL], "criteria[1].key"),
        ([{"label": "Helpful"}], "criteria[0].key"),
    ):
        response = client.patch(f"/api/projects/{project.id}", {"criteria": criteria})
        assert response.status_code == 400
        assert response.json()["error"]["fields"][0]["field"] == field


@pytest.mark.django_db
def test_it_keeps_the_scale_people_have_rated_on(
    project: Project, alice: User, bob: User, client_of: ClientOf
) -> None:
    client = client_of(alice)
    address = f"/api/projects/{project.id}"
    seven = {"criteria": [{**HELPFUL, "points": 7}]}
    assert client.patch(address, {"criteria": [HELPFUL]}).status_code == 200
    assert client.patch(address, seven).status_code == 200
    made_task(project)
    ranked(claimed(project, bob))
    refused = client.patch(address, {"criteria": [HELPFUL]})
    assert refused.status_code == 400
    assert refused.json()["error"]["fields"][0]["field"] == "criteria[0].points"
    assert (
        client.patch(address, {"criteria": [{**HELPFUL, "points": 7, "label": "Useful"}]}).status_code == 200
    )
