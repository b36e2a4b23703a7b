"""Practice: tasks with a known order come first, in rounds, until somebody passes; they count for nothing else."""

from __future__ import annotations

import pytest

from labeling.accounts.models import User
from labeling.datasets.rows import Choice, rows_gather
from labeling.preferences.gold import gold_read
from labeling.preferences.progress import project_progress
from labeling.problems import Conflict
from labeling.projects.models import Member, Project
from labeling.projects.selectors import project_counts
from labeling.rankings.gold_tasks import task_make_gold, task_make_ordinary
from labeling.rankings.history import history_of
from labeling.tasks.claim import assignment_claim
from labeling.tasks.models import Assignment, PracticeRound, Seat, Task
from labeling.tasks.practice import practice_decide
from labeling.tasks.seats import assignment_skip
from labeling.tasks.selectors import mine_of
from tests.conftest import ClientOf
from tests.made import claimed, made_practice, made_task, member_of, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def practising(project: Project) -> Project:
    """Two practice tasks of two answers, two ordinary tasks; three of four pairs are not enough."""
    project.practice_mark = 0.8
    project.save()
    for _ in range(2):
        made_practice(project, answers=2)
        made_task(project, answers=2)
    return project


def solve(assignment: Assignment, *, right: bool = True) -> None:
    """Rank a practice task of two answers as its solution does, or the other way round."""
    best = (assignment.task.solution or [])[0][0]
    first = [str(answer) for answer in assignment.display_order].index(best)
    ranked(assignment, order=[first, 1 - first] if right else [1 - first, first])


def pass_round(project: Project, user: User, *, right: bool = True) -> None:
    while (claim := assignment_claim(member=member_of(project, user), practise=True)).assignment:
        if not claim.assignment.is_practice:
            return
        solve(claim.assignment, right=right)
        if PracticeRound.objects.filter(person=user).order_by("-number")[0].status != "open":
            return


def test_it_gives_practice_tasks_first_one_after_the_other(practising: Project, bob: User) -> None:
    first = claimed(practising, bob)
    assert first.task.kind == Task.Kind.PRACTICE
    ahead = assignment_claim(member=member_of(practising, bob), held=[first.id])
    assert (ahead.assignment, ahead.reason) == (None, "holding")
    assert claimed(practising, bob) == first
    solve(first)
    second = claimed(practising, bob)
    assert (second.task.kind, second.task == first.task) == (Task.Kind.PRACTICE, False)
    assert second.practice_round == first.practice_round


def test_it_gives_real_tasks_to_who_has_passed(practising: Project, bob: User) -> None:
    pass_round(practising, bob)
    round_ = PracticeRound.objects.get(person=bob)
    assert (round_.status, round_.tasks, round_.score, round_.mark) == ("passed", 2, 1.0, 0.8)
    assert round_.ended_at is not None
    assert claimed(practising, bob).task.kind == Task.Kind.ORDINARY


def test_it_offers_another_round_to_who_has_not_passed(practising: Project, bob: User) -> None:
    solve(claimed(practising, bob))
    solve(claimed(practising, bob), right=False)
    claim = assignment_claim(member=member_of(practising, bob))
    assert (claim.assignment, claim.reason) == (None, "practice")
    assert claim.message.startswith("You ordered 50 % of the pairs as the solutions do; 80 % are needed.")
    again = assignment_claim(member=member_of(practising, bob), practise=True).assignment
    assert again is not None
    assert again.practice_round is not None
    assert again.practice_round.number == 2
    pass_round(practising, bob)
    assert list(PracticeRound.objects.order_by("number").values_list("status", flat=True)) == [
        "failed",
        "passed",
    ]


def test_it_counts_what_the_rankings_say(practising: Project, bob: User) -> None:
    solve(claimed(practising, bob))
    second = claimed(practising, bob)
    solve(second, right=False)
    round_ = PracticeRound.objects.get(person=bob)
    assert (round_.right, round_.pairs, round_.tasks) == (1, 2, second.practice_round.assignments.count())  # type: ignore[union-attr]


def test_it_asks_nobody_without_a_mark_or_without_tasks(project: Project, bob: User) -> None:
    made_task(project)
    project.practice_mark = 0.8
    project.save()
    assert claimed(project, bob).task.kind == Task.Kind.ORDINARY
    made_practice(project)
    project.practice_mark = None
    project.save()
    assert claimed(project, bob).task.kind == Task.Kind.ORDINARY


def test_it_asks_no_owner(practising: Project, alice: User) -> None:
    assert claimed(practising, alice).task.kind == Task.Kind.ORDINARY


def test_it_does_not_hold_back_who_has_ranked_before_unless_a_lead_says_so(
    project: Project, alice: User, bob: User
) -> None:
    for _ in range(3):
        made_task(project)
    ranked(claimed(project, bob))
    made_practice(project, answers=2)
    project.practice_mark = 0.8
    project.save()
    held = claimed(project, bob)
    assert held.task.kind == Task.Kind.ORDINARY
    practice_decide(member=member_of(project, bob), decision="reset", actor=alice)
    assert claimed(project, bob) == held
    ranked(held)
    assert claimed(project, bob).task.kind == Task.Kind.PRACTICE


