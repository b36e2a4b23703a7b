"""See and change what one has ranked: one's own alone, in the order then shown, never over a newer revision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.rankings.models import Ranking
from labeling.rankings.services import ranking_submit
from labeling.tasks.claim import assignment_claim
from labeling.tasks.models import Assignment, Seat
from labeling.tasks.seats import assignment_skip
from tests.conftest import ClientOf
from tests.made import claimed, made_task, member_of, ranked

pytestmark = pytest.mark.django_db
HELPFUL = {"key": "helpful", "label": "Helpful", "help": "", "low": "", "high": "", "points": 5}


@pytest.fixture
def bobs(client_of: ClientOf, bob: User) -> APIClient:
    return client_of(bob)


def mine(client: APIClient, project: Project, **query: Any) -> Any:
    return client.get(f"/api/projects/{project.id}/rankings/mine", query).json()


def latest(client: APIClient, assignment: Assignment) -> Any:
    return client.get(f"/api/assignments/{assignment.id}/ranking").json()


def taken(project: Project, user: User) -> Assignment:
    made_task(project)
    return claimed(project, user)


def run_out(assignment: Assignment) -> None:
    past = timezone.now() - timedelta(hours=1)
    Seat.objects.filter(assignment=assignment).update(lease_until=past)
    Assignment.objects.filter(pk=assignment.pk).update(lease_until=past)


def submit(client: APIClient, assignment: Assignment, **more: Any) -> Any:
    answers = [answer["id"] for answer in latest(client, assignment)["assignment"]["answers"]]
    body = {"client_id": str(uuid4()), "groups": [[answer] for answer in reversed(answers)], **more}
    return client.post(f"/api/assignments/{assignment.id}/ranking", body)


def test_it_lists_what_is_past_and_nothing_that_is_held(project: Project, bob: User, bobs: APIClient) -> None:
    skipped = taken(project, bob)
    assignment_skip(assignment=skipped, reason="unclear", note="which kettle?")
    done = taken(project, bob)
    ranked(done)
    held = taken(project, bob)
    made_task(project)
    expired = assignment_claim(member=member_of(project, bob), held=[held.id]).assignment
    assert expired is not None
    run_out(expired)
    rows = mine(bobs, project)["results"]
    assert [(row["id"], row["outcome"], row["revision"]) for row in rows] == [
        (str(done.id), "submitted", 1),
        (str(skipped.id), "skipped", None),
        (str(expired.id), "expired", None),
    ]
    assert rows[0]["prompt"] == "How do I boil an egg?"
    assert (rows[1]["note"], rows[1]["skip_reason"]) == ("which kettle?", "unclear")


def test_it_pages_by_cursor(project: Project, bob: User, bobs: APIClient) -> None:
    done = [ranked(taken(project, bob)).assignment_id for _ in range(5)]
    first = mine(bobs, project, limit=3)
    second = bobs.get(first["next"]).json()
    ids = [row["id"] for row in first["results"] + second["results"]]
    assert ids == [str(one) for one in reversed(done)]
    assert second["next"] is None


def test_it_shows_the_latest_revision_in_the_order_then_shown(
    project: Project, bob: User, bobs: APIClient
) -> None:
    Project.objects.update(criteria=[HELPFUL])
    assignment = taken(project, bob)
    a, b, c, d = (str(answer) for answer in assignment.display_order)
    ranked(assignment)
    ranking_submit(
        assignment=assignment,
        groups=[[d], [a, b], [c]],
        flags=[{"answer": c, "flag": "toxic", "note": ""}],
        ratings={d: {"helpful": 5}},
        confidence="sure",
        note="closer look",
        client_id=uuid4(),
    )
    response = bobs.get(f"/api/assignments/{assignment.id}/ranking")
    found = response.json()
    one, two, three, four = (answer["id"] for answer in found["assignment"]["answers"])
    ranking = found["ranking"]
    assert (found["outcome"], ranking["revision"], ranking["note"]) == ("submitted", 2, "closer look")
    assert ranking["groups"] == [[four], [one, two], [three]]
    assert ranking["flags"] == [{"answer": three, "flag": "toxic", "note": ""}]
    assert (ranking["ratings"], ranking["confidence"]) == ({four: {"helpful": 5}}, "sure")
    assert "secret-model" not in response.content.decode()
    assert a not in response.content.decode()


def test_it_makes_a_new_revision_of_the_one_it_began_from(
    project: Project, bob: User, bobs: APIClient
) -> None:
    assignment = taken(project, bob)
    ranked(assignment)
    response = submit(bobs, assignment, revises=1)
    assert (response.status_code, response.json()["ranking"]["revision"]) == (201, 2)
    assert [row["revision"] for row in mine(bobs, project)["results"]] == [2]
    assert Ranking.objects.count() == 2


def test_it_refuses_a_stale_revision_and_keeps_it_on_top_when_asked(
    project: Project, bob: User, bobs: APIClient
) -> None:
    assignment = taken(project, bob)
    ranked(assignment)
    submit(bobs, assignment, revises=1)
    stale = submit(bobs, assignment, revises=1)
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale")
    assert "revision 2 is newer than revision 1" in stale.json()["error"]["message"]
    assert Ranking.objects.count() == 2
    on_top = submit(bobs, assignment)
    assert (on_top.status_code, on_top.json()["ranking"]["revision"]) == (201, 3)


def test_it_replaces_no_ranking_from_another_device_unasked(
    project: Project, bob: User, bobs: APIClient
) -> None:
    assignment = taken(project, bob)
    submit(bobs, assignment, revises=0)
    other = submit(bobs, assignment, revises=0)
    assert (other.status_code, other.json()["error"]["code"]) == (409, "stale")
    assert "in another tab or on another device: revision 1." in other.json()["error"]["message"]
    assert Ranking.objects.count() == 1


def test_it_takes_a_repeated_submit_before_it_asks_whether_it_is_stale(
    project: Project, bob: User, bobs: APIClient
) -> None:
    assignment = taken(project, bob)
    client_id = str(uuid4())
    first = submit(bobs, assignment, revises=0, client_id=client_id)
    again = submit(bobs, assignment, revises=0, client_id=client_id)
    assert (first.status_code, again.status_code) == (201, 200)


@pytest.mark.parametrize("outcome", ["skipped", "expired"])
def test_it_opens_a_task_that_was_not_ranked(
    project: Project, bob: User, bobs: APIClient, outcome: str
) -> None:
    assignment = taken(project, bob)
    if outcome == "skipped":
        assignment_skip(assignment=assignment, reason="unclear")
    else:
        run_out(assignment)
    found = latest(bobs, assignment)
    assert (found["outcome"], found["ranking"]) == (outcome, None)
    assert submit(bobs, assignment, revises=0).status_code == 201
    assert latest(bobs, assignment)["outcome"] == "submitted"


def test_it_shows_everybody_their_own_alone(
    project: Project, alice: User, bob: User, client_of: ClientOf
) -> None:
    assignment = taken(project, bob)
    ranked(assignment)
    alices = client_of(alice)
    assert mine(alices, project)["results"] == []
    assert alices.get(f"/api/assignments/{assignment.id}/ranking").status_code == 404


def test_it_hides_it_all_from_charlie(
    project: Project, bob: User, charlie: User, client_of: ClientOf
) -> None:
    assignment = taken(project, bob)
    ranked(assignment)
    charlies = client_of(charlie)
    assert charlies.get(f"/api/projects/{project.id}/rankings/mine").status_code == 404
    assert charlies.get(f"/api/assignments/{assignment.id}/ranking").status_code == 404
