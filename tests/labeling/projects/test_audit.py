"""The audit trail: who changed what, in words, narrowed, paged and downloaded."""

from __future__ import annotations

import ast
import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from labeling.accounts.models import AuditEntry, User
from labeling.accounts.services import audit_add
from labeling.projects.audit_words import WORDS
from labeling.projects.models import Project
from labeling.projects.services import member_add, member_change, member_pause, member_remove, project_update
from labeling.tasks.exclusions import annotator_exclude
from tests.conftest import ClientOf
from tests.made import claimed, made_task, member_of, ranked

pytestmark = pytest.mark.django_db
LABELING = Path(__file__).resolve().parents[3] / "labeling"


@pytest.fixture
def alices(client_of: ClientOf, alice: User) -> APIClient:
    return client_of(alice)


def listed(client: APIClient, project: Project, **query: str) -> list[dict[str, Any]]:
    response = client.get(f"/api/projects/{project.id}/audit", query)
    assert response.status_code == 200
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def said(client: APIClient, project: Project, **query: str) -> list[str]:
    return [f"{row['person']['name']} {row['words']}" for row in listed(client, project, **query)]


@pytest.fixture
def changes(project: Project, alice: User, bob: User, charlie: User) -> None:
    project_update(project=project, user=alice, changes={"overlap": 2, "guidelines": "Be brief."})
    member = member_add(project=project, email=charlie.email, role="researcher", actor=alice)
    member_change(member=member, role="annotator", actor=alice)
    member_pause(member=member, paused=True, actor=alice)
    annotator_exclude(
        project=project, annotator_id=charlie.id, reason="=Clicks", reopen_seats=False, actor=alice
    )
    member_remove(member=member, actor=alice)
    made_task(project)
    ranked(claimed(project, bob))


def test_it_says_in_words_who_did_what(project: Project, changes: None, alices: APIClient) -> None:
    assert said(alices, project) == [
        "Bob submitted a ranking, revision 1",
        "Alice removed Charlie, who was annotator",
        "Alice left the answers of Charlie out of datasets: “=Clicks”",
        "Alice paused Charlie",
        "Alice made Charlie annotator; they were researcher",
        "Alice added Charlie as researcher",
        "Alice changed overlap from “1” to “2”, the guidelines, now version 2",
        "Alice made the project",
    ]


def test_it_narrows_by_person_action_and_subject(
    project: Project, changes: None, bob: User, alices: APIClient
) -> None:
    assert said(alices, project, person=str(bob.id)) == ["Bob submitted a ranking, revision 1"]
    assert said(alices, project, subject="member", action="pause") == ["Alice paused Charlie"]
    assert said(alices, project, subject="webhook") == []
    choices = alices.get(f"/api/projects/{project.id}/audit/choices").json()
    assert [person["name"] for person in choices["people"]] == ["Alice", "Bob"]
    assert "webhook" in choices["subjects"]
    assert alices.get(f"/api/projects/{project.id}/audit", {"person": "x"}).status_code == 400


def test_it_goes_on_by_cursor_and_never_repeats(project: Project, changes: None, alices: APIClient) -> None:
    first = alices.get(f"/api/projects/{project.id}/audit", {"limit": 5}).json()
    audit_add(actor=None, action="create", subject="project", subject_id="x", project_id=project.id)
    second = alices.get(first["next"]).json()
    ids = [row["id"] for page in (first, second) for row in page["results"]]
    assert len(ids) == len(set(ids)) == 8


def test_it_downloads_cells_that_no_spreadsheet_runs(
    project: Project, changes: None, alice: User, alices: APIClient
) -> None:
    alice.name = "=HYPERLINK(1)"
    alice.save()
    response = alices.get(f"/api/projects/{project.id}/audit/download", {"subject": "member"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.reader(StringIO(text)))
    assert rows[0] == ["when", "who", "what", "action", "subject", "subject_id"]
    assert rows[1][2] == "removed Charlie, who was annotator"
    assert {row[1] for row in rows[1:]} == {"'=HYPERLINK(1)"}


def test_it_shows_nothing_of_another_project(
    project: Project, changes: None, charlie: User, client_of: ClientOf
) -> None:
    client = client_of(charlie)
    made = client.post("/api/projects", {"name": "Mine", "domains": ["a"]}).json()
    assert [row["words"] for row in client.get(f"/api/projects/{made['id']}/audit").json()["results"]] == [
        "made the project"
    ]
    assert client.get(f"/api/projects/{project.id}/audit").status_code == 404


def test_it_is_for_owners(project: Project, bob: User, rita: User, client_of: ClientOf) -> None:
    for user in (bob, rita):
        for end in ("", "/choices", "/download"):
            assert client_of(user).get(f"/api/projects/{project.id}/audit{end}").status_code == 403


def test_it_writes_down_what_an_administrator_changes(project: Project, alice: User, bob: User) -> None:
    alice.is_staff = alice.is_superuser = True
    alice.save()
    client = Client()
    client.force_login(alice)
    address = f"/admin/projects/project/{project.pk}/change/"
    form = client.get(address).context["adminform"].form
    given = {name: form.initial.get(name) for name in form.fields}
    given = {name: "" if value is None else value for name, value in given.items()}
    members = list(project.members.order_by("pk"))
    inline: dict[str, object] = {"members-TOTAL_FORMS": len(members), "members-INITIAL_FORMS": len(members)}
    for place, member in enumerate(members):
        role = "reviewer" if member.user == bob else member.role
        named = {"id": member.pk, "project": project.pk, "user": member.user_id, "role": role}
        inline |= {f"members-{place}-{name}": value for name, value in named.items()}
    given |= {"domains": "helpful,honest", "criteria": "[]", "name": "Better replies"}
    response = client.post(address, {**given, **inline})
    assert response.status_code == 302, response.context["errors"]
    project.refresh_from_db()
    assert (project.name, member_of(project, bob).role) == ("Better replies", "reviewer")
    entries = AuditEntry.objects.filter(detail__administration=True).order_by("id")
    assert [(entry.subject, entry.action, entry.actor) for entry in entries] == [
        ("project", "update", alice),
        ("member", "change", alice),
    ]
    assert entries[0].detail["after"]["name"] == "Better replies"


def test_it_has_words_for_every_kind_of_entry() -> None:
    """Read from the source: an action or subject that is written down as a literal has its words."""
    subjects, actions = {name for name, _ in WORDS}, {name for _, name in WORDS}
    for path in LABELING.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "audit_add":
                given = {
                    key.arg: key.value.value for key in node.keywords if isinstance(key.value, ast.Constant)
                }
                assert given.get("subject", "member") in subjects, path
                assert given.get("action", "add") in actions, path
