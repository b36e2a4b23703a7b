"""What is told: each ranking, once that a project is finished, each end of a run; and nothing that did not happen."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.hooks.models import Delivery, Event, Kind, Webhook
from labeling.hooks.services import webhook_create, webhook_update
from labeling.projects.models import Project
from labeling.rankings.overlap import seats_match_overlap
from labeling.runs.follow import run_end
from labeling.runs.models import Run
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def webhook(project: Project, alice: User) -> Webhook:
    return webhook_create(project=project, url="https://example.org/", events=Kind.values, actor=alice)


def told(kind: str) -> list[dict[str, Any]]:
    return [event.payload["data"] for event in Event.objects.filter(kind=kind).order_by("at")]


def test_it_tells_each_ranking(project: Project, webhook: Webhook, bob: User) -> None:
    for _ in range(2):
        made_task(project)
    assignment = claimed(project, bob)
    first, second = ranked(assignment), ranked(assignment)
    listed = [(data["ranking"], data["revision"], data["annotator"]) for data in told("ranking.submitted")]
    assert listed == [(str(first.id), 1, str(bob.id)), (str(second.id), 2, str(bob.id))]
    assert Delivery.objects.count() == 2


def test_it_names_no_model_and_no_answer(project: Project, webhook: Webhook, bob: User) -> None:
    made_task(project)
    ranked(claimed(project, bob))
    assert "secret-model" not in str(told("ranking.submitted"))
    assert "answer 0" not in str(told("ranking.submitted"))


def test_it_tells_nothing_where_nobody_listens(
    project: Project, webhook: Webhook, alice: User, bob: User
) -> None:
    webhook_update(webhook=webhook, changes={"events": ["run.finished"]}, actor=alice)
    made_task(project)
    ranked(claimed(project, bob))
    webhook_update(webhook=webhook, changes={"events": Kind.values, "status": "off"}, actor=alice)
    made_task(project)
    ranked(claimed(project, bob))
    assert not Event.objects.exists()


def test_it_tells_nothing_that_was_rolled_back(project: Project, webhook: Webhook, bob: User) -> None:
    """The event, its delivery and the job that sends it are one with the ranking."""
    made_task(project)
    assignment = claimed(project, bob)
    jobs = ProcrastinateJob.objects.filter(task_name="hooks_deliver")
    with transaction.atomic():
        ranked(assignment)
        assert jobs.count() == Delivery.objects.count() == 2
        transaction.set_rollback(True)
    assert (jobs.count(), Delivery.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_it_tells_once_that_a_project_is_finished(project: Project, webhook: Webhook, bob: User) -> None:
    for _ in range(2):
        made_task(project)
    first, second = claimed(project, bob), None
    ranked(first)
    assert told("project.finished") == []
    second = claimed(project, bob)
    ranked(second)
    ranked(second)
    assert [data["seats"] for data in told("project.finished")] == [2]
    made_task(project)
    ranked(claimed(project, bob))
    assert [data["seats"] for data in told("project.finished")] == [2, 3]


def test_it_tells_that_fewer_seats_finish_a_project(project: Project, webhook: Webhook, bob: User) -> None:
    project.overlap = 2
    project.save()
    made_task(project)
    ranked(claimed(project, bob))
    project.overlap = 1
    project.save()
    seats_match_overlap(project_id=project.id)
    assert [data["seats"] for data in told("project.finished")] == [1]


@pytest.mark.django_db(transaction=True)
def test_it_tells_it_when_two_fill_the_last_seats_at_once(
    project: Project, webhook: Webhook, alice: User, bob: User
) -> None:
    for _ in range(2):
        made_task(project)
    held = [claimed(project, user) for user in (alice, bob)]
    together = threading.Barrier(2)

    def submit(number: int) -> None:
        try:
            together.wait()
            ranked(held[number])
        finally:
            connection.close()

    threads = [threading.Thread(target=submit, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [data["seats"] for data in told("project.finished")] == [2]


def test_it_tells_each_end_of_a_run(
    project: Project, webhook: Webhook, settings: Settings, tmp_path: Path
) -> None:
    settings.RUNS_DIR = tmp_path
    spec: dict[str, Any] = {"settings": {}, "lineage": {}}
    run = Run.objects.create(project=project, verb="reward", name="Reward 1", spec=spec, status="running")
    for _ in range(2):
        run_end(run_id=run.id, status=Run.Status.LOST, reason="It was killed.", hint="")
    (data,) = told("run.finished")
    assert (data["run"]["name"], data["status"], data["reason"]) == ("Reward 1", "lost", "It was killed.")
