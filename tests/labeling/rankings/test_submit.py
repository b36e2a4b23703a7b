"""Submit a ranking: kept once, in revisions, late or not, never changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.models import AuditEntry, User
from labeling.projects.models import Project
from labeling.rankings.models import Ranking
from labeling.rankings.selectors import latest_rankings
from labeling.tasks.models import Assignment, Seat
from labeling.tasks.seats import assignment_skip
from labeling.tasks.shown import shown_id
from tests.conftest import ClientOf
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(project: Project, bob: User) -> Assignment:
    made_task(project)
    return claimed(project, bob)


@pytest.fixture
def bobs(client_of: ClientOf, bob: User) -> APIClient:
    return client_of(bob)


def shown(assignment: Assignment) -> list[str]:
    return [shown_id(assignment, answer) for answer in assignment.display_order]


def body(groups: list[list[str]], client_id: UUID | None = None, **more: Any) -> dict[str, Any]:
    return {"client_id": str(client_id or uuid4()), "groups": groups, **more}


def address(assignment: Assignment) -> str:
    return f"/api/assignments/{assignment.id}/ranking"


def free_and_retake(assignment: Assignment, by: User) -> None:
    Seat.objects.filter(assignment=assignment).update(lease_until=timezone.now() - timedelta(minutes=1))
    claimed(assignment.task.project, by)


def test_it_keeps_groups_as_completion_ids(assignment: Assignment, bobs: APIClient, bob: User) -> None:
    a, b, c, d = shown(assignment)
    groups = [[c], [a, d], [b]]
    response = bobs.post(address(assignment), body(groups, note="C is right", active_ms=1234))
    assert response.status_code == 201
    given = response.json()
    assert (given["ranking"]["revision"], given["ranking"]["late"]) == (1, False)
    assert given["mine"] == {"today": 1, "total": 1, "project_total_seats": 1, "project_filled_seats": 1}
    ranking = Ranking.objects.get()
    order = [str(answer) for answer in assignment.display_order]
    assert ranking.groups == [[order[2]], [order[0], order[3]], [order[1]]]
    assert ranking.display_order == assignment.display_order
    assert (ranking.note, ranking.active_ms, ranking.annotator) == ("C is right", 1234, bob)
    assert ranking.guideline_version == 1
    assert assignment.task.seats.get().filled_at is not None


def test_it_leaves_an_audit_entry(assignment: Assignment, bob: User) -> None:
    ranking = ranked(assignment)
    entry = AuditEntry.objects.get(subject="ranking")
    assert (entry.actor, entry.action, entry.subject_id) == (bob, "submit", str(ranking.id))
    assert entry.project_id == assignment.task.project_id


def test_it_takes_the_same_submit_twice(assignment: Assignment, bobs: APIClient) -> None:
    again = body([[answer] for answer in shown(assignment)])
    first, second = bobs.post(address(assignment), again), bobs.post(address(assignment), again)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["ranking"] == second.json()["ranking"]
    assert Ranking.objects.count() == 1


def test_it_keeps_every_revision_and_counts_the_latest(assignment: Assignment, bobs: APIClient) -> None:
    answers = shown(assignment)
    bobs.post(address(assignment), body([[answer] for answer in answers]))
    second = bobs.post(address(assignment), body([answers]))
    assert second.status_code == 201
    assert second.json()["ranking"]["revision"] == 2
    assert second.json()["mine"]["total"] == 1
    assert Ranking.objects.count() == 2
    assert [ranking.revision for ranking in latest_rankings(assignment.task.project)] == [2]


def test_it_names_every_answer_that_is_wrong(assignment: Assignment, bobs: APIClient) -> None:
    a, b, c, _ = shown(assignment)
    response = bobs.post(address(assignment), body([[a], [b, a], [], [c, "ffff"]]))
    assert response.status_code == 400
    error = response.json()["error"]
    assert [(item["field"], item["message"]) for item in error["fields"]] == [
        ("groups[1][1]", "Answer A is placed twice."),
        ("groups[2]", "This place is empty."),
        ("groups[3][1]", "'ffff' is not an answer of this task."),
        ("groups", "Answer D is not placed."),
    ]
    assert Ranking.objects.count() == 0
    assert assignment.task.seats.get().filled_at is None


def test_it_refuses_ties_where_they_are_not_allowed(assignment: Assignment, bobs: APIClient) -> None:
    Project.objects.update(allow_ties=False)
    response = bobs.post(address(assignment), body([shown(assignment)]))
    assert response.status_code == 400
    assert response.json()["error"]["fields"][0]["message"] == "Ties are not allowed in this project."


def test_it_refuses_the_client_id_of_another_ranking(
    project: Project, assignment: Assignment, bob: User, bobs: APIClient
) -> None:
    client_id = uuid4()
    bobs.post(address(assignment), body([[answer] for answer in shown(assignment)], client_id))
    made_task(project)
    other = claimed(project, bob)
    response = bobs.post(address(other), body([[answer] for answer in shown(other)], client_id))
    assert response.status_code == 409
    assert Ranking.objects.count() == 1


def test_it_fills_an_expired_seat_nobody_took(assignment: Assignment) -> None:
    Seat.objects.update(lease_until=timezone.now() - timedelta(hours=1))
    assert ranked(assignment).late is False


def test_it_keeps_a_late_ranking(assignment: Assignment, alice: User, bobs: APIClient) -> None:
    free_and_retake(assignment, by=alice)
    response = bobs.post(address(assignment), body([[answer] for answer in shown(assignment)]))
    assert response.status_code == 201
    assert response.json()["ranking"]["late"] is True
    assert latest_rankings(assignment.task.project).count() == 1
    seat = assignment.task.seats.get()
    assert seat.assignment is not None
    assert seat.assignment.annotator == alice
    assert seat.filled_at is None


def test_it_takes_another_free_seat_before_it_is_late(project: Project, alice: User, bob: User) -> None:
    project.overlap = 2
    project.save()
    task = made_task(project)
    assignment = claimed(project, bob)
    free_and_retake(assignment, by=alice)
    assert ranked(assignment).late is False
    assert task.seats.filter(filled_at__isnull=False, assignment=assignment).count() == 1


def test_it_takes_a_ranking_of_a_skipped_task(assignment: Assignment) -> None:
    assignment_skip(assignment=assignment, reason="unclear")
    ranking = ranked(assignment)
    assignment.refresh_from_db()
    assert (ranking.late, assignment.status, assignment.skip_reason) == (False, "submitted", "")


def test_it_is_append_only_in_the_database(assignment: Assignment) -> None:
    ranking = ranked(assignment)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Ranking.objects.update(note="changed")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Ranking.objects.filter(pk=ranking.pk).delete()
    with pytest.raises(DatabaseError, match="audit entries never change"), transaction.atomic():
        AuditEntry.objects.update(action="nothing")


def test_it_hides_the_assignment_from_charlie_and_from_other_members(
    assignment: Assignment, charlie: User, alice: User, client_of: ClientOf
) -> None:
    ranking = body([[answer] for answer in shown(assignment)])
    assert client_of(charlie).post(address(assignment), ranking).status_code == 404
    assert client_of(alice).post(address(assignment), ranking).status_code == 404
    assert Ranking.objects.count() == 0
