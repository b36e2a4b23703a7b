"""Invite by link: make it, list it, take it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.models import AuditEntry, User
from labeling.projects.invites import invite_accept
from labeling.projects.models import Invite, Project
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def alices(client_of: ClientOf, alice: User) -> APIClient:
    return client_of(alice)


def address(project: Project) -> str:
    return f"/api/projects/{project.id}/invites"


def made(client: APIClient, project: Project, **more: object) -> dict[str, Any]:
    response = client.post(address(project), {"role": "annotator", **more})
    assert response.status_code == 201, response.content
    found: dict[str, Any] = response.json()
    return found


def test_it_shows_the_link_once_and_keeps_a_hash(project: Project, alices: APIClient) -> None:
    link = made(alices, project)["link"]
    secret = link.removeprefix("http://testserver/join/")
    assert secret != link
    assert secret not in alices.get(address(project)).content.decode()
    assert secret not in str(Invite.objects.values().get())


def test_it_lists_who_made_it_who_joined_and_its_state(
    project: Project, charlie: User, alices: APIClient
) -> None:
    for _ in range(4):
        made(alices, project)
    used, expired, revoked, _ = Invite.objects.order_by("created_at")
    invite_accept(invite=used, user=charlie)
    Invite.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert alices.delete(f"{address(project)}/{revoked.id}").json()["state"] == "revoked"
    listed = alices.get(address(project)).json()
    assert [row["state"] for row in listed] == ["open", "revoked", "expired", "used_up"]
    assert [joined["name"] for joined in listed[3]["joined"]] == ["Charlie"]
    assert {row["created_by"] for row in listed} == {"Alice"}


def test_it_writes_down_what_happened(
    project: Project, alice: User, charlie: User, alices: APIClient
) -> None:
    made(alices, project, email="charlie@example.org", role="researcher")
    invite = Invite.objects.get()
    invite_accept(invite=invite, user=charlie)
    for _ in range(2):
        alices.delete(f"{address(project)}/{invite.id}")
    entries = AuditEntry.objects.filter(project_id=project.id).exclude(subject="project").order_by("id")
    assert [(entry.subject, entry.action, entry.actor) for entry in entries] == [
        ("invite", "create", alice),
        ("member", "join", charlie),
        ("invite", "revoke", alice),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [("role", "king"), ("email", "nobody"), ("expires_in_days", 0), ("max_uses", 0), ("max_uses", 5000)],
)
def test_it_refuses_what_cannot_be(project: Project, alices: APIClient, field: str, value: object) -> None:
    response = alices.post(address(project), {"role": "annotator", field: value})
    assert response.status_code == 400
    assert response.json()["error"]["fields"][0]["field"] == field


def test_it_is_for_owners(
    project: Project, bob: User, rita: User, charlie: User, alices: APIClient, client_of: ClientOf
) -> None:
    one = f"{address(project)}/{made(alices, project)['id']}"
    for user, expected in ((bob, 403), (rita, 403), (charlie, 404)):
        client = client_of(user)
        assert client.get(address(project)).status_code == expected
        assert client.post(address(project), {"role": "owner"}).status_code == expected
        assert client.delete(one).status_code == expected
    assert Invite.objects.get().state == "open"
