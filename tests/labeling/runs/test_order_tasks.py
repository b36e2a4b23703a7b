"""A lead lets the tasks come next that an ensemble of reward models is unsure of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from labeling.accounts.models import AuditEntry, User
from labeling.preferences.information import expected_information, most_telling_first
from labeling.problems import Conflict, Problem
from labeling.projects.audit_selectors import audit_of, audit_rows
from labeling.projects.models import Member, Project
from labeling.prompts.models import CompletionScore
from labeling.registry.models import ModelVersion
from labeling.runs.models import Run, TaskOrder
from labeling.runs.next_tasks import tasks_order
from labeling.runs.services import run_create
from labeling.runs.taking_in import run_take_in
from labeling.tasks.models import Task
from tests.conftest import ClientOf
from tests.labeling.runs.test_take_in import completed
from tests.made import claimed, made_gold, made_task, ranked
from training.contract.rows import Row, ScoreRow

SURE = [[3.0, 3.0], [0.0, 0.0]]
"""Members scores of two answers: both members say the first is better."""
TORN = [[3.0, 0.0], [0.0, 3.0]]
"""Each member is sure, and says the opposite of the other."""
DOUBTING = [[3.0, 1.0], [0.0, 0.0]]
"""Both say the first is better; the second member is less sure of it."""

Members = list[list[float]]


def scored(project: Project, user: User, said: Sequence[tuple[Task, Members]], *more: str) -> Run:
    """Return a completed run in which the reward model's members say this of the answers of each task."""
    settings = {"reward_model": "org/ensemble", "more_reward_models": list(more)}
    run = run_create(project=project, verb="score", user=user, settings=settings)
    rows: list[Row] = [
        ScoreRow(completion_id=str(answer), prompt_id=str(task.prompt_id), score=sum(says), members=says)
        for task, members in said
        for answer, says in zip(task.completions.values_list("pk", flat=True), members, strict=True)
    ]
    completed(run, "scores", rows)
    run = run_take_in(run_id=run.pk)
    assert run.taken_in_at is not None, run.reason
    return run


def two_answers(project: Project, count: int) -> list[Task]:
    return [made_task(project, answers=2) for _ in range(count)]


def order(project: Project, user: User, said: Sequence[tuple[Task, Members]], **asked: Any) -> TaskOrder:
    return tasks_order(run=scored(project, user, said), user=user, **{"random_share": 0.0, **asked})


def given(project: Project, user: User, tasks: int) -> list[Any]:
    return [ranked(claimed(project, user)).task_id for _ in range(tasks)]


def test_it_lets_the_tasks_come_first_that_the_members_contradict_each_other_about(
    project: Project, alice: User, bob: User
) -> None:
    sure, doubting, torn = two_answers(project, 3)
    made = order(project, alice, [(sure, SURE), (doubting, DOUBTING), (torn, TORN)])
    assert given(project, bob, 3) == [torn.pk, doubting.pk, sure.pk]
    # Of SURE nothing is left to learn; TORN: log 2 - H(sigmoid(3)) = 0.693 - 0.191. DOUBTING: sigmoid(3) and
    # sigmoid(1) are 0.953 and 0.731, together 0.842; H(0.842) - (0.191 + 0.582) / 2 = 0.437 - 0.387.
    assert made.mean_information == pytest.approx((0 + 0.502 + 0.050) / 3, abs=1e-3)
    assert (made.tasks, made.reward_model.source) == (3, "org/ensemble")


def test_tasks_without_scores_of_all_answers_come_after_in_the_order_they_had(
    project: Project, alice: User, bob: User
) -> None:
    unscored, half, sure, torn = two_answers(project, 4)
    run = scored(project, alice, [(half, TORN), (sure, SURE), (torn, TORN)])
    CompletionScore.objects.filter(completion__in=half.completions.all()[:1]).delete()
    made = tasks_order(run=run, user=alice, random_share=0)
    assert given(project, bob, 4) == [torn.pk, sure.pk, unscored.pk, half.pk]
    assert made.tasks == 2


def test_scores_of_another_model_count_for_nothing(project: Project, alice: User, bob: User) -> None:
    one, two = two_answers(project, 2)
    run = scored(project, alice, [(one, TORN), (two, SURE)])
    other = uuid4()
    for task, members in ((one, SURE), (two, TORN)):
        for answer, says in zip(task.completions.all(), members, strict=True):
            CompletionScore.objects.create(
                completion=answer, reward_model_id=other, run_id=uuid4(), score=0, members=says
            )
    tasks_order(run=run, user=alice, random_share=0)
    assert given(project, bob, 2) == [one.pk, two.pk]


def test_the_random_share_follows_from_the_seed_that_is_kept(project: Project, alice: User) -> None:
    tasks = two_answers(project, 12)
    said = [(task, [[float(place), 0.0], [0.0, float(place)]]) for place, task in enumerate(tasks)]
    telling = {task.pk: expected_information(members) for task, members in said}
    for share in (0.5, 0.0):
        made = order(project, alice, said, random_share=share)
        placed = list(project.tasks.order_by("position").values_list("pk", flat=True))
        assert placed == most_telling_first(telling, random_share=share, seed=made.seed)
    assert placed == [task.pk for task in reversed(tasks)]


def test_ranked_and_gold_tasks_stay_where_they_are(project: Project, alice: User, bob: User) -> None:
    done, waiting, torn = two_answers(project, 3)
    gold = made_gold(project, answers=2)
    ranked(claimed(project, bob))
    made = order(project, alice, [(done, TORN), (waiting, SURE), (torn, TORN), (gold, TORN)])
    assert made.tasks == 2
    assert list(project.tasks.order_by("position")) == [done, gold, torn, waiting]


