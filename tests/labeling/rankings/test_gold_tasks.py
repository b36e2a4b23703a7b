"""A lead makes a task gold by its known order, and ordinary again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from labeling.accounts.models import AuditEntry, User
from labeling.preferences.gold import gold_accuracy_by_annotator, gold_read
from labeling.projects.models import Project
from labeling.rankings.gold_tasks import task_make_gold, task_make_ordinary
from labeling.tasks.models import Task
from tests.conftest import ClientOf
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db


def ids(task: Task) -> list[str]:
    return [str(answer) for answer in task.completions.order_by("created_at").values_list("id", flat=True)]


def test_it_sets_a_known_order(project: Project, alice: User, client_of: ClientOf) -> None:
    task = made_task(project)
    best, *others = ids(task)
    answer = client_of(alice).put(
        f"/api/tasks/{task.id}/solution", {"groups": [[best], others], "explanation": "It is true."}
    )
    assert answer.json() == {
        "id": str(task.id),
        "kind": "gold",
        "solution": [[best], others],
        "explanation": "It is true.",
    }
    assert task.seats.count() == 0
    prompts = client_of(alice).get(f"/api/projects/{project.id}/prompts").json()["results"]
    assert prompts[0]["tasks"][0]["solution"] == [[best], others]
    assert AuditEntry.objects.filter(action="solve", subject_id=task.id).exists()


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (lambda answers: [answers], "better than another"),
        (lambda answers: [answers[:1], answers[1:3]], "Answer 4 is not placed"),
        (lambda answers: [answers, [str(uuid4())]], "not an answer of this task"),
        (lambda answers: [answers, answers[:1]], "placed twice"),
    ],
)
def test_it_refuses_what_is_no_order(
    project: Project, alice: User, client_of: ClientOf, groups: Any, words: str
) -> None:
    task = made_task(project)
    answer = client_of(alice).put(f"/api/tasks/{task.id}/solution", {"groups": groups(ids(task))})
    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]
    assert task.seats.count() == 1


def test_it_makes_the_task_ordinary_again_with_the_rankings_given_counted(
    project: Project, alice: User, bob: User, client_of: ClientOf
) -> None:
    project.overlap = 3
    project.save()
    task = made_task(project)
    ranked(claimed(project, bob))
    task_make_gold(task=task, groups=[[answer] for answer in ids(task)], user=alice)
    assert client_of(alice).delete(f"/api/tasks/{task.id}/solution").status_code == 204
    task.refresh_from_db()
    assert (task.kind, task.solution) == (Task.Kind.ORDINARY, None)
    assert [seat.filled_at is not None for seat in task.seats.order_by("number")] == [True, False, False]
    assert claimed(project, alice).task_id == task.id


def test_it_changes_nothing_of_an_ordinary_task(project: Project, alice: User) -> None:
    task = made_task(project)
    task_make_ordinary(task=task, user=alice)
    assert task.seats.count() == 1


def test_it_measures_what_was_ranked_before(project: Project, alice: User, bob: User) -> None:
    task = made_task(project)
    ranking = ranked(claimed(project, bob))
    assert gold_accuracy_by_annotator(gold_read(project)) == {}
    task_make_gold(task=task, groups=list(reversed(ranking.groups)), user=alice)
    measured = gold_accuracy_by_annotator(gold_read(project))[str(bob.id)]
    assert (measured.value, measured.n) == (0.0, 6)


def test_it_refuses_annotators_and_hides_it_from_charlie(
    project: Project, bob: User, charlie: User, client_of: ClientOf
) -> None:
    task = made_task(project)
    address = f"/api/tasks/{task.id}/solution"
    for user, status in ((bob, 403), (charlie, 404)):
        assert client_of(user).put(address, {"groups": []}).status_code == status
        assert client_of(user).delete(address).status_code == status
