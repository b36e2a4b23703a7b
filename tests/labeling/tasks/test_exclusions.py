"""Leave somebody's answers out of datasets, and take them in again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from labeling.accounts.models import AuditEntry, User
from labeling.datasets.freeze import dataset_freeze
from labeling.preferences.progress import project_progress
from labeling.preferences.selectors import project_agreement
from labeling.problems import Problem
from labeling.projects.models import Member, Project
from labeling.rankings.models import Ranking
from labeling.tasks.claim import assignment_claim
from labeling.tasks.models import Seat
from tests.conftest import ClientOf
from tests.made import claimed, made_task, member_of, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> None:
    settings.DATASETS_DIR = tmp_path / "datasets"


@pytest.fixture
def alices(client_of: ClientOf, alice: User) -> APIClient:
    return client_of(alice)


@pytest.fixture
def rankings(project: Project, bob: User, alice: User) -> None:
    """Bob ranks the first two tasks and Alice the third."""
    for _ in range(3):
        made_task(project)
    for user in (bob, bob, alice):
        ranked(claimed(project, user))


def exclude(client: APIClient, project: Project, user: User, **more: object) -> dict[str, str]:
    given = {"annotator": str(user.id), "reason": "Clicks at random", **more}
    response = client.post(f"/api/projects/{project.id}/exclusions", given)
    assert response.status_code == 201, response.content
    found: dict[str, str] = response.json()
    return found


def include(client: APIClient, project: Project, exclusion: dict[str, str]) -> None:
    address = f"/api/projects/{project.id}/exclusions/{exclusion['id']}"
    assert client.delete(address).status_code == 204


def dropped(project: Project, user: User) -> tuple[int, dict[str, int]]:
    manifest = dataset_freeze(project=project, name="x", user=user, heldout_share=0).manifest
    return manifest["rankings"]["train"], manifest["dropped"]


def test_it_leaves_answers_out_of_datasets_and_takes_them_in_again(
    project: Project, rankings: None, alice: User, bob: User, alices: APIClient
) -> None:
    exclusion = exclude(alices, project, bob)
    assert dropped(project, alice) == (1, {"by an excluded annotator": 2})
    assert Ranking.objects.count() == 3
    include(alices, project, exclusion)
    assert dropped(project, alice) == (3, {})


def test_it_says_why_nothing_is_left(
    project: Project, rankings: None, alice: User, bob: User, alices: APIClient
) -> None:
    for user in (alice, bob):
        exclude(alices, project, user)
    with pytest.raises(Problem, match="3 by an excluded annotator"):
        dropped(project, alice)


def test_it_marks_them_in_progress_and_leaves_them_out_of_agreement(
    project: Project, alice: User, bob: User, alices: APIClient
) -> None:
    project.overlap = 2
    project.save()
    made_task(project)
    for user in (alice, bob):
        ranked(claimed(project, user))
    assert project_agreement(project)["pairs"] == 6
    exclude(alices, project, bob)
    progress = project_progress(project)
    marks = {row["annotator"]["name"]: row["is_excluded"] for row in progress["by_annotator"]}
    assert (marks, progress["excluded"], progress["rankings"]) == ({"Alice": False, "Bob": True}, 1, 2)
    assert progress["agreement"]["pairs"] == project_agreement(project)["pairs"] == 0


def test_it_lets_others_rank_again_and_gives_back_what_nobody_took(
    project: Project, rankings: None, alice: User, bob: User, alices: APIClient
) -> None:
    exclusion = exclude(alices, project, bob, reopen_seats=True)
    assert Seat.objects.filter(filled_at=None).count() == 2
    again = claimed(project, alice)
    ranked(again)
    include(alices, project, exclusion)
    assert not Seat.objects.filter(filled_at=None).exists()
    holders = Seat.objects.order_by("position").values_list("assignment__annotator__name", flat=True)
    assert sorted(holders) == ["Alice", "Alice", "Bob"]


def test_it_fills_no_seat_with_what_others_rank_again(
    project: Project, rankings: None, bob: User, alices: APIClient
) -> None:
    exclude(alices, project, bob, reopen_seats=True)
    made_task(project)
    assignment = claimed(project, bob)
    assert ranked(assignment).late is True
    seat = Seat.objects.get(task=assignment.task)
    assert (seat.assignment, seat.filled_at) == (None, None)


def test_it_does_not_give_a_person_their_own_task_again(
    project: Project, rankings: None, bob: User, alices: APIClient
) -> None:
    exclude(alices, project, bob, reopen_seats=True)
    assert assignment_claim(member=member_of(project, bob)).assignment is None


def test_it_outlives_the_membership(
    project: Project, rankings: None, alice: User, bob: User, alices: APIClient
) -> None:
    alices.delete(f"/api/projects/{project.id}/members/{member_of(project, bob).id}")
    exclusion = exclude(alices, project, bob)
    assert dropped(project, alice)[1] == {"by an excluded annotator": 2}
    listed = alices.get(f"/api/projects/{project.id}/exclusions").json()
    assert [(row["annotator"]["name"], row["reason"]) for row in listed] == [("Bob", "Clicks at random")]
    include(alices, project, exclusion)


def test_it_writes_down_who_and_why(project: Project, rankings: None, bob: User, alices: APIClient) -> None:
    include(alices, project, exclude(alices, project, bob, reopen_seats=True))
    entries = AuditEntry.objects.filter(subject="answers").order_by("id")
    assert [(entry.action, entry.detail["reason"], entry.detail["seats"]) for entry in entries] == [
        ("exclude", "Clicks at random", 2),
        ("include", "Clicks at random", 2),
    ]


def test_it_refuses_a_second_time_a_missing_reason_and_a_stranger(
    project: Project, bob: User, charlie: User, alices: APIClient
) -> None:
    address = f"/api/projects/{project.id}/exclusions"
    assert alices.post(address, {"annotator": str(bob.id), "reason": " "}).status_code == 400
    assert alices.post(address, {"annotator": str(charlie.id), "reason": "x"}).status_code == 404
    exclude(alices, project, bob)
    assert alices.post(address, {"annotator": str(bob.id), "reason": "x"}).status_code == 409


def test_it_is_for_owners_and_seen_by_reviewers_and_researchers(
    project: Project, bob: User, rita: User, vera: User, charlie: User, client_of: ClientOf
) -> None:
    Member.objects.create(project=project, user=vera, role=Member.Role.REVIEWER)
    address = f"/api/projects/{project.id}/exclusions"
    given = {"annotator": str(rita.id), "reason": "x"}
    seen = {"Bob": 403, "Rita": 200, "Vera": 200, "Charlie": 404}
    for user in (bob, rita, vera, charlie):
        client = client_of(user)
        assert client.get(address).status_code == seen[user.name]
        assert client.post(address, given).status_code == (404 if user == charlie else 403)
