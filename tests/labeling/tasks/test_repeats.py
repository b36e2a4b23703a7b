"""A task that somebody ranked comes to them again, once, a while later, and nothing tells it from the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from labeling.accounts.models import User
from labeling.datasets.rows import REPEAT, Choice, rows_gather
from labeling.preferences.progress import project_progress
from labeling.preferences.selectors import project_agreement
from labeling.projects.models import Project
from labeling.projects.selectors import project_counts
from labeling.rankings.gold_tasks import task_make_gold, task_make_ordinary
from labeling.rankings.history import history_of
from labeling.reviews.selectors import review_of
from labeling.tasks import claim
from labeling.tasks.claim import REPEAT_AFTER_TASKS, assignment_claim
from labeling.tasks.exclusions import annotator_exclude, annotator_include
from labeling.tasks.models import Assignment, Seat
from labeling.tasks.seats import assignment_renew, assignment_skip
from labeling.tasks.selectors import mine_of
from tests.conftest import ClientOf
from tests.made import claimed, long_past, made_gold, made_task, member_of, ranked

pytestmark = pytest.mark.django_db


def draw(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Let every draw give the same: the draw itself is tried in test_draw."""
    monkeypatch.setattr(claim, "drawn", lambda **_: kind)


@pytest.fixture
def worked(project: Project, bob: User) -> Project:
    """Bob ranked just enough tasks, long enough ago, that the first of them may come again; three tasks are open."""
    for _ in range(REPEAT_AFTER_TASKS + 4):
        made_task(project, answers=3)
    for _ in range(REPEAT_AFTER_TASKS + 1):
        ranked(claimed(project, bob))
    long_past(bob)
    return project


