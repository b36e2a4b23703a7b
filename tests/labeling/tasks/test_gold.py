"""Gold tasks come in between, once for each person, and nothing tells them from the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.accounts.models import User
from labeling.preferences.progress import project_progress
from labeling.projects.models import Member, Project
from labeling.rankings.gold_tasks import task_make_gold
from labeling.tasks import claim
from labeling.tasks.claim import assignment_claim
from labeling.tasks.models import Assignment, Seat, Task
from labeling.tasks.seats import assignment_renew, assignment_skip
from labeling.tasks.selectors import mine_of
from tests.conftest import ClientOf
from tests.made import claimed, made_gold, made_task, member_of, ranked

pytestmark = pytest.mark.django_db


def draw_gold(monkeypatch: pytest.MonkeyPatch, kind: str = "gold") -> None:
    """Let every draw give the same: the draw itself is tried in test_draw."""
    monkeypatch.setattr(claim, "drawn", lambda **_: kind)


def test_it_gives_about_the_share_and_each_gold_task_once(project: Project, bob: User) -> None:
    project.gold_share = 0.5
    project.save()
    for _ in range(30):
        made_task(project, answers=2)
    gold = {made_gold(project, answers=2).id for _ in range(30)}
    given = [ranked(claimed(project, bob)).task_id for _ in range(40)]
    assert len(set(given)) == 40
    assert 10 <= len(gold & set(given)) <= 30


def test_it_gives_no_gold_where_the_share_is_nothing(project: Project, bob: User) -> None:
    made_gold(project)
    assert assignment_claim(member=member_of(project, bob)).reason == "finished"


def test_it_gives_an_ordinary_task_when_no_gold_is_left(
    project: Project, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_gold(monkeypatch)
    gold, ordinary = made_gold(project), made_task(project)
    assert ranked(claimed(project, bob)).task_id == gold.id
    assert claimed(project, bob).task_id == ordinary.id


def test_it_goes_on_in_the_queue_after_a_gold_task(
    project: Project, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = [made_task(project) for _ in range(3)]
    gold = made_gold(project)
    given = []
    for kind in ("ordinary", "gold", "ordinary"):
        draw_gold(monkeypatch, kind)
        given.append(ranked(claimed(project, bob)).task_id)
    assert given == [tasks[0].id, gold.id, tasks[1].id]


def test_it_wants_an_answer_of_everybody_and_counts_for_nobodys_progress(
    project: Project, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_gold(monkeypatch)
    gold = made_gold(project)
    for user in (alice, bob):
        assert ranked(claimed(project, user)).late is False
    assert gold.assignments.count() == 2
    assert Seat.objects.count() == 0
    progress = project_progress(project)
    assert (progress["rankings"], progress["seats"]["total"]) == (0, 0)
    assert progress["by_domain"][0]["tasks"] == 0


def test_it_never_comes_into_the_queue_of_others_when_the_lease_ends(
    project: Project, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_gold(monkeypatch)
    made_gold(project)
    held = claimed(project, bob)
    Assignment.objects.filter(pk=held.pk).update(lease_until=timezone.now() - timedelta(hours=1))
    draw_gold(monkeypatch, "ordinary")
    assert assignment_claim(member=member_of(project, alice)).reason == "finished"
    again = claimed(project, bob)
    assert again == held
    assert again.lease_until > timezone.now()
    assert assignment_renew(assignment=held).lease_until > timezone.now()


def test_it_does_not_come_back_after_a_skip(
    project: Project, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_gold(monkeypatch)
    made_gold(project)
    assignment_skip(assignment=claimed(project, bob), reason="unclear")
    assert assignment_claim(member=member_of(project, bob)).reason == "finished"


def test_it_looks_the_same_as_an_ordinary_task(
    project: Project, bob: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.gold_share = 0.5
    project.save()
    made_task(project)
    made_gold(project)
    client = client_of(bob)
    bodies = []
    for kind in ("ordinary", "gold"):
        draw_gold(monkeypatch, kind)
        answer = client.post(f"/api/projects/{project.id}/assignments", {"held": []}).json()
        ranked(Assignment.objects.get(pk=answer["assignment"]["id"]))
        bodies.append(answer)
    ordinary, gold = (body["assignment"] for body in bodies)
    assert ordinary.keys() == gold.keys()
    assert [len(answer["id"]) for answer in ordinary["answers"]] == [
        len(answer["id"]) for answer in gold["answers"]
    ]
    for word in ("gold", "solution", "kind", "explanation"):
        assert word not in str(bodies)


def test_it_moves_the_figures_an_annotator_sees_as_an_ordinary_task_does(
    project: Project, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.gold_share = 0.5
    project.save()
    for _ in range(4):
        made_task(project)
    made_gold(project)
    seen = [mine_of(bob, project)]
    for kind in ("ordinary", "gold", "ordinary"):
        draw_gold(monkeypatch, kind)
        ranked(claimed(project, bob))
        seen.append(mine_of(bob, project))
    assert [mine.project_filled_seats for mine in seen] == [0, 1, 2, 3]
    assert [mine.total for mine in seen] == [0, 1, 2, 3]
    assert {mine.project_total_seats for mine in seen} == {8}


def test_it_tells_an_annotator_nothing_of_gold_in_the_project(
    project: Project, alice: User, bob: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.gold_share = 0.25
    project.save()
    for _ in range(10):
        made_task(project)
    made_gold(project)
    draw_gold(monkeypatch, "ordinary")
    ranked(claimed(project, bob))
    mine = client_of(bob).get(f"/api/projects/{project.id}").json()
    assert (mine["gold_share"], mine["counts"]["gold"], mine["counts"]["rankings"]) == (None, 0, 0)
    leads = client_of(alice).get(f"/api/projects/{project.id}").json()
    assert (leads["gold_share"], leads["counts"]["gold"], leads["counts"]["rankings"]) == (0.25, 1, 1)


def test_it_keeps_who_is_at_a_task_that_becomes_gold(
    project: Project, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = made_task(project)
    held = claimed(project, bob)
    task_make_gold(task=task, groups=gold_groups(task), user=alice)
    assert claimed(project, bob) == held
    assert ranked(held).late is False
    Member.objects.filter(user=alice).update(role=Member.Role.OWNER)
    draw_gold(monkeypatch)
    assert claimed(project, alice).task_id == task.id


def gold_groups(task: Task) -> list[list[str]]:
    return [[str(answer)] for answer in task.completions.values_list("id", flat=True)]