def test_it_lets_a_lead_wave_somebody_through_in_the_middle(
    practising: Project, alice: User, bob: User
) -> None:
    held = claimed(practising, bob)
    practice_decide(member=member_of(practising, bob), decision="waived", actor=alice)
    round_ = PracticeRound.objects.get(person=bob)
    assert (round_.status, round_.number, round_.decided_by) == ("waived", 1, alice)
    assert claimed(practising, bob).task.kind == Task.Kind.ORDINARY
    solve(held)
    round_.refresh_from_db()
    assert (round_.tasks, held.rankings.count()) == (0, 1)


def test_it_takes_one_ranking_of_a_practice_task(practising: Project, bob: User) -> None:
    held = claimed(practising, bob)
    solve(held)
    with pytest.raises(Conflict, match="your first ranking counts"):
        solve(held)


def test_it_is_not_skipped(practising: Project, bob: User) -> None:
    with pytest.raises(Conflict, match="cannot be skipped"):
        assignment_skip(assignment=claimed(practising, bob), reason="unclear")


def test_it_counts_for_nothing_else(practising: Project, alice: User, bob: User) -> None:
    before = project_progress(practising), project_counts([practising.id]), mine_of(bob, practising)
    seats = Seat.objects.filter(filled_at__isnull=False).count()
    held = claimed(practising, bob)
    pass_round(practising, bob)
    assert (project_progress(practising), project_counts([practising.id]), mine_of(bob, practising)) == before
    assert Seat.objects.filter(filled_at__isnull=False).count() == seats
    assert list(history_of(bob, practising)) == []
    assert gold_read(practising) == []
    task_make_gold(task=held.task, groups=held.task.solution or [], user=alice)
    assert gold_read(practising) == []
    gathered = rows_gather(practising, Choice(include_gold=True))
    assert (gathered.rows, gathered.judgements, gathered.dropped) == ([], [], {})


def test_it_never_becomes_an_ordinary_task_for_who_knows_its_solution(
    practising: Project, alice: User, bob: User
) -> None:
    held = claimed(practising, bob)
    with pytest.raises(Conflict, match="know its solution"):
        task_make_ordinary(task=held.task, user=alice)
    other = practising.tasks.filter(kind=Task.Kind.PRACTICE).exclude(pk=held.task_id).get()
    assert task_make_ordinary(task=other, user=alice).kind == Task.Kind.ORDINARY


def test_it_ends_a_round_whose_last_task_is_taken_away(practising: Project, alice: User, bob: User) -> None:
    held = claimed(practising, bob)
    other = practising.tasks.filter(kind=Task.Kind.PRACTICE).exclude(pk=held.task_id).get()
    solve(held)
    task_make_ordinary(task=other, user=alice)
    assert claimed(practising, bob).task.kind == Task.Kind.ORDINARY
    assert PracticeRound.objects.get(person=bob).status == "passed"


def test_it_says_nothing_of_the_solution_before_the_submit(
    practising: Project, bob: User, client_of: ClientOf
) -> None:
    client = client_of(bob)
    answer = client.post(f"/api/projects/{practising.id}/assignments", {"held": []}).json()
    given = answer["assignment"]
    assert given["practice"] == {"number": 1, "of": 2, "round": 1}
    for word in ("solution", "explanation", "Each says more"):
        assert word not in str(answer)
    address = f"/api/assignments/{given['id']}/solution"
    assert client.get(address).status_code == 409
    solve(Assignment.objects.get(pk=given["id"]), right=False)
    shown = client.get(address).json()
    assert (shown["right"], shown["pairs"], shown["explanation"]) == (0, 1, "Each says more.")
    assert shown["solution"] == shown["groups"][::-1]
    assert {answer["id"] for answer in shown["assignment"]["answers"]} == {
        name for group in shown["groups"] for name in group
    }
    assert shown["round"] == {"status": "open", "number": 1, "tasks": 1, "score": 0, "mark": 0.8}


def test_it_shows_a_solution_to_nobody_else(
    practising: Project, alice: User, bob: User, charlie: User, client_of: ClientOf
) -> None:
    held = claimed(practising, bob)
    solve(held)
    for user in (alice, charlie):
        assert client_of(user).get(f"/api/assignments/{held.id}/solution").status_code == 404
    real = claimed(practising, alice)
    ranked(real)
    assert client_of(alice).get(f"/api/assignments/{real.id}/solution").status_code == 404


def test_it_shows_leads_where_everybody_stands(
    practising: Project, alice: User, bob: User, charlie: User, rita: User, client_of: ClientOf
) -> None:
    Member.objects.create(project=practising, user=charlie, role=Member.Role.ANNOTATOR)
    pass_round(practising, bob, right=False)
    address = f"/api/projects/{practising.id}/practice"
    listed = client_of(rita).get(address).json()
    assert (listed["mark"], listed["tasks"]) == (0.8, 2)
    states = {row["person"]["name"]: (row["state"], len(row["rounds"])) for row in listed["people"]}
    assert states == {"Bob": ("failed", 1), "Charlie": ("waiting", 0)}
    member = next(row["member"] for row in listed["people"] if row["person"]["name"] == "Bob")
    decide = f"/api/projects/{practising.id}/members/{member}/practice"
    assert client_of(bob).post(decide, {"decision": "waived"}).status_code == 403
    assert client_of(alice).post(decide, {"decision": "waived"}).status_code == 201
    bobs = client_of(alice).get(address).json()["people"][0]
    assert (bobs["state"], bobs["rounds"][0]["decided_by"], bobs["rounds"][1]["status"]) == (
        "waived",
        "Alice",
        "failed",
    )
    stranger = User.objects.create_user("dora@example.org", "a long password", name="Dora")
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(stranger).post(decide, {"decision": "reset"}).status_code == 404
