"""Add, change and remove members."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import AuditEntry, User
from labeling.projects.models import Member, Project
from tests.conftest import ClientOf
from tests.made import claimed, made_task, member_of, ranked
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def alices(client_of: ClientOf, alice: User) -> APIClient:
    return client_of(alice)


def address(project: Project) -> str:
    return f"/api/projects/{project.id}/members"


def test_it_lists_members(project: Project, alices: APIClient) -> None:
    members = alices.get(address(project)).json()
    assert [(member["user"]["name"], member["role"], member["is_scripted"]) for member in members] == [
        ("Alice", "owner", False),
        ("Bob", "annotator", False),
        ("Rita", "researcher", False),
    ]


def test_it_adds_somebody_known_by_e_mail(project: Project, charlie: User, alices: APIClient) -> None:
    response = alices.post(address(project), {"email": "CHARLIE@example.org", "role": "annotator"})
    assert response.status_code == 201
    assert response.json()["user"]["id"] == str(charlie.id)
    assert AuditEntry.objects.filter(subject="member", action="add").count() == 1


def test_it_makes_an_account_for_somebody_unknown(project: Project, alices: APIClient) -> None:
    form = {"email": "Dora@example.org", "role": "annotator", "name": "Dora", "password": PASSWORD}
    assert alices.post(address(project), form).status_code == 201
    dora = User.objects.get(email="dora@example.org")
    assert dora.check_password(PASSWORD)
    assert APIClient().login(username="Dora@Example.org", password=PASSWORD)


def test_it_asks_for_name_and_password_of_somebody_unknown(project: Project, alices: APIClient) -> None:
    response = alices.post(address(project), {"email": "dora@example.org", "role": "annotator"})
    assert response.status_code == 400
    assert [item["field"] for item in response.json()["error"]["fields"]] == ["name", "password"]


def test_it_refuses_a_password_that_is_easy_to_guess(project: Project, alices: APIClient) -> None:
    form = {"email": "dora@example.org", "role": "annotator", "name": "Dora", "password": "password"}
    response = alices.post(address(project), form)
    assert response.status_code == 400
    assert response.json()["error"]["fields"][0]["field"] == "password"
    assert not User.objects.filter(email="dora@example.org").exists()


def test_it_does_not_touch_the_password_of_somebody_known(
    project: Project, charlie: User, alices: APIClient
) -> None:
    form = {"email": charlie.email, "role": "annotator", "name": "Mine", "password": "another long password"}
    assert alices.post(address(project), form).status_code == 201
    charlie.refresh_from_db()
    assert (charlie.name, charlie.check_password(PASSWORD)) == ("Charlie", True)


def test_it_adds_nobody_twice(project: Project, alices: APIClient) -> None:
    assert alices.post(address(project), {"email": "bob@example.org", "role": "owner"}).status_code == 409


def test_it_changes_a_role(project: Project, bob: User, alices: APIClient) -> None:
    member = member_of(project, bob)
    assert (
        alices.patch(f"{address(project)}/{member.id}", {"role": "researcher"}).json()["role"] == "researcher"
    )
    assert alices.patch(f"{address(project)}/{member.id}", {"role": "king"}).status_code == 400


def test_it_keeps_the_last_owner(project: Project, alice: User, alices: APIClient) -> None:
    mine = f"{address(project)}/{member_of(project, alice).id}"
    assert alices.patch(mine, {"role": "annotator"}).status_code == 409
    assert alices.delete(mine).status_code == 409
    assert member_of(project, alice).role == Member.Role.OWNER


def test_it_removes_a_member_and_keeps_what_they_ranked(
    project: Project, bob: User, alices: APIClient, client_of: ClientOf
) -> None:
    made_task(project)
    assignment = claimed(project, bob)
    ranking = ranked(assignment)
    assert alices.delete(f"{address(project)}/{member_of(project, bob).id}").status_code == 204
    ranking.refresh_from_db()
    assert ranking.annotator == bob
    assert client_of(bob).get(f"/api/assignments/{assignment.id}").status_code == 404


def test_it_is_for_owners(
    project: Project, bob: User, rita: User, charlie: User, client_of: ClientOf
) -> None:
    one = f"{address(project)}/{member_of(project, bob).id}"
    for user, expected in ((bob, 403), (rita, 403), (charlie, 404)):
        client = client_of(user)
        assert client.post(address(project), {"email": user.email, "role": "owner"}).status_code == expected
        assert client.patch(one, {"role": "owner"}).status_code == expected
        assert client.delete(one).status_code == expected
    assert client_of(charlie).get(address(project)).status_code == 404
    assert member_of(project, bob).role == Member.Role.ANNOTATOR


def test_it_does_not_find_a_member_of_another_project(
    project: Project, charlie: User, bob: User, client_of: ClientOf
) -> None:
    client = client_of(charlie)
    mine = client.post("/api/projects", {"name": "Mine", "domains": ["a"]}).json()["id"]
    other = f"/api/projects/{mine}/members/{member_of(project, bob).id}"
    assert client.delete(other).status_code == 404