@pytest.fixture
def again(worked: Project, bob: User, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    draw(monkeypatch, "repeat")
    given = claimed(worked, bob)
    draw(monkeypatch, "ordinary")
    return given


def first_of(user: User) -> Assignment:
    return Assignment.objects.filter(annotator=user).order_by("leased_at")[0]


def test_it_gives_a_task_again_in_an_order_of_its_own(again: Assignment, bob: User) -> None:
    assert again.repeats == first_of(bob)
    assert again.task == first_of(bob).task
    assert again.order_seed != first_of(bob).order_seed
    assert set(again.display_order) == set(first_of(bob).display_order)


def test_it_gives_each_task_again_once(
    again: Assignment, worked: Project, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked(again)
    draw(monkeypatch, "repeat")
    second = claimed(worked, bob)
    assert second.is_repeat
    assert second.task != again.task


def test_it_waits_for_ten_other_tasks(project: Project, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(REPEAT_AFTER_TASKS + 1):
        made_task(project, answers=2)
    for _ in range(REPEAT_AFTER_TASKS):
        ranked(claimed(project, bob))
    long_past(bob)
    draw(monkeypatch, "repeat")
    assert claimed(project, bob).repeats is None


def test_it_waits_for_an_hour(worked: Project, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    Assignment.objects.filter(pk=first_of(bob).pk).update(ended_at=timezone.now() - timedelta(minutes=59))
    draw(monkeypatch, "repeat")
    assert claimed(worked, bob).repeats is None


def test_it_does_not_repeat_what_was_skipped(
    project: Project, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(REPEAT_AFTER_TASKS + 2):
        made_task(project, answers=2)
    assignment_skip(assignment=claimed(project, bob), reason="unclear")
    for _ in range(REPEAT_AFTER_TASKS):
        ranked(claimed(project, bob))
    long_past(bob)
    draw(monkeypatch, "repeat")
    assert claimed(project, bob).repeats is None


def test_it_does_not_repeat_what_others_ranked(
    worked: Project, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, "repeat")
    assert claimed(worked, alice).repeats is None


def test_it_gives_about_the_share(project: Project, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim, "REPEAT_AFTER", timedelta(0))
    project.repeat_share = 0.2
    project.save()
    for _ in range(70):
        made_task(project, answers=2)
    for _ in range(70):
        ranked(claimed(project, bob))
    assert 4 <= Assignment.objects.filter(repeats__isnull=False).count() <= 22


def test_it_takes_no_seat_and_goes_on_in_the_queue(again: Assignment, worked: Project, bob: User) -> None:
    task = again.task
    seats = Seat.objects.create(
        task=task, number=2, project=worked, position=task.position, priority=task.priority
    )
    assert not Seat.objects.filter(assignment=again).exists()
    assert ranked(again).late is False
    seats.refresh_from_db()
    assert (seats.filled_at, seats.assignment) == (None, None)
    newest = worked.tasks.get(position=REPEAT_AFTER_TASKS + 2)
    assert claimed(worked, bob).task == newest


def test_it_is_nobody_elses_to_take_when_the_lease_ends(
    again: Assignment, worked: Project, bob: User
) -> None:
    Assignment.objects.filter(pk=again.pk).update(lease_until=timezone.now() - timedelta(hours=1))
    assert claimed(worked, bob) == again
    assert assignment_renew(assignment=again).lease_until > timezone.now()


def test_it_does_not_come_back_after_a_skip(
    again: Assignment, worked: Project, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assignment_skip(assignment=again, reason="unclear")
    draw(monkeypatch, "repeat")
    assert claimed(worked, bob).task != again.task


def test_it_counts_for_nothing_but_self_agreement(again: Assignment, worked: Project, bob: User) -> None:
    before = project_progress(worked), project_agreement(worked), project_counts([worked.id])
    ranked(again, order=[2, 1, 0])
    assert (project_progress(worked), project_agreement(worked), project_counts([worked.id])) == before
    assert len(review_of(again.task, bob, names=False)["rankings"]) == 1
    gathered = rows_gather(worked, Choice())
    assert len(gathered.rows) == len(gathered.judgements) == REPEAT_AFTER_TASKS + 1
    assert gathered.dropped == {REPEAT: 1}


def test_it_stands_in_the_persons_history_like_any_other(
    again: Assignment, worked: Project, bob: User
) -> None:
    ranked(again)
    ranked(again, order=[2, 1, 0])
    past = history_of(bob, worked)
    assert len(past) == REPEAT_AFTER_TASKS + 2
    assert len(past.get(pk=again.pk).revisions) == 2  # type: ignore[attr-defined]


def test_it_leaves_seats_to_first_rankings(again: Assignment, worked: Project, alice: User) -> None:
    first = again.repeats
    ranked(again)
    task_make_gold(task=again.task, groups=[[str(one)] for one in again.display_order], user=alice)
    worked.overlap = 2
    worked.save()
    task_make_ordinary(task=again.task, user=alice)
    assert [seat.assignment for seat in again.task.seats.order_by("number")] == [first, None]


def test_it_gives_back_no_seat_of_its_own_to_who_is_taken_in_again(
    again: Assignment, worked: Project, alice: User, bob: User
) -> None:
    ranked(again)
    gone = annotator_exclude(
        project=worked, annotator_id=bob.id, reason="fast", reopen_seats=True, actor=alice
    )
    Seat.objects.create(task=again.task, number=2, project=worked, position=again.task.position)
    annotator_include(exclusion=gone, actor=alice)
    assert not Seat.objects.filter(assignment=again).exists()
    assert Seat.objects.get(assignment=again.repeats).filled_at


def test_it_looks_the_same_as_an_ordinary_task(
    worked: Project, bob: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked.repeat_share = 0.2
    worked.save()
    client = client_of(bob)
    bodies, seen = [], [mine_of(bob, worked)]
    for kind in ("ordinary", "repeat"):
        draw(monkeypatch, kind)
        answer = client.post(f"/api/projects/{worked.id}/assignments", {"held": []}).json()
        ranked(Assignment.objects.get(pk=answer["assignment"]["id"]))
        bodies.append(answer)
        seen.append(mine_of(bob, worked))
    ordinary, repeat = (body["assignment"] for body in bodies)
    assert ordinary.keys() == repeat.keys()
    assert not {answer["id"] for answer in repeat["answers"]} & {
        answer["id"] for answer in ordinary["answers"]
    }
    assert "repeat" not in str(bodies)
    filled = [mine.project_filled_seats for mine in seen]
    assert [later - filled[0] for later in filled] == [0, 1, 2]
    assert len({mine.project_total_seats for mine in seen}) == 1
    shown = client.get(f"/api/projects/{worked.id}").json()
    assert (shown["repeat_share"], shown["counts"]["rankings"] % 5) == (None, 0)


def test_it_counts_towards_the_quota_as_any_task_does(again: Assignment, worked: Project, bob: User) -> None:
    ranked(again)
    worked.quota_per_person = REPEAT_AFTER_TASKS + 2
    worked.save()
    assert assignment_claim(member=member_of(worked, bob)).reason == "quota"


def test_it_gives_gold_that_was_ranked_no_second_time(
    project: Project, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(monkeypatch, "gold")
    made_gold(project, answers=2)
    ranked(claimed(project, bob))
    draw(monkeypatch, "ordinary")
    for _ in range(REPEAT_AFTER_TASKS + 1):
        made_task(project, answers=2)
    for _ in range(REPEAT_AFTER_TASKS):
        ranked(claimed(project, bob))
    long_past(bob)
    draw(monkeypatch, "repeat")
    assert claimed(project, bob).repeats is None
