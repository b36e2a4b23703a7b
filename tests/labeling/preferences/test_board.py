"""The quality board of a project: what it says, to whom, when it is worked out, and its tables as files."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from labeling.accounts.models import User
from labeling.csv_cells import harmless
from labeling.preferences import snapshots
from labeling.preferences.models import Snapshot
from labeling.preferences.snapshots import snapshot_look, snapshot_make, snapshot_make_by_id
from labeling.projects.models import Exclusion, Member, Project
from labeling.rankings.services import ranking_submit
from labeling.table_files import csv_text
from labeling.tasks import claim
from tests.conftest import ClientOf
from tests.made import claimed, made_gold, made_task

pytestmark = pytest.mark.django_db


def rank_as(project: Project, user: User, *, turned: bool = False, active_ms: int = 60_000) -> None:
    """Rank the next task by the answers' numbers, or the other way round."""
    assignment = claimed(project, user)
    answers = sorted(assignment.task.completions.all(), key=lambda answer: answer.text, reverse=turned)
    groups = [[str(answer.id)] for answer in answers]
    ranking_submit(assignment=assignment, groups=groups, client_id=uuid4(), active_ms=active_ms)


@pytest.fixture
def worked(project: Project, alice: User, bob: User) -> Project:
    """Four tasks of two seats in two domains: Alice and Bob rank them all, and differ on every second one."""
    project.overlap = 2
    project.save()
    for number in range(4):
        made_task(project, answers=3, domain="honest" if number > 1 else "helpful")
    for number in range(4):
        rank_as(project, alice, active_ms=30_000)
        rank_as(project, bob, turned=number % 2 == 1)
    return project


