"""Make, see and change projects."""

from __future__ import annotations

from typing import Any

import pytest

from labeling.accounts.models import AuditEntry, User
from labeling.problems import Problem
from labeling.projects.models import Guideline, Project
from labeling.projects.services import project_update
from tests.conftest import ClientOf
from tests.made import claimed, made_prompt, made_task, ranked

pytestmark = pytest.mark.django_db


def test_it_makes_a_project_its_maker_owns(alice: User, client_of: ClientOf) -> None:
    response = client_of(alice).post("/api/projects", {"name": "Kind answers", "domains": ["harmless"]})
    assert response.status_code == 201
    made = response.json()
    assert (made["role"], made["k"], made["overlap"], made["allow_ties"]) == ("owner", 4, 1, True)
    assert made["can"] == {"manage": True, "annotate": True, "research": True, "review": True}
    assert made["guidelines"] == {"version": 1, "text": ""}
    assert made["counts"] == {
        "prompts": 0,
        "completions": 0,
        "tasks": 0,
        "gold": 0,
        "practice": 0,
        "tasks_finished": 0,
        "rankings": 0,
    }
    assert AuditEntry.objects.filter(action="create", subject_id=made["id"], actor=alice).exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"domains": []}, "domains"),
        ({"domains": ["not a slug"]}, "domains[0]"),
        ({"domains": ["a", "a"]}, "domains"),
        ({"k": 1}, "k"),
        ({"overlap": 0}, "overlap"),
        ({"lease_minutes": 0}, "lease_minutes"),
        ({"quota_per_person": 0}, "quota_per_person"),
    ],
)
def test_it_names_the_field_that_is_wrong(
    alice: User, client_of: ClientOf, change: dict[str, Any], field: str
) -> None:
    response = client_of(alice).post("/api/projects", {"name": "X", "domains": ["a"], **change})
    assert response.status_code == 400
    assert response.json()["error"]["fields"][0]["field"].startswith(field)
    assert not Project.objects.exists()


def test_it_shows_each_member_their_own_rights(
    project: Project, alice: User, bob: User, rita: User, client_of: ClientOf
) -> None:
    rights = {
        user.name: client_of(user).get(f"/api/projects/{project.id}").json()["can"]
        for user in (alice, bob, rita)
    }
    assert rights == {
        "Alice": {"manage": True, "annotate": True, "research": True, "review": True},
        "Bob": {"manage": False, "annotate": True, "research": False, "review": False},
        "Rita": {"manage": False, "annotate": False, "research": True, "review": False},
    }


def test_it_counts_what_a_project_holds(project: Project, bob: User, client_of: ClientOf) -> None:
    made_prompt(project)
    made_task(project, answers=3)
    made_task(project, answers=4)
    first = claimed(project, bob)
    ranked(first)
    ranked(first)
    counts = client_of(bob).get(f"/api/projects/{project.id}").json()["counts"]
    assert counts == {
        "prompts": 3,
        "completions": 7,
        "tasks": 2,
        "gold": 0,
        "practice": 0,
        "tasks_finished": 1,
        "rankings": 1,
    }


def test_it_lists_my_projects(
    project: Project, alice: User, bob: User, charlie: User, client_of: ClientOf
) -> None:
    client_of(alice).post("/api/projects", {"name": "Another", "domains": ["a"]})
    assert [row["name"] for row in client_of(alice).get("/api/projects").json()] == [
        "Another",
        "Helpful replies",
    ]
    assert [row["name"] for row in client_of(bob).get("/api/projects").json()] == ["Helpful replies"]
    assert client_of(charlie).get("/api/projects").json() == []


def test_it_says_who_i_am(project: Project, bob: User, client_of: ClientOf) -> None:
    assert client_of(bob).get("/api/me").json() == {
        "id": str(bob.id),
        "email": "bob@example.org",
        "name": "Bob",
        "is_staff": False,
        "projects": [
            {"id": str(project.id), "name": "Helpful replies", "role": "annotator", "domain": "helpful"}
        ],
    }


def test_it_changes_settings(project: Project, alice: User, client_of: ClientOf) -> None:
    change = {"name": "Kinder replies", "status": "paused", "quota_per_person": 5, "k": 6}
    response = client_of(alice).patch(f"/api/projects/{project.id}", change)
    assert response.status_code == 200
    assert {name: response.json()[name] for name in change} == change
    entry = AuditEntry.objects.get(action="update", subject="project")
    assert entry.detail["before"]["name"] == "Helpful replies"


def test_it_makes_a_version_of_changed_guidelines_only(
    project: Project, alice: User, client_of: ClientOf
) -> None:
    client = client_of(alice)
    address = f"/api/projects/{project.id}"
    assert client.patch(address, {"guidelines": "Be kind."}).json()["guidelines"]["version"] == 1
    assert client.patch(address, {"guidelines": "Be kinder."}).json()["guidelines"]["version"] == 2
    assert Guideline.objects.filter(project=project).count() == 2
    seen = client.get(f"{address}/guidelines").json()
    assert (seen["version"], seen["text"]) == (2, "Be kinder.")


def test_it_keeps_domains_that_have_prompts(project: Project, alice: User, client_of: ClientOf) -> None:
    made_prompt(project, domain="honest")
    response = client_of(alice).patch(f"/api/projects/{project.id}", {"domains": ["helpful"]})
    assert response.status_code == 400
    assert response.json()["error"]["fields"] == [
        {"field": "domains", "line": None, "message": "honest has prompts"}
    ]


def test_it_lets_owners_only_change_a_project(
    project: Project, bob: User, rita: User, charlie: User, client_of: ClientOf
) -> None:
    address = f"/api/projects/{project.id}"
    codes = [client_of(user).patch(address, {"name": "Mine"}).status_code for user in (bob, rita, charlie)]
    assert codes == [403, 403, 404]
    project.refresh_from_db()
    assert project.name == "Helpful replies"


def test_it_hides_a_project_from_charlie(project: Project, charlie: User, client_of: ClientOf) -> None:
    client = client_of(charlie)
    assert client.get(f"/api/projects/{project.id}").status_code == 404
    assert client.get(f"/api/projects/{project.id}/guidelines").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [({"k_min": 5}, "k_min"), ({"k_max": 3}, "k_max"), ({"k": 1}, "k"), ({"k_max": 17}, "k_max")],
)
def test_it_keeps_the_usual_number_of_answers_within_its_range(
    project: Project, alice: User, client_of: ClientOf, change: dict[str, int], field: str
) -> None:
    answer = client_of(alice).patch(f"/api/projects/{project.id}", change)
    assert answer.status_code == 400
    assert [entry["field"] for entry in answer.json()["error"]["fields"]] == [field]


def test_it_makes_no_task_outside_the_range_of_answers(project: Project, alice: User) -> None:
    project_update(project=project, user=alice, changes={"k_min": 3, "k_max": 5})
    assert made_task(project, answers=5).completions.count() == 5
    for answers in (2, 6):
        with pytest.raises(Problem, match="needs 3 to 5 answers"):
            made_task(project, answers=answers)
