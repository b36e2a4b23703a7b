"""How much somebody has ranked is counted as it happens, and stays what their assignments say."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.projects.services import project_create
from labeling.tasks.models import Assignment, PracticeRound, RankedDay
from labeling.tasks.seats import assignment_skip
from labeling.tasks.selectors import ranked_by
from tests.made import claimed, made_task, member_of, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(project: Project, bob: User) -> list[Assignment]:
    """Two tasks that Bob has ranked, of three."""
    for _ in range(3):
        made_task(project)
    given = []
    for _ in range(2):
        given.append(claimed(project, bob))
        ranked(given[-1])
    return given


def kept() -> Counter[tuple[object, object, date]]:
    return Counter(
        {(day.project_id, day.annotator_id, day.day): day.count for day in RankedDay.objects.all()}
    )


def counted_anew() -> Counter[tuple[object, object, date]]:
    submitted = Assignment.objects.filter(status="submitted", practice_round=None).select_related("task")
    return Counter(
        (one.task.project_id, one.annotator_id, one.ended_at.astimezone(UTC).date())
        for one in submitted
        if one.ended_at
    )


def test_a_claim_and_a_skip_count_nothing(done: list[Assignment], project: Project, bob: User) -> None:
    third = claimed(project, bob)
    assert ranked_by(bob.id, project.id) == (2, 2)
    assignment_skip(assignment=third, reason="unclear")
    assert ranked_by(bob.id, project.id) == (2, 2)


def test_each_project_and_person_has_a_count_of_its_own(
    done: list[Assignment], project: Project, alice: User, bob: User
) -> None:
    other = project_create(user=alice, name="Other", domains=["helpful"])
    made_task(other)
    ranked(claimed(other, alice))
    assert ranked_by(alice.id, other.id) == (1, 1)
    assert ranked_by(alice.id, project.id) == (0, 0)
    assert ranked_by(bob.id, other.id) == (0, 0)
    assert kept() == counted_anew()


def test_what_was_ranked_on_another_day_is_not_of_today(
    done: list[Assignment], project: Project, bob: User
) -> None:
    Assignment.objects.filter(pk=done[0].pk).update(ended_at=timezone.now() - timedelta(days=3))
    assert ranked_by(bob.id, project.id) == (2, 1)
    assert kept() == counted_anew()


def test_ranking_a_task_again_counts_it_once(done: list[Assignment], project: Project, bob: User) -> None:
    ranked(done[0], order=[3, 2, 1, 0])
    assert ranked_by(bob.id, project.id) == (2, 2)


def test_what_is_no_longer_submitted_no_longer_counts(
    done: list[Assignment], project: Project, bob: User
) -> None:
    Assignment.objects.filter(pk=done[0].pk).update(status="leased", ended_at=None)
    assert ranked_by(bob.id, project.id) == (1, 1)


def test_practice_does_not_count(done: list[Assignment], project: Project, bob: User) -> None:
    practice = PracticeRound.objects.create(project=project, person=bob, number=1)
    assignment = done[0]
    Assignment.objects.create(
        task=assignment.task,
        annotator=bob,
        status="submitted",
        practice_round=practice,
        order_seed=1,
        lease_until=timezone.now(),
        ended_at=timezone.now(),
    )
    assert ranked_by(bob.id, project.id) == (2, 2)


def test_a_person_who_leaves_and_comes_back_keeps_the_count(
    done: list[Assignment], project: Project, bob: User
) -> None:
    member_of(project, bob).delete()
    assert ranked_by(bob.id, project.id) == (2, 2)


def test_counts_of_before_are_taken_over(done: list[Assignment], project: Project, bob: User) -> None:
    RankedDay.objects.all().delete()
    fill = import_module("labeling.tasks.migrations.0008_ranked_days_are_kept").FORWARD.split(";")[0]
    with connection.cursor() as cursor:
        cursor.execute(fill)
    assert ranked_by(bob.id, project.id) == (2, 2)
    assert kept() == counted_anew()


def test_what_is_removed_no_longer_counts(done: list[Assignment], project: Project, bob: User) -> None:
    now = timezone.now()
    again = Assignment.objects.create(
        task=done[0].task,
        annotator=bob,
        status="submitted",
        repeats=done[0],
        order_seed=1,
        lease_until=now,
        ended_at=now,
    )
    assert ranked_by(bob.id, project.id) == (3, 3)
    again.delete()
    assert ranked_by(bob.id, project.id) == (2, 2)
