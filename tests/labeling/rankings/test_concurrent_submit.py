"""Two requests at the same moment: real threads, real transactions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar
from uuid import uuid4

import pytest
from django.db import connection

from labeling.accounts.models import User
from labeling.projects.models import Member, Project
from labeling.rankings.models import Ranking
from labeling.rankings.services import ranking_submit
from labeling.tasks import claim
from labeling.tasks.claim import assignment_claim
from labeling.tasks.models import Assignment, PracticeRound, Seat
from tests.made import claimed, long_past, made_gold, made_practice, made_task, member_of, ranked
from tests.people import person

Result = TypeVar("Result")
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(actions: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run the actions in threads of their own that start together."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], Result]) -> Result:
        barrier.wait()
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_it_keeps_one_row_of_two_same_submits(project: Project, bob: User) -> None:
    made_task(project)
    assignment = claimed(project, bob)
    groups = [[str(answer)] for answer in assignment.display_order]
    client_id = uuid4()
    outcomes = at_once(
        [lambda: ranking_submit(assignment=assignment, groups=groups, client_id=client_id)] * 4
    )
    assert len({ranking.id for ranking, _ in outcomes}) == 1
    assert sorted(new for _, new in outcomes) == [False, False, False, True]
    assert Ranking.objects.count() == 1


def test_it_numbers_two_different_submits_as_two_revisions(project: Project, bob: User) -> None:
    made_task(project)
    assignment = claimed(project, bob)
    groups = [[str(answer)] for answer in assignment.display_order]
    at_once(
        [lambda: ranking_submit(assignment=assignment, groups=groups, client_id=uuid4()) for _ in range(3)]
    )
    assert sorted(Ranking.objects.values_list("revision", flat=True)) == [1, 2, 3]
    assert Seat.objects.filter(filled_at__isnull=False).count() == 1


def test_it_gives_one_seat_to_one_of_many_people(project: Project) -> None:
    people = [person(f"Annotator{number}") for number in range(8)]
    members = [
        Member.objects.create(project=project, user=user, role=Member.Role.ANNOTATOR) for user in people
    ]
    for _ in range(5):
        made_task(project, answers=2)
    claims = at_once([partial(assignment_claim, member=member) for member in members])
    tasks = [claim.assignment.task_id for claim in claims if claim.assignment]
    assert len(tasks) == len(set(tasks)) == 5
    assert {claim.reason for claim in claims if claim.assignment is None} == {"held"}


def test_it_never_seats_more_people_than_the_overlap(project: Project) -> None:
    project.overlap = 3
    project.save()
    members = [
        Member.objects.create(project=project, user=person(f"Annotator{number}"), role=Member.Role.ANNOTATOR)
        for number in range(6)
    ]
    made_task(project, answers=2)
    claims = at_once([partial(assignment_claim, member=member) for member in members])
    assert sum(claim.assignment is not None for claim in claims) == 3
    assert Seat.objects.filter(assignment__isnull=False).count() == 3


def test_it_gives_one_person_two_leases_however_often_they_ask(project: Project, bob: User) -> None:
    for _ in range(6):
        made_task(project, answers=2)
    first = claimed(project, bob)
    member = member_of(project, bob)
    claims = at_once([partial(assignment_claim, member=member, held=[first.id])] * 5)
    assert {claim.assignment.id for claim in claims if claim.assignment} != {first.id}
    assert Assignment.objects.filter(annotator=bob).count() == 2


@pytest.mark.parametrize("kind", ["gold", "repeat"])
def test_it_gives_one_person_what_measures_them_once_however_often_they_ask(
    project: Project, bob: User, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    for _ in range(12):
        made_task(project, answers=2)
    for _ in range(12):
        ranked(claimed(project, bob))
    long_past(bob)
    monkeypatch.setattr(claim, "drawn", lambda **_: kind)
    monkeypatch.setattr(claim, "MOST_LEASES", 9)
    for _ in range(2):
        made_gold(project, answers=2)
    member = member_of(project, bob)
    for _ in range(3):  # so that what one round holds does not come back as its answer
        held = list(Assignment.objects.filter(status="leased").values_list("id", flat=True))
        at_once([partial(assignment_claim, member=member, held=held)] * 5)
    given = Assignment.objects.filter(annotator=bob, status="leased")
    # There are two gold tasks; each repeat lets one more task be old enough.
    assert given.count() == {"gold": 2, "repeat": 3}[kind]
    assert given.values("task").distinct().count() == given.count()
    assert all(one.is_personal for one in given.select_related("task"))
    assert Seat.objects.filter(assignment__in=given).count() == 0


@pytest.mark.parametrize("kind", ["gold", "repeat"])
def test_it_gives_many_people_the_same_task_that_measures_them(
    project: Project, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    people = [person(f"Annotator{number}") for number in range(6)]
    members = [
        Member.objects.create(project=project, user=user, role=Member.Role.ANNOTATOR) for user in people
    ]
    project.overlap = 6
    project.save()
    for _ in range(11):
        made_task(project, answers=2)
    for user in people:
        for _ in range(11):
            ranked(claimed(project, user))
        long_past(user)
    gold = made_gold(project, answers=2)
    monkeypatch.setattr(claim, "drawn", lambda **_: kind)
    claims = at_once([partial(assignment_claim, member=member) for member in members])
    given = [one.assignment for one in claims if one.assignment]
    assert len({one.annotator_id for one in given}) == len({one.id for one in given}) == 6
    assert {one.task_id == gold.id for one in given} == {kind == "gold"}
    assert {one.is_repeat for one in given} == {kind == "repeat"}


def test_it_begins_one_round_of_practice_however_often_one_person_asks(project: Project, bob: User) -> None:
    project.practice_mark = 0.5
    project.save()
    for _ in range(3):
        made_practice(project, answers=2)
    member = member_of(project, bob)
    claims = at_once([partial(assignment_claim, member=member)] * 5)
    assert len({one.assignment.id for one in claims if one.assignment}) == 1
    assert PracticeRound.objects.count() == Assignment.objects.count() == 1