def test_ordering_again_replaces(project: Project, alice: User, bob: User, client_of: ClientOf) -> None:
    one, two = two_answers(project, 2)
    order(project, alice, [(one, TORN), (two, SURE)])
    again = order(project, alice, [(one, SURE), (two, TORN)])
    assert current(project, alice, client_of)["id"] == str(again.pk)
    assert given(project, bob, 2) == [two.pk, one.pk]


def test_it_takes_as_many_statements_for_few_tasks_as_for_many(project: Project, alice: User) -> None:
    counted = []
    for more in (2, 30):
        run = scored(project, alice, [(task, TORN) for task in two_answers(project, more)])
        with CaptureQueriesContext(connection) as statements:
            tasks_order(run=run, user=alice)
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_it_leaves_an_audit_entry_in_words(project: Project, alice: User) -> None:
    (task,) = two_answers(project, 1)
    order(project, alice, [(task, TORN)], random_share=0.25)
    (row,) = audit_rows(audit_of(project, action="order"))
    who = "“org/ensemble”"
    assert (
        row.words == f"put the waiting tasks in the order of what {who} is unsure of, 25 % of them at random"
    )


def test_it_orders_by_the_ensemble_that_is_named(project: Project, alice: User) -> None:
    (task,) = two_answers(project, 1)
    run = scored(project, alice, [(task, TORN)], "org/second")
    second = ModelVersion.objects.get(source="org/second")
    assert [output["type"] for output in run.outputs] == ["scores", "ensemble"]
    with pytest.raises(Problem, match="did not score with this ensemble"):
        tasks_order(run=run, user=alice, reward_model=second.pk)
    first = ModelVersion.objects.get(source="org/ensemble")
    assert tasks_order(run=run, user=alice, reward_model=first.pk).reward_model == first


def test_it_says_that_one_model_cannot_be_unsure(project: Project, alice: User) -> None:
    (task,) = two_answers(project, 1)
    with pytest.raises(Conflict, match="is no ensemble") as found:
        order(project, alice, [(task, [[], []])])
    assert "members of 2 or more" in found.value.hint


def test_it_says_that_no_waiting_task_has_scores(project: Project, alice: User, bob: User) -> None:
    (task,) = two_answers(project, 1)
    run = scored(project, alice, [(task, TORN)])
    ranked(claimed(project, bob))
    with pytest.raises(Conflict, match="No waiting task has scores of org/ensemble"):
        tasks_order(run=run, user=alice)
    assert not TaskOrder.objects.exists()
    assert not AuditEntry.objects.filter(action="order").exists()


def test_it_says_that_the_run_has_scored_nothing(project: Project, run: Run, alice: User) -> None:
    two_answers(project, 1)
    queued = run_create(project=project, verb="score", user=alice, settings={"reward_model": "org/ensemble"})
    for one in (run, queued):
        with pytest.raises(Conflict, match="Only a score run that has completed"):
            tasks_order(run=one, user=alice)


def current(project: Project, user: User, client_of: ClientOf) -> Any:
    return client_of(user).get(f"/api/projects/{project.pk}/task-order").json()["order"]


def test_leads_see_the_order_until_its_tasks_are_ranked(
    project: Project, alice: User, bob: User, vera: User, client_of: ClientOf
) -> None:
    Member.objects.create(project=project, user=vera, role=Member.Role.REVIEWER)
    one, two, _ = two_answers(project, 3)
    assert current(project, vera, client_of) is None
    run = scored(project, alice, [(one, TORN), (two, SURE)])
    answer = client_of(alice).post(f"/api/runs/{run.pk}/order-tasks", {"random_share": 0.5}, format="json")
    assert answer.status_code == 201, answer.content
    assert current(project, vera, client_of) == answer.json()
    assert {name: answer.json()[name] for name in ("random_share", "tasks", "waiting", "created_by")} == {
        "random_share": 0.5,
        "tasks": 2,
        "waiting": 2,
        "created_by": "Alice",
    }
    assert answer.json()["run"] == {"id": str(run.pk), "name": run.name}
    given(project, bob, 1)
    assert current(project, alice, client_of)["waiting"] == 1
    given(project, bob, 1)
    assert current(project, alice, client_of) is None


@pytest.mark.parametrize("share", [-0.1, 1.1, "much"])
def test_it_refuses_a_share_that_is_none(
    project: Project, alice: User, client_of: ClientOf, share: object
) -> None:
    (task,) = two_answers(project, 1)
    run = scored(project, alice, [(task, TORN)])
    answer = client_of(alice).post(f"/api/runs/{run.pk}/order-tasks", {"random_share": share}, format="json")
    assert (answer.status_code, answer.json()["error"]["fields"][0]["field"]) == (400, "random_share")


def test_only_owners_order_and_annotators_learn_nothing_of_it(
    project: Project, alice: User, bob: User, rita: User, charlie: User, client_of: ClientOf
) -> None:
    one, two = two_answers(project, 2)
    run = scored(project, alice, [(one, SURE), (two, TORN)])
    for user, status in ((rita, 403), (bob, 403), (charlie, 404)):
        assert client_of(user).post(f"/api/runs/{run.pk}/order-tasks").status_code == status
    annotator = client_of(bob)
    before = annotator.get(f"/api/projects/{project.pk}").json()
    tasks_order(run=run, user=alice)
    assert annotator.get(f"/api/projects/{project.pk}/task-order").status_code == 403
    assert annotator.get(f"/api/projects/{project.pk}").json() == before
    claim = annotator.post(f"/api/projects/{project.pk}/assignments", {}, format="json")
    assert not {"ensemble", "information", "members"} & set(claim.content.decode().replace('"', " ").split())
