"""Set webhooks up, change, rotate, remove and read them."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import AuditEntry, User
from labeling.hooks.models import Webhook
from labeling.projects.models import Project
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db
GIVEN = {"url": "https://example.org/hook", "events": ["run.finished", "ranking.submitted"]}


def address(project: Project, end: str = "") -> str:
    return f"/api/projects/{project.id}/webhooks{end}"


def test_it_shows_the_secret_once(project: Project, alices: APIClient) -> None:
    made = alices.post(address(project), GIVEN).json()
    assert made["secret"].startswith("whsec_")
    assert made["events"] == ["ranking.submitted", "run.finished"]
    listed = alices.get(address(project))
    assert [row["url"] for row in listed.json()] == ["https://example.org/hook"]
    assert "whsec_" not in listed.content.decode()


def test_it_rotates_the_secret(project: Project, alices: APIClient) -> None:
    made = alices.post(address(project), GIVEN).json()
    rotated = alices.post(address(project, f"/{made['id']}/rotate")).json()
    webhook = Webhook.objects.get()
    assert rotated["secret"] != made["secret"]
    assert (webhook.secret, webhook.previous_secret) == (rotated["secret"], made["secret"])


def test_it_changes_and_removes_it_and_writes_that_down(
    project: Project, alice: User, alices: APIClient
) -> None:
    one = address(project, f"/{alices.post(address(project), GIVEN).json()['id']}")
    changed = alices.patch(one, {"status": "off", "events": ["project.finished"]}).json()
    assert (changed["status"], changed["events"]) == ("off", ["project.finished"])
    alices.post(f"{one}/rotate")
    assert alices.delete(one).status_code == 204
    entries = AuditEntry.objects.filter(subject="webhook").order_by("id")
    assert [entry.action for entry in entries] == ["create", "update", "rotate", "remove"]
    assert {entry.actor for entry in entries} == {alice}
    assert "whsec_" not in str(list(entries.values("detail")))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("events", []),
        ("events", ["coffee.ready"]),
        ("url", ""),
        ("url", "ftp://example.org/"),
        ("url", "https://name:word@example.org/"),
        ("url", "http://127.0.0.1:8000/"),
        ("url", "http://localhost/"),
        ("url", "http://169.254.169.254/latest/meta-data"),
        ("url", "http://[::ffff:10.0.0.1]/"),
        ("url", "http://example.org:port/"),
    ],
)
def test_it_refuses_what_cannot_be(project: Project, alices: APIClient, field: str, value: object) -> None:
    response = alices.post(address(project), {**GIVEN, field: value})
    assert response.status_code == 400
    assert response.json()["error"]["fields"][0]["field"].startswith(field)
    assert not Webhook.objects.exists()


def test_it_stops_at_twenty(project: Project, alices: APIClient) -> None:
    for _ in range(20):
        assert alices.post(address(project), GIVEN).status_code == 201
    assert alices.post(address(project), GIVEN).status_code == 409


def test_it_is_for_owners(
    project: Project, bob: User, rita: User, charlie: User, alices: APIClient, client_of: ClientOf
) -> None:
    one = address(project, f"/{alices.post(address(project), GIVEN).json()['id']}")
    for user, expected in ((bob, 403), (rita, 403), (charlie, 404)):
        client = client_of(user)
        assert client.get(address(project)).status_code == expected
        assert client.patch(one, {"url": "https://evil.example/"}).status_code == expected
        assert client.post(f"{one}/rotate").status_code == expected
        assert client.get(f"{one}/deliveries").status_code == expected


def test_it_does_not_find_the_webhook_of_another_project(
    project: Project, charlie: User, alices: APIClient, client_of: ClientOf
) -> None:
    hook = alices.post(address(project), GIVEN).json()["id"]
    client = client_of(charlie)
    mine = client.post("/api/projects", {"name": "Mine", "domains": ["a"]}).json()["id"]
    assert client.post(f"/api/projects/{mine}/webhooks/{hook}/rotate").status_code == 404
