"""The measurement of claims: its figures, its project, and what it finds wrong."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import pytest
from django.db import connection

from benchmarks import claim
from benchmarks.database import with_name
from benchmarks.kept import Kept
from benchmarks.project import people_make, project_make
from labeling.tasks.claim import assignment_claim
from labeling.tasks.models import Seat, Task
from tests.made import ranked


def test_it_gives_percentiles_and_growth() -> None:
    assert claim.percentiles([float(number) for number in range(1, 102)]) == {
        "n": 101,
        "p50_ms": 51.0,
        "p95_ms": 96.0,
        "p99_ms": 100.0,
        "max_ms": 101.0,
    }
    assert claim.growth(10.0, 13.0) == 1.3
    assert claim.growth(None, 13.0) is None


def test_it_counts_claims_and_submits_as_requests() -> None:
    kept = [Kept(claims_ms=[1, 2, 3], submits_ms=[4, 5]), Kept(claims_ms=[1])]
    assert claim.rate(kept, 2.0)["requests_per_second"] == 3.0


def test_it_names_every_figure_that_is_asked_of_it() -> None:
    parser = ArgumentParser()
    claim.add_options(parser)
    sizes = [size_row(10_000, 8.0), size_row(1_000_000, 10.0)]
    figures = claim.summary(parser.parse_args([]), sizes, "18")
    assert figures["p95_growth_10k_to_1m"] == 1.25
    assert (figures["p50_ms"], figures["p95_ms"], figures["requests_per_second"]) == (4.0, 10.0, 90.0)
    assert (figures["duplicates"], figures["missing"], len(figures["by_size"])) == (2, 0, 2)


def size_row(tasks: int, p95: float) -> dict[str, Any]:
    return {
        "tasks": tasks,
        "with_pauses": {"claim": {"p50_ms": 4.0, "p95_ms": p95}},
        "without_pauses": {"requests_per_second": 90.0},
        "duplicates": 1,
        **dict.fromkeys(("missing", "lost", "starved", "error_count"), 0),
    }


def test_it_keeps_the_server_and_changes_the_database() -> None:
    socket = "postgresql://postgres@/postgres?host=%2Ftmp%2Fa&port=5432"
    assert with_name(socket, "mine") == "postgresql://postgres@/mine?host=%2Ftmp%2Fa&port=5432"
    assert with_name("postgresql://u:p@db:5432/podium", "mine") == "postgresql://u:p@db:5432/mine"


@pytest.mark.django_db
def test_it_fills_a_project_that_can_be_ranked() -> None:
    people = people_make(2)
    project = project_make(tasks=30, answers=3, overlap=2, people=people)
    with connection.cursor() as cursor:
        # Django's tests check the foreign keys at the end; the fill has left them unchecked.
        cursor.execute("SET session_replication_role = origin")
    assert (Task.objects.count(), Seat.objects.count()) == (30, 60)
    for person in people:
        given = assignment_claim(member=project.members.get(user_id=person.user_id))
        assert given.assignment is not None
        assert len(given.assignment.display_order) == 3
        assert ranked(given.assignment).late is False


@pytest.mark.django_db
def test_it_finds_what_is_missing() -> None:
    people = people_make(2)
    project = project_make(tasks=3, answers=2, overlap=2, people=people)
    given = assignment_claim(member=project.members.get(user_id=people[0].user_id)).assignment
    assert given is not None
    ranked(given)
    Seat.objects.filter(task=given.task_id, filled_at__isnull=True).delete()
    found = claim.outcome(project, people, 0, [Kept()])
    assert (found["tasks_begun"], found["missing"], found["duplicates"], found["lost"]) == (1, 1, 0, 0)
