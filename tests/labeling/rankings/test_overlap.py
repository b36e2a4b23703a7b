"""Seats follow the project's overlap."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.projects.services import project_update
from labeling.rankings.jobs import overlap_changed
from labeling.rankings.models import Ranking
from tests.conftest import ClientOf
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db


def change_overlap(project: Project, user: User, overlap: int) -> None:
    project_update(project=project, user=user, changes={"overlap": overlap})
    job = ProcrastinateJob.objects.get(task_name="overlap_changed", args={"project_id": str(project.id)})
    overlap_changed(**job.args)


def test_it_adds_seats(project: Project, alice: User, bob: User) -> None:
    task = made_task(project, priority=2)
    ranked(claimed(project, bob))
    change_overlap(project, alice, 3)
    assert list(task.seats.order_by("number").values_list("number", "priority", "position")) == [
        (number, 2, task.position) for number in (1, 2, 3)
    ]
    assert task.seats.filter(filled_at__isnull=False).count() == 1
    assert claimed(project, alice).task == task


def test_it_removes_only_seats_nobody_has(project: Project, alice: User, bob: User) -> None:
    project_update(project=project, user=alice, changes={"overlap": 3})
    first, second = made_task(project), made_task(project)
    ranked(claimed(project, alice))
    held = claimed(project, bob)
    assert held.task == first
    project_update(project=project, user=alice, changes={"overlap": 1})
    overlap_changed(project_id=str(project.id))
    assert first.seats.count() == 2
    assert second.seats.count() == 1


def test_it_counts_imported_rankings_as_seats(project: Project, alice: User) -> None:
    task = made_task(project)
    answers = [str(answer) for answer in task.completions.values_list("id", flat=True)]
    Ranking.objects.create(task=task, annotator_name="Ann", groups=[answers])
    change_overlap(project, alice, 3)
    assert task.seats.count() == 2


def test_it_defers_the_change_over_http(project: Project, alice: User, client_of: ClientOf) -> None:
    client = client_of(alice)
    client.patch(f"/api/projects/{project.id}", {"name": "Same overlap", "overlap": 1})
    assert not ProcrastinateJob.objects.filter(task_name="overlap_changed").exists()
    client.patch(f"/api/projects/{project.id}", {"overlap": 2})
    assert ProcrastinateJob.objects.filter(task_name="overlap_changed").count() == 1
