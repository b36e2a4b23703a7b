"""Hostile and broken input, all the way: in by import, out to the annotator, back as a ranking, into a dataset."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from pytest_django.fixtures import Settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.datasets.freeze import dataset_freeze
from labeling.datasets.models import Dataset
from labeling.projects.models import Member, Project
from labeling.projects.services import project_create
from labeling.rankings.models import Ranking
from tests.conftest import ClientOf
from tests.labeling.rankings.importing import json_lines
from tests.made import claimed, made_task, member_of

pytestmark = pytest.mark.django_db

HOSTILE = {
    "script": '<script>fetch("https://evil.example")</script> <img src=x onerror="alert(1)">',
    "right to left": "\u202eمرحبا بالعالم\u202c and then שלום",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙a̸̢l͏g̸o and é as e\u0301",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 \U0001f9ff",
    "formula": '=HYPERLINK("https://evil.example";"click")',
    "control": "bell \x07 and a lone surrogate's stand-in \ufffd",
    "large": "word " * 220_000,
}


@pytest.mark.parametrize("answer", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_carries_any_text_unchanged_from_import_to_dataset(
    answer: str,
    project: Project,
    alice: User,
    bob: User,
    client_of: ClientOf,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.DATASETS_DIR = tmp_path
    row = {"prompt": answer[:60_000], "domain": "helpful", "completions": [answer, "Another answer."]}
    sent = send_file(client_of(alice), project, json_lines(row))
    assert sent.status_code == 201, sent.data

    client = client_of(bob)
    task = client.post(f"/api/projects/{project.id}/assignments", {"held": []}).data["assignment"]
    assert {shown["text"] for shown in task["answers"]} == {answer, "Another answer."}
    best = [shown["id"] for shown in task["answers"] if shown["text"] == answer]
    rest = [shown["id"] for shown in task["answers"] if shown["text"] != answer]
    body = {"client_id": str(uuid4()), "groups": [best, rest], "note": answer[:10_000]}
    assert client.post(f"/api/assignments/{task['id']}/ranking", body).status_code == 201

    dataset = dataset_freeze(project=project, user=alice, name="All", heldout_share=0.0)
    line = first_line(client_of(alice), dataset)
    assert [message["content"] for message in line["messages"]] == [answer[:60_000]]
    texts = {each["id"]: each["text"] for each in line["completions"]}
    assert [[texts[one] for one in group] for group in line["groups"]] == [[answer], ["Another answer."]]
    assert line["rationale"] == answer[:10_000].strip()


def send_file(client: APIClient, project: Project, content: bytes) -> Response:
    file = SimpleUploadedFile("prompts.jsonl", content)
    return client.post(f"/api/projects/{project.id}/imports", {"file": file}, format="multipart")


def first_line(client: APIClient, dataset: Dataset) -> dict[str, Any]:
    answer = client.get(f"/api/datasets/{dataset.id}/download", {"shape": "ranking", "split": "train"})
    assert isinstance(answer, StreamingHttpResponse)
    line: dict[str, Any] = json.loads(b"".join(answer.streaming_content).splitlines()[0])
    return line


def test_it_names_the_line_of_an_import_that_is_no_utf_8(
    project: Project, alice: User, client_of: ClientOf
) -> None:
    good = json_lines({"prompt": "One?", "completions": ["a", "b"]})
    answer = send_file(client_of(alice), project, good + b'\n{"prompt": "caf\xe9"}')
    assert answer.status_code == 400
    assert "line 2" in str(answer.data).lower()
    assert not project.prompts.exists()


@pytest.mark.parametrize("body", [b'{"held": ["\xff"]}', b'{"held": [', b"[]", b'"text"', b"\x00"])
def test_it_answers_a_broken_body_with_words(
    body: bytes, project: Project, bob: User, client_of: ClientOf
) -> None:
    address = f"/api/projects/{project.id}/assignments"
    answer = client_of(bob).generic("POST", address, body, content_type="application/json")  # type: ignore[arg-type]  # as it comes over the wire
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [[]],
        [["nobody"]],
        "abc",
        [["a"], {"b": 1}],
        [["\x00"]],
        [["x" * 10_000]],
    ],
)
def test_it_refuses_what_is_no_ranking_and_keeps_the_task(
    groups: Any, project: Project, bob: User, client_of: ClientOf
) -> None:
    made_task(project)
    held = claimed(project, bob)
    body = {"client_id": str(uuid4()), "groups": groups}
    answer = client_of(bob).post(f"/api/assignments/{held.id}/ranking", body)
    assert answer.status_code == 400
    assert answer.data["error"]["message"]
    assert not Ranking.objects.exists()
    assert claimed(project, bob) == held


def test_it_finds_no_assignment_of_anybody_else_and_none_that_is_unknown(
    project: Project, alice: User, bob: User, client_of: ClientOf
) -> None:
    made_task(project)
    held = claimed(project, bob)
    for asked in (held.id, uuid4()):
        body = {"client_id": str(uuid4()), "groups": [["a"]]}
        answer = client_of(alice).post(f"/api/assignments/{asked}/ranking", body)
        assert answer.status_code == 404
        assert "no such assignment" in answer.data["error"]["message"]


def test_it_says_that_a_project_has_no_tasks(project: Project, bob: User, client_of: ClientOf) -> None:
    answer = client_of(bob).post(f"/api/projects/{project.id}/assignments", {"held": []})
    assert answer.status_code == 200
    assert answer.data["assignment"] is None
    assert answer.data["reason"] == "finished"
    assert answer.data["mine"]["project_total_seats"] == 0


def test_it_shows_a_project_without_annotators(alice: User, client_of: ClientOf) -> None:
    lonely = project_create(user=alice, name="Nobody here", domains=["helpful"])
    made_task(lonely)
    for page in ("", "/progress", "/agreement", "/board", "/members", "/prompts", "/datasets", "/runs"):
        assert client_of(alice).get(f"/api/projects/{lonely.id}{page}").status_code == 200, page


def test_it_gives_nothing_while_all_members_are_paused_and_keeps_what_they_hold(
    project: Project, bob: User, client_of: ClientOf
) -> None:
    made_task(project)
    held = claimed(project, bob)
    for member in Member.objects.filter(project=project):
        member.paused_at = held.leased_at
        member.save()
    member_of(project, bob)
    client = client_of(bob)
    asked = client.post(f"/api/projects/{project.id}/assignments", {"held": [str(held.id)]})
    assert asked.data["reason"] == "member_paused"
    again = client.post(f"/api/projects/{project.id}/assignments", {"held": []})
    assert again.data["assignment"]["id"] == str(held.id)
