"""Progress and agreement of a project, over HTTP."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.dateparse import parse_datetime

from labeling.accounts.models import User
from labeling.preferences import snapshots
from labeling.preferences.progress import project_progress
from labeling.projects.models import Project
from labeling.rankings.models import Ranking
from labeling.tasks.seats import assignment_skip
from tests.conftest import ClientOf
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked(project: Project, alice: User, bob: User) -> Project:
    """Two tasks with two seats: both ranked the first, Bob alone the second; Alice skipped it."""
    project.overlap = 2
    project.save()
    made_task(project, answers=3)
    made_task(project, answers=3, domain="honest")
    for user in (alice, bob):
        first = claimed(project, user)
        first.display_order = sorted(first.display_order)
        first.save()
        ranked(first)
    ranked(claimed(project, bob))
    assignment_skip(assignment=claimed(project, alice), reason="cannot_judge")
    return project


def test_it_reports_progress(worked: Project, rita: User, client_of: ClientOf) -> None:
    response = client_of(rita).get(f"/api/projects/{worked.id}/progress")
    assert response.status_code == 200
    progress = response.json()
    assert progress["seats"] == {"total": 4, "filled": 3, "leased": 0, "open": 1}
    assert (progress["rankings"], progress["late"], progress["skipped"]) == (3, 0, 1)
    assert progress["ties_share"] == 0
    assert progress["by_domain"] == [
        {"domain": "helpful", "tasks": 1, "finished": 1, "rankings": 2},
        {"domain": "honest", "tasks": 1, "finished": 0, "rankings": 1},
    ]
    people = [(row["annotator"]["name"], row["rankings"], row["skips"]) for row in progress["by_annotator"]]
    assert people == [("Bob", 2, 0), ("Alice", 1, 1)]
    assert progress["by_annotator"][0]["first_shown_wins"]["value"] == 1
    assert sum(row["rankings"] for row in progress["by_day"]) == 3
    assert (progress["agreement"]["raw"]["value"], progress["agreement"]["pairs"]) == (1, 3)


def test_it_reads_no_single_ranking_while_the_snapshot_is_new(worked: Project, bob: User) -> None:
    """The page asks every few seconds: what a look costs must not grow with the rankings."""
    project_progress(worked)
    with CaptureQueriesContext(connection) as few:
        project_progress(worked)
    for _ in range(3):
        made_task(worked, answers=3)
        ranked(claimed(worked, bob))
    with CaptureQueriesContext(connection) as more:
        progress = project_progress(worked)
    assert (progress["rankings"], progress["by_annotator"][0]["rankings"]) == (6, 5)
    assert len(more) == len(few)
    statements = [query["sql"] for query in more.captured_queries]
    assert not any('"rankings_ranking"."groups"' in statement for statement in statements)


def test_it_says_of_when_the_agreement_of_a_large_project_is(
    worked: Project, rita: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "LARGE_RANKINGS", 1)
    address = f"/api/projects/{worked.id}/progress"
    first = client_of(rita).get(address).json()
    assert (first["rankings"], first["agreement"]["at"], first["ties_share"]) == (3, None, None)
    assert "in the background" in first["agreement"]["reason"]
    made = snapshots.snapshot_make(project=worked)
    second = client_of(rita).get(address).json()
    assert parse_datetime(second["agreement"]["at"]) == made.computed_at
    assert (second["agreement"]["pairs"], second["ties_share"]) == (3, 0)
    assert [row["domain"] for row in second["agreement"]["by_domain"]] == ["helpful", "honest"]


def test_it_counts_imported_rankings_under_their_own_name(
    worked: Project, rita: User, client_of: ClientOf
) -> None:
    task = worked.tasks.order_by("position").first()
    assert task is not None
    Ranking.objects.create(
        task=task,
        annotator_name="Ann",
        groups=[[str(answer) for answer in task.completions.values_list("id", flat=True)]],
    )
    progress = client_of(rita).get(f"/api/projects/{worked.id}/progress").json()
    assert progress["by_annotator"][2]["annotator"] == {
        "id": "imported:Ann",
        "name": "Ann",
        "is_scripted": False,
    }
    assert progress["ties_share"] == pytest.approx(3 / 12)


def test_it_reports_agreement_by_domain(worked: Project, rita: User, client_of: ClientOf) -> None:
    found = client_of(rita).get(f"/api/projects/{worked.id}/agreement").json()
    assert found["raw"]["n"] == 3
    by_domain = {row["domain"]: row for row in found["by_domain"]}
    assert by_domain["helpful"]["raw"]["value"] == 1
    assert by_domain["honest"]["raw"]["value"] is None
    assert by_domain["honest"]["reason"].startswith("Every task was ranked by one person")


def test_it_reports_an_empty_project(project: Project, rita: User, client_of: ClientOf) -> None:
    progress = client_of(rita).get(f"/api/projects/{project.id}/progress").json()
    assert (progress["ties_share"], progress["by_annotator"], progress["by_day"]) == (None, [], [])
    assert progress["agreement"]["reason"] == "There are no rankings yet."


def test_it_is_for_leads(project: Project, bob: User, charlie: User, client_of: ClientOf) -> None:
    for name in ("progress", "agreement"):
        address = f"/api/projects/{project.id}/{name}"
        assert client_of(bob).get(address).status_code == 403
        assert client_of(charlie).get(address).status_code == 404
