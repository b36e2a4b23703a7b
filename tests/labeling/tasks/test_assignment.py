"""Assignments over HTTP: claim, look, renew, skip."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.models import AuditEntry, User
from labeling.projects.models import Project
from labeling.tasks.models import Assignment, Seat, Task
from tests.conftest import ClientOf
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(project: Project) -> Task:
    return made_task(project)


@pytest.fixture
def bobs(client_of: ClientOf, bob: User) -> APIClient:
    return client_of(bob)


def claims(project: Project) -> str:
    return f"/api/projects/{project.id}/assignments"


def skip_of(assignment: Assignment) -> str:
    return f"/api/assignments/{assignment.id}/skip"


def test_it_hands_out_a_task_without_its_secrets(project: Project, task: Task, bobs: APIClient) -> None:
    response = bobs.post(claims(project), {"held": []})
    assert response.status_code == 200
    given = response.json()
    assert given["reason"] == ""
    assert given["mine"] == {"today": 0, "total": 0, "project_total_seats": 1, "project_filled_seats": 0}
    assignment = given["assignment"]
    assert assignment["prompt"]["messages"] == [{"role": "user", "content": "How do I boil an egg?"}]
    assert assignment["project"] == {"id": str(project.id), "name": project.name}
    assert assignment["guideline_version"] == 1
    assert {answer["text"] for answer in assignment["answers"]} == {f"answer {number}" for number in range(4)}
    text = json.dumps(given)
    assert "secret-model" not in text
    assert "seed" not in text
    assert not any(str(completion.id) in text for completion in task.completions.all())


def test_it_shows_the_answers_in_their_own_order_every_time(
    project: Project, task: Task, bobs: APIClient, bob: User
) -> None:
    first = bobs.post(claims(project), {}).json()["assignment"]
    again = bobs.get(f"/api/assignments/{first['id']}").json()["assignment"]
    assert again == first
    texts = dict(task.completions.values_list("id", "text"))
    shown = [texts[answer] for answer in Assignment.objects.get(annotator=bob).display_order]
    assert [answer["text"] for answer in first["answers"]] == shown


def test_it_gives_the_same_answer_another_id_in_another_assignment(
    project: Project, bob: User, alice: User, client_of: ClientOf
) -> None:
    project.overlap = 2
    project.save()
    made_task(project)
    ids = [
        {answer["id"] for answer in client_of(user).post(claims(project), {}).json()["assignment"]["answers"]}
        for user in (alice, bob)
    ]
    assert ids[0].isdisjoint(ids[1])


def test_it_says_that_nothing_is_left(project: Project, bobs: APIClient) -> None:
    given = bobs.post(claims(project), {}).json()
    assert (given["assignment"], given["reason"], given["retry_after_s"]) == (None, "finished", None)


def test_it_renews_a_lease(project: Project, task: Task, bob: User, bobs: APIClient) -> None:
    assignment = claimed(project, bob)
    Seat.objects.update(lease_until=timezone.now() + timedelta(seconds=5))
    response = bobs.post(f"/api/assignments/{assignment.id}/renew")
    assert response.status_code == 200
    seat = task.seats.get()
    assert seat.lease_until is not None
    assert seat.lease_until - timezone.now() > timedelta(minutes=project.lease_minutes - 1)


def test_it_refuses_to_renew_what_was_ranked(
    project: Project, task: Task, bob: User, bobs: APIClient
) -> None:
    assignment = claimed(project, bob)
    ranked(assignment)
    assert bobs.post(f"/api/assignments/{assignment.id}/renew").status_code == 409


def test_it_skips_and_frees_the_seat(
    project: Project, task: Task, alice: User, bob: User, bobs: APIClient
) -> None:
    assignment = claimed(project, bob)
    skip = {"client_id": str(uuid4()), "reason": "unclear", "note": "Which egg?"}
    response = bobs.post(skip_of(assignment), skip)
    assert response.status_code == 200
    assert response.json()["mine"]["total"] == 0
    assignment.refresh_from_db()
    assert (assignment.status, assignment.skip_reason, assignment.skip_note) == (
        "skipped",
        "unclear",
        "Which egg?",
    )
    assert task.seats.get().assignment is None
    assert AuditEntry.objects.filter(action="skip", subject_id=str(assignment.id), actor=bob).count() == 1
    assert claimed(project, alice).task == task


def test_it_takes_the_same_skip_twice(project: Project, task: Task, bob: User, bobs: APIClient) -> None:
    assignment = claimed(project, bob)
    skip = {"client_id": str(uuid4()), "reason": "other"}
    assert [bobs.post(skip_of(assignment), skip).status_code for _ in range(2)] == [200, 200]
    assert AuditEntry.objects.filter(action="skip").count() == 1


def test_it_refuses_to_skip_what_was_ranked(project: Project, task: Task, bob: User, bobs: APIClient) -> None:
    assignment = claimed(project, bob)
    ranked(assignment)
    response = bobs.post(skip_of(assignment), {"client_id": str(uuid4()), "reason": "other"})
    assert response.status_code == 409
    assert response.json()["error"]["code"] == "conflict"


def test_it_refuses_an_unknown_reason(project: Project, task: Task, bob: User, bobs: APIClient) -> None:
    response = bobs.post(skip_of(claimed(project, bob)), {"client_id": str(uuid4()), "reason": "bored"})
    assert response.status_code == 400
    assert response.json()["error"]["fields"][0]["field"] == "reason"


def test_it_keeps_a_researcher_from_ranking(
    project: Project, task: Task, rita: User, client_of: ClientOf
) -> None:
    response = client_of(rita).post(claims(project), {})
    assert response.status_code == 403
    assert response.json()["error"]["message"] == "Only annotators and owners of this project rank its tasks."


def test_it_hides_the_project_from_charlie(
    project: Project, task: Task, bob: User, charlie: User, client_of: ClientOf
) -> None:
    client = client_of(charlie)
    address = f"/api/assignments/{claimed(project, bob).id}"
    skip = {"client_id": str(uuid4()), "reason": "other"}
    assert client.post(claims(project), {}).status_code == 404
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/renew").status_code == 404
    assert client.post(f"{address}/skip", skip).status_code == 404


def test_it_hides_one_persons_assignment_from_another(
    project: Project, task: Task, bob: User, alice: User, client_of: ClientOf
) -> None:
    assert client_of(alice).get(f"/api/assignments/{claimed(project, bob).id}").status_code == 404