def test_it_holds_people_against_the_gold(
    worked: Project, bob: User, rita: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_gold(worked, answers=3)
    monkeypatch.setattr(claim, "drawn", lambda **_: "gold")
    assignment = claimed(worked, bob)
    ranking_submit(assignment=assignment, groups=assignment.task.solution or [], client_id=uuid4())
    board = client_of(rita).get(f"/api/projects/{worked.id}/board").json()["board"]
    gold = {row["annotator"]["name"]: (row["gold"]["value"], row["gold"]["n"]) for row in board["annotators"]}
    assert gold == {"Alice": (None, 0), "Bob": (1.0, 3)}
    gate = next(gate for gate in board["gates"] if gate["gate"] == "gold")
    assert (gate["last"]["passed"], gate["last"]["n"], gate["alarm"]) == (1, 1, "")


def test_it_measures_agreement_in_all_by_domain_and_by_pair(
    worked: Project, rita: User, client_of: ClientOf
) -> None:
    response = client_of(rita).get(f"/api/projects/{worked.id}/board")
    assert response.status_code == 200
    board = response.json()["board"]
    # Two of four tasks agree on all three pairs, two on none.
    assert (board["agreement"]["raw"]["value"], board["agreement"]["raw"]["n"]) == (0.5, 12)
    assert (board["agreement"]["tau_b"]["value"], board["agreement"]["tau_b"]["n"]) == (0, 4)
    assert (board["agreement"]["kendall_w"]["value"], board["agreement"]["kendall_w"]["n"]) == (0.5, 4)
    assert board["agreement"]["alpha_ordinal"]["n"] == 12
    assert [(row["domain"], row["agreement"]["raw"]["value"]) for row in board["domains"]] == [
        ("helpful", 0.5),
        ("honest", 0.5),
    ]
    (pair,) = board["pairs"]
    assert {pair["one"]["name"], pair["other"]["name"]} == {"Alice", "Bob"}
    assert (pair["tasks"], pair["agreement"]["raw"]["value"]) == (4, 0.5)


def test_it_measures_each_person(worked: Project, rita: User, client_of: ClientOf) -> None:
    board = client_of(rita).get(f"/api/projects/{worked.id}/board").json()["board"]
    rows = {row["annotator"]["name"]: row for row in board["annotators"]}
    assert rows["Alice"]["median_active_ms"]["value"] == 30_000
    assert rows["Alice"]["per_hour"]["value"] == pytest.approx(120)
    assert rows["Bob"]["per_hour"] == {"value": 60, "low": 60, "high": 60, "n": 4}
    assert (rows["Bob"]["rankings"], rows["Bob"]["recent"]) == (4, 4)
    assert rows["Bob"]["with_others"]["value"] == 0.5
    assert rows["Bob"]["position"]["share"]["n"] == 12
    assert rows["Bob"]["position"]["earlier"] + rows["Bob"]["position"]["later"] == 4
    assert board["speed"]["reason"].startswith("Fewer than 20 rankings")


def test_it_counts_rankings_by_hour_day_and_time(worked: Project, rita: User, client_of: ClientOf) -> None:
    board = client_of(rita).get(f"/api/projects/{worked.id}/board").json()["board"]
    assert len(board["by_hour"]) == 48
    assert sum(row["rankings"] for row in board["by_hour"][-2:]) == 8
    assert sum(row["rankings"] for row in board["by_day"]) == 8
    assert {row["from_s"]: row["rankings"] for row in board["times"] if row["rankings"]} == {30: 4, 60: 4}
    assert board["forecast"]["reason"] == "Every seat is filled."


def test_it_forecasts_each_domain(worked: Project, rita: User, client_of: ClientOf) -> None:
    made_task(worked, domain="honest")
    board = client_of(rita).get(f"/api/projects/{worked.id}/board").json()["board"]
    assert board["forecast"]["open"] == 2
    assert board["forecast"]["reason"].startswith("Work began less than three hours ago")
    reasons = {row["domain"]: row["forecast"]["reason"] for row in board["domains"]}
    assert reasons["helpful"] == "Every seat is filled."
    assert reasons["honest"].startswith("Work began")


def test_it_leaves_excluded_people_out_and_shows_them_apart(
    worked: Project, alice: User, bob: User, rita: User, client_of: ClientOf
) -> None:
    Exclusion.objects.create(project=worked, annotator=bob, reason="too fast", created_by=alice)
    board = client_of(rita).get(f"/api/projects/{worked.id}/board").json()["board"]
    assert (board["rankings"], board["excluded"]) == (4, 4)
    assert board["agreement"]["reason"].startswith("Every task was ranked by one person")
    assert board["pairs"] == []
    rows = {row["annotator"]["name"]: row for row in board["annotators"]}
    assert (rows["Alice"]["excluded"], rows["Bob"]["excluded"]) == (False, True)
    assert rows["Bob"]["with_others"]["value"] == 0.5
    assert snapshot_make(project=worked).disagreements == []


def test_it_shows_reasons_where_there_is_nothing(project: Project, rita: User, client_of: ClientOf) -> None:
    board = client_of(rita).get(f"/api/projects/{project.id}/board").json()["board"]
    assert board["agreement"]["reason"] == "There are no rankings yet."
    assert (board["annotators"], board["pairs"]) == ([], [])
    assert board["forecast"]["reason"].startswith("There are no tasks yet")
    assert {gate["alarm"] for gate in board["gates"]} == {""}
    assert board["median_active_ms"]["value"] is None


def test_it_is_for_leads_researchers_and_reviewers(
    project: Project, alice: User, vera: User, bob: User, charlie: User, client_of: ClientOf
) -> None:
    Member.objects.create(project=project, user=vera, role=Member.Role.REVIEWER)
    for address in ("board", "board/tables/annotators"):
        whole = f"/api/projects/{project.id}/{address}"
        assert client_of(alice).get(whole).status_code == 200
        assert client_of(vera).get(whole).status_code == 200
        assert client_of(bob).get(whole).status_code == 403
        assert client_of(charlie).get(whole).status_code == 404
    assert client_of(bob).post(f"/api/projects/{project.id}/board").status_code == 403
    assert client_of(charlie).post(f"/api/projects/{project.id}/board").status_code == 404


def test_it_is_not_worked_out_again_for_half_a_minute(worked: Project) -> None:
    first = snapshot_look(project=worked).snapshot
    again = snapshot_look(project=worked).snapshot
    assert first is not None
    assert again is not None
    assert first.computed_at == again.computed_at
    Snapshot.objects.update(computed_at=timezone.now() - timedelta(seconds=31))
    later = snapshot_look(project=worked).snapshot
    assert later is not None
    assert later.computed_at > first.computed_at


def test_it_is_worked_out_anew_on_request(worked: Project, rita: User, client_of: ClientOf) -> None:
    before = client_of(rita).get(f"/api/projects/{worked.id}/board").json()["computed_at"]
    after = client_of(rita).post(f"/api/projects/{worked.id}/board").json()["computed_at"]
    assert after > before


def test_it_leaves_a_large_project_to_the_queue(
    worked: Project, rita: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "LARGE_RANKINGS", 3)
    client = client_of(rita)
    for _ in range(2):  # asking twice queues one job
        answer = client.get(f"/api/projects/{worked.id}/board").json()
        assert (answer["board"], answer["pending"]) == (None, True)
    jobs = ProcrastinateJob.objects.filter(task_name="snapshot_make")
    assert [job.args for job in jobs] == [{"project_id": str(worked.id)}]
    assert client.get(f"/api/projects/{worked.id}/board/tables/pairs").status_code == 409
    snapshot_make_by_id(project_id=worked.id)
    answer = client.get(f"/api/projects/{worked.id}/board").json()
    assert (answer["board"]["rankings"], answer["pending"]) == (8, False)


def test_it_shows_the_old_one_of_a_large_project_while_the_next_is_worked_out(
    worked: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "LARGE_RANKINGS", 3)
    snapshot_make(project=worked)
    old = timezone.now() - timedelta(minutes=6)
    Snapshot.objects.update(computed_at=old)
    look = snapshot_look(project=worked)
    assert look.pending
    assert look.snapshot is not None
    assert look.snapshot.computed_at == old


def test_it_keeps_the_disagreements(worked: Project) -> None:
    kept = snapshot_make(project=worked).disagreements
    assert [(row["share"], row["judged"], row["people"]) for row in kept] == [(1.0, 3, 2)] * 2


def test_it_downloads_every_table(worked: Project, rita: User, client_of: ClientOf) -> None:
    address = f"/api/projects/{worked.id}/board/tables"
    response = client_of(rita).get(f"{address}/annotators")
    assert response["Content-Disposition"] == 'attachment; filename="helpful-replies-annotators.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert {row["annotator"]: row["with_others"] for row in rows} == {"Alice": "0.5", "Bob": "0.5"}
    assert rows[0]["position_share_n"] == "12"
    for table in ("agreement", "pairs", "progress", "gates", "by_hour", "by_day", "times"):
        found = client_of(rita).get(f"{address}/{table}", {"format": "json"})
        assert found.json(), table
    assert client_of(rita).get(f"{address}/nothing").status_code == 404
    assert client_of(rita).get(f"{address}/pairs", {"format": "xlsx"}).status_code == 400


def test_it_makes_formula_cells_harmless() -> None:
    text = csv_text([{"annotator": '=HYPERLINK("http://x")', "share": -0.25}, {"annotator": "@sum", "n": 2}])
    assert list(csv.reader(io.StringIO(text))) == [
        ["annotator", "share", "n"],
        ['\'=HYPERLINK("http://x")', "-0.25", ""],
        ["'@sum", "", "2"],
    ]
    assert harmless("-1+1") == "'-1+1"
