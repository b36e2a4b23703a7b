"""Pause a member: no new tasks, nothing lost, and back again."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import AuditEntry, User
from labeling.projects.models import Member, Project
from labeling.rankings.models import Ranking
from tests.conftest import ClientOf
from tests.made import claimed, made_task, member_of, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def bobs(client_of: ClientOf, bob: User) -> APIClient:
    return client_of(bob)


def pause(client: APIClient, member: Member, paused: bool = True) -> int:
    address = f"/api/projects/{member.project_id}/members/{member.id}/pause"
    return client.post(address, {"paused": paused}).status_code


def test_it_gives_a_paused_member_no_new_task_and_says_so(
    project: Project, alice: User, bob: User, bobs: APIClient, client_of: ClientOf
) -> None:
    made_task(project)
    assert pause(client_of(alice), member_of(project, bob)) == 200
    claim = bobs.post(f"/api/projects/{project.id}/assignments", {}).json()
    assert (claim["assignment"], claim["reason"]) == (None, "member_paused")
    assert "paused you" in claim["message"]
    assert pause(client_of(alice), member_of(project, bob), paused=False) == 200
    assert bobs.post(f"/api/projects/{project.id}/assignments", {}).json()["assignment"] is not None


def test_it_keeps_what_a_paused_member_holds(
    project: Project, alice: User, bob: User, bobs: APIClient, client_of: ClientOf
) -> None:
    for _ in range(2):
        made_task(project)
    assignment = claimed(project, bob)
    pause(client_of(alice), member_of(project, bob))
    again = bobs.post(f"/api/projects/{project.id}/assignments", {}).json()
    assert again["assignment"]["id"] == str(assignment.id)
    assert bobs.post(f"/api/assignments/{assignment.id}/renew").status_code == 200
    ranked(assignment)
    assert Ranking.objects.get().late is False


def test_it_shows_who_is_paused_and_writes_it_down(
    project: Project, alice: User, bob: User, client_of: ClientOf
) -> None:
    client = client_of(alice)
    for paused in (True, True, False):
        pause(client, member_of(project, bob), paused)
        listed = client.get(f"/api/projects/{project.id}/members").json()
        shown = {member["user"]["name"]: member["paused_at"] is not None for member in listed}
        assert shown == {"Alice": False, "Bob": paused, "Rita": False}
    entries = AuditEntry.objects.filter(subject="member", action__in=["pause", "resume"]).order_by("id")
    assert [(entry.action, entry.detail["user"]) for entry in entries] == [
        ("pause", str(bob.id)),
        ("resume", str(bob.id)),
    ]


def test_it_is_for_owners(
    project: Project, bob: User, rita: User, charlie: User, client_of: ClientOf
) -> None:
    member = member_of(project, bob)
    assert [pause(client_of(user), member) for user in (bob, rita, charlie)] == [403, 403, 404]
