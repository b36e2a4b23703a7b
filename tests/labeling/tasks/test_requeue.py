"""Another order for the tasks that wait."""

from __future__ import annotations

import pytest

from labeling.accounts.models import User
from labeling.projects.models import Member, Project
from labeling.projects.services import project_create
from labeling.tasks.models import Seat, Task
from labeling.tasks.requeue import tasks_requeue, tasks_waiting
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db


def test_tasks_come_in_the_order_given(project: Project, bob: User) -> None:
    first, second, third = (made_task(project) for _ in range(3))
    tasks_requeue(project=project, order=[third.id, first.id, second.id])
    assert [ranked(claimed(project, bob)).task_id for _ in range(3)] == [third.id, first.id, second.id]


def test_a_higher_priority_still_comes_first(project: Project, bob: User) -> None:
    first, urgent = made_task(project), made_task(project, priority=3)
    tasks_requeue(project=project, order=[first.id, urgent.id])
    assert claimed(project, bob).task == urgent


def test_somebody_in_the_middle_gets_the_new_order_from_its_start(project: Project, bob: User) -> None:
    tasks = [made_task(project) for _ in range(4)]
    ranked(claimed(project, bob))
    waiting = [task.id for task in reversed(tasks[1:])]
    tasks_requeue(project=project, order=waiting)
    assert [ranked(claimed(project, bob)).task_id for _ in range(3)] == waiting


def test_what_somebody_holds_stays_with_them(project: Project, bob: User) -> None:
    first, second = made_task(project), made_task(project)
    held = claimed(project, bob)
    tasks_requeue(project=project, order=[second.id, first.id])
    assert claimed(project, bob) == held
    assert Seat.objects.get(task=first).assignment == held


def test_tasks_of_another_project_are_left_alone(project: Project, alice: User) -> None:
    other = project_create(user=alice, name="Other", domains=["helpful"])
    task = made_task(other)
    before = task.position
    tasks_requeue(project=project, order=[task.id])
    assert Task.objects.get(pk=task.pk).position == before


def test_a_task_waits_until_all_its_seats_are_filled(project: Project, bob: User, charlie: User) -> None:
    project.overlap = 2
    project.save()
    Member.objects.create(project=project, user=charlie, role=Member.Role.ANNOTATOR)
    task = made_task(project)
    ranked(claimed(project, bob))
    assert list(tasks_waiting(project)) == [task]
    ranked(claimed(project, charlie))
    assert list(tasks_waiting(project)) == []
