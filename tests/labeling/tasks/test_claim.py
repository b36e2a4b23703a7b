"""A claim leases the next free seat of the queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from labeling.accounts.models import User
from labeling.projects.models import Member, Project
from labeling.tasks.claim import assignment_claim
from labeling.tasks.models import Assignment, Seat
from labeling.tasks.seats import assignment_skip
from tests.made import claimed, made_task, member_of, ranked


def expire(assignment: Assignment) -> None:
    past = timezone.now() - timedelta(minutes=1)
    Assignment.objects.filter(pk=assignment.pk).update(lease_until=past)
    Seat.objects.filter(assignment=assignment).update(lease_until=past)


def test_it_leases_the_first_seat_and_draws_an_order(project: Project, bob: User) -> None:
    first = made_task(project)
    made_task(project)
    assignment = claimed(project, bob)
    assert assignment.task == first
    assert set(assignment.display_order) == set(first.completions.values_list("id", flat=True))
    seat = first.seats.get()
    assert seat.assignment == assignment
    assert seat.lease_until == assignment.lease_until
    minutes = (assignment.lease_until - timezone.now()) / timedelta(minutes=1)
    assert minutes == pytest.approx(project.lease_minutes, abs=1)


def test_it_gives_urgent_tasks_first(project: Project, bob: User) -> None:
    made_task(project)
    urgent = made_task(project, priority=5)
    assert claimed(project, bob).task == urgent


def test_it_returns_what_the_person_holds(project: Project, bob: User) -> None:
    made_task(project)
    made_task(project)
    first = claimed(project, bob)
    assert claimed(project, bob) == first


def test_it_claims_one_ahead_and_no_more(project: Project, bob: User) -> None:
    for _ in range(3):
        made_task(project)
    member = member_of(project, bob)
    first = claimed(project, bob)
    second = assignment_claim(member=member, held=[first.id]).assignment
    assert second is not None
    assert second.task != first.task
    third = assignment_claim(member=member, held=[first.id, second.id])
    assert (third.assignment, third.reason) == (None, "holding")


def test_it_gives_a_person_a_task_once(project: Project, bob: User) -> None:
    project.overlap = 3
    project.save()
    made_task(project)
    ranked(claimed(project, bob))
    claim = assignment_claim(member=member_of(project, bob))
    assert (claim.assignment, claim.reason) == (None, "finished")


def test_it_does_not_return_a_skipped_task(project: Project, bob: User) -> None:
    made_task(project)
    assignment_skip(assignment=claimed(project, bob), reason="unclear")
    assert assignment_claim(member=member_of(project, bob)).reason == "finished"


def test_it_says_when_a_held_task_may_come_free(project: Project, alice: User, bob: User) -> None:
    made_task(project)
    claimed(project, alice)
    claim = assignment_claim(member=member_of(project, bob))
    assert (claim.assignment, claim.reason) == (None, "held")
    assert claim.retry_after_s == pytest.approx(project.lease_minutes * 60, abs=5)


def test_it_gives_an_expired_seat_to_somebody_else(project: Project, alice: User, bob: User) -> None:
    task = made_task(project)
    expire(claimed(project, alice))
    assignment = claimed(project, bob)
    assert assignment.task == task
    assert task.seats.get().assignment == assignment


def test_it_leases_an_expired_assignment_again_in_the_same_order(
    project: Project, alice: User, bob: User
) -> None:
    task = made_task(project)
    before = claimed(project, alice)
    expire(before)
    expire(claimed(project, bob))
    again = claimed(project, alice)
    assert again == before
    assert again.display_order == before.display_order
    assert task.seats.get().assignment == again
    assert again.lease_until > timezone.now()


def test_it_keeps_an_expired_lease_nobody_took(project: Project, bob: User) -> None:
    made_task(project)
    made_task(project)
    first = claimed(project, bob)
    expire(first)
    again = claimed(project, bob)
    assert again == first
    assert again.lease_until > timezone.now()


def test_it_stops_at_the_quota(project: Project, bob: User) -> None:
    project.quota_per_person = 1
    project.save()
    made_task(project)
    made_task(project)
    ranked(claimed(project, bob))
    assert assignment_claim(member=member_of(project, bob)).reason == "quota"


def test_it_gives_nothing_out_while_paused(project: Project, bob: User) -> None:
    made_task(project)
    project.status = Project.Status.PAUSED
    project.save()
    assert assignment_claim(member=member_of(project, bob)).reason == "paused"


def test_it_shares_a_task_among_as_many_people_as_the_overlap(
    project: Project, alice: User, bob: User, charlie: User
) -> None:
    project.overlap = 2
    project.save()
    Member.objects.create(project=project, user=charlie, role=Member.Role.ANNOTATOR)
    task = made_task(project)
    assert claimed(project, alice).task == claimed(project, bob).task == task
    assert assignment_claim(member=member_of(project, charlie)).reason == "held"


def test_it_takes_as_many_statements_far_into_the_queue_as_at_its_start(project: Project, bob: User) -> None:
    project.overlap = 2
    project.save()
    for _ in range(12):
        made_task(project, answers=2)
    with CaptureQueriesContext(connection) as early:
        first = claimed(project, bob)
    ranked(first)
    for _ in range(8):
        ranked(claimed(project, bob))
    with CaptureQueriesContext(connection) as late:
        claimed(project, bob)
    assert len(late) == len(early)
