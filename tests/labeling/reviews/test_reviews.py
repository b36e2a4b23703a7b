"""Reviews: disagreements first, one task side by side, and what a reviewer settles."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from pytest_django.fixtures import Settings

from labeling.accounts.models import AuditEntry, User
from labeling.datasets.folder import ranking_rows
from labeling.datasets.freeze import dataset_freeze
from labeling.projects.models import Exclusion, Member, Project
from labeling.rankings.services import ranking_submit
from labeling.reviews.models import Adjudication
from labeling.tasks.models import Task
from tests.conftest import ClientOf
from tests.made import claimed, made_task

pytestmark = pytest.mark.django_db


def rank_as(project: Project, user: User, *, turned: bool) -> None:
    assignment = claimed(project, user)
    answers = sorted(assignment.task.completions.all(), key=lambda answer: answer.text, reverse=turned)
    groups = [[str(answer.id)] for answer in answers]
    ranking_submit(assignment=assignment, groups=groups, client_id=uuid4(), note=f"by {user.name}")


@pytest.fixture
def disputed(project: Project, alice: User, bob: User, vera: User) -> Task:
    """Two tasks that Alice and Bob rank: they agree on the first and say the opposite of the second. Vera reviews."""
    Member.objects.create(project=project, user=vera, role=Member.Role.REVIEWER)
    project.overlap = 2
    project.save()
    made_task(project, answers=3)
    task = made_task(project, answers=3)
    for number in range(2):
        rank_as(project, alice, turned=False)
        rank_as(project, bob, turned=number == 1)
    return task


def order_of(task: Task, *names: str) -> list[list[str]]:
    ids = {answer.text: str(answer.id) for answer in task.completions.all()}
    return [[ids[f"answer {name}"]] for name in names]


def settle(client: Any, task: Task, *names: str, after: int = 0, **change: Any) -> Any:
    body = {
        "client_id": str(uuid4()),
        "groups": order_of(task, *names),
        "reason": "The guidelines say so.",
        "after": after,
    }
    return client.post(f"/api/projects/{task.project_id}/reviews/{task.id}", body | change)


def test_it_lists_disagreements_first(disputed: Task, vera: User, client_of: ClientOf) -> None:
    found = client_of(vera).get(f"/api/projects/{disputed.project_id}/reviews").json()
    assert (found["open"], found["settled"], found["next"]) == (1, 0, None)
    (row,) = found["results"]
    assert (row["id"], row["share"], row["people"]) == (str(disputed.id), 1.0, 2)


def test_it_shows_everybodys_ranking_without_names_unless_asked(
    disputed: Task, vera: User, client_of: ClientOf
) -> None:
    address = f"/api/projects/{disputed.project_id}/reviews/{disputed.id}"
    blind = client_of(vera).get(address)
    assert [one["annotator"] for one in blind.json()["rankings"]] == ["Annotator 1", "Annotator 2"]
    assert "secret-model" not in blind.content.decode()
    assert (blind.json()["share"], blind.json()["judged"], len(blind.json()["answers"])) == (1.0, 3, 3)
    named = client_of(vera).get(address, {"names": "true"}).json()
    assert {one["annotator"]: one["groups"] for one in named["rankings"]} == {
        "Alice": order_of(disputed, "0", "1", "2"),
        "Bob": order_of(disputed, "2", "1", "0"),
    }


def test_it_settles_a_task_with_a_reason(disputed: Task, vera: User, client_of: ClientOf) -> None:
    client = client_of(vera)
    response = settle(client, disputed, "1", "0", "2")
    assert response.status_code == 201
    assert (response.json()["revision"], response.json()["reviewer"]) == (1, "Vera")
    address = f"/api/projects/{disputed.project_id}/reviews"
    assert client.get(address).json()["open"] == 0
    (row,) = client.get(address, {"state": "settled"}).json()["results"]
    assert (row["id"], row["settled_by"]) == (str(disputed.id), "Vera")
    entry = AuditEntry.objects.get(action="adjudicate")
    assert (entry.actor, entry.detail["reason"]) == (vera, "The guidelines say so.")


def test_it_refuses_what_is_no_whole_ranking_or_has_no_reason(
    disputed: Task, vera: User, client_of: ClientOf
) -> None:
    client = client_of(vera)
    assert settle(client, disputed, "1", "0").status_code == 400
    assert settle(client, disputed, "1", "0", "2", reason=" ").status_code == 400
    assert settle(client, disputed, "1", "0", "2", groups=[["x"]]).status_code == 400
    assert Adjudication.objects.count() == 0


def test_it_keeps_every_revision_and_refuses_a_stale_one(
    disputed: Task, vera: User, alice: User, client_of: ClientOf
) -> None:
    assert settle(client_of(vera), disputed, "1", "0", "2").status_code == 201
    assert settle(client_of(alice), disputed, "0", "1", "2").status_code == 409
    assert settle(client_of(alice), disputed, "0", "1", "2", after=1).status_code == 201
    address = f"/api/projects/{disputed.project_id}/reviews/{disputed.id}"
    kept = client_of(vera).get(address).json()["adjudications"]
    assert [(one["revision"], one["reviewer"]) for one in kept] == [(2, "Alice"), (1, "Vera")]


def test_it_takes_the_same_click_once(disputed: Task, vera: User, client_of: ClientOf) -> None:
    client, same = client_of(vera), str(uuid4())
    assert settle(client, disputed, "1", "0", "2", client_id=same).status_code == 201
    assert settle(client, disputed, "1", "0", "2", client_id=same).json()["revision"] == 1
    assert Adjudication.objects.count() == 1


def test_it_withdraws_what_was_settled(disputed: Task, vera: User, client_of: ClientOf) -> None:
    client = client_of(vera)
    address = f"/api/projects/{disputed.project_id}/reviews/{disputed.id}/withdrawal"
    body = {"client_id": str(uuid4()), "reason": "I misread it.", "after": 0}
    assert client.post(address, body).status_code == 409
    settle(client, disputed, "1", "0", "2")
    response = client.post(address, body | {"client_id": str(uuid4()), "after": 1})
    assert (response.status_code, response.json()["status"]) == (201, "withdrawn")
    assert client.get(f"/api/projects/{disputed.project_id}/reviews").json()["open"] == 1
    assert AuditEntry.objects.filter(action="withdraw", subject="adjudication").count() == 1


def test_it_never_changes_a_revision(disputed: Task, vera: User, client_of: ClientOf) -> None:
    settle(client_of(vera), disputed, "1", "0", "2")
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_adjudication SET reason = 'another'")


def test_it_leaves_excluded_people_out(
    disputed: Task, alice: User, bob: User, vera: User, client_of: ClientOf
) -> None:
    Exclusion.objects.create(project=disputed.project, annotator=bob, reason="too fast", created_by=alice)
    found = client_of(vera).get(f"/api/projects/{disputed.project_id}/reviews/{disputed.id}").json()
    assert (found["people"], len(found["rankings"])) == (1, 1)


def test_it_is_for_reviewers_and_owners(
    disputed: Task, alice: User, bob: User, rita: User, charlie: User, client_of: ClientOf
) -> None:
    base = f"/api/projects/{disputed.project_id}/reviews"
    for user, status in ((alice, 200), (bob, 403), (rita, 403), (charlie, 404)):
        assert client_of(user).get(base).status_code == status
        assert client_of(user).get(f"{base}/{disputed.id}").status_code == status
    assert settle(client_of(bob), disputed, "1", "0", "2").status_code == 403
    assert settle(client_of(charlie), disputed, "1", "0", "2").status_code == 404
    assert client_of(alice).get(f"{base}/{uuid4()}").status_code == 404


def test_it_gives_datasets_what_was_settled_unless_they_ignore_it(
    disputed: Task, vera: User, rita: User, client_of: ClientOf, settings: Settings, tmp_path: Path
) -> None:
    settings.DATASETS_DIR = tmp_path
    settle(client_of(vera), disputed, "1", "0", "2")
    project = disputed.project
    plain = dataset_freeze(project=project, name="Plain", user=rita, heldout_share=0, adjudicated="ignore")
    assert (plain.manifest["adjudicated"], len(list(ranking_rows(plain)))) == (0, 4)
    found = dataset_freeze(project=project, name="Settled", user=rita, heldout_share=0)
    assert found.manifest["filters"]["adjudicated"] == "prefer"
    assert (found.manifest["adjudicated"], found.manifest["rankings"]["train"]) == (1, 3)
    assert found.manifest["dropped"] == {"replaced by an adjudication": 2}
    # Agreement stays that of the annotators: 3 of 6 judgements, the settled task's too.
    assert found.manifest["agreement"]["raw"]["value"] == plain.manifest["agreement"]["raw"]["value"] == 0.5
    (row,) = [row for row in ranking_rows(found) if row.prompt_id == str(disputed.prompt_id)]
    assert (row.groups, row.rationale) == (order_of(disputed, "1", "0", "2"), "The guidelines say so.")
    assert row.annotator.startswith("annotator-")
