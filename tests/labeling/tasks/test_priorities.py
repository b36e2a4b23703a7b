"""A lead lets some prompts, or a whole domain, come earlier or later."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from labeling.accounts.models import AuditEntry, User
from labeling.projects.models import Project
from labeling.projects.services import project_create
from labeling.tasks.models import Seat
from tests.conftest import ClientOf
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db


def test_it_lets_chosen_prompts_come_first(
    project: Project, alice: User, bob: User, client_of: ClientOf
) -> None:
    first, second, third = (made_task(project) for _ in range(3))
    answer = client_of(alice).post(
        f"/api/projects/{project.id}/priorities", {"priority": 5, "prompts": [str(third.prompt_id)]}
    )
    assert answer.json() == {"tasks": 1}
    assert Seat.objects.get(task=third).priority == 5
    given = [ranked(claimed(project, bob)).task_id for _ in range(3)]
    assert given == [third.id, first.id, second.id]
    assert AuditEntry.objects.get(action="prioritise").detail["tasks"] == 1


def test_it_puts_a_domain_behind_the_others(
    project: Project, alice: User, bob: User, client_of: ClientOf
) -> None:
    later, sooner = made_task(project, domain="helpful"), made_task(project, domain="honest")
    client_of(alice).post(f"/api/projects/{project.id}/priorities", {"priority": -1, "domain": "helpful"})
    assert [ranked(claimed(project, bob)).task_id for _ in range(2)] == [sooner.id, later.id]


def test_it_leaves_what_somebody_holds_with_them(
    project: Project, alice: User, bob: User, client_of: ClientOf
) -> None:
    held = claimed_of(project, bob)
    made_task(project)
    client_of(alice).post(f"/api/projects/{project.id}/priorities", {"priority": 9, "domain": "helpful"})
    assert claimed(project, bob) == held


def claimed_of(project: Project, user: User) -> Any:
    made_task(project)
    return claimed(project, user)


def test_it_touches_no_other_project(project: Project, alice: User, client_of: ClientOf) -> None:
    other = project_create(user=alice, name="Other", domains=["helpful"])
    task = made_task(other)
    body = {"priority": 5, "prompts": [str(task.prompt_id)]}
    assert client_of(alice).post(f"/api/projects/{project.id}/priorities", body).json() == {"tasks": 0}
    assert Seat.objects.get(task=task).priority == 0


@pytest.mark.parametrize(
    "body",
    [
        {"priority": 1},
        {"priority": 1, "domain": "unknown"},
        {"priority": 101, "domain": "helpful"},
        {"priority": 1, "domain": "helpful", "prompts": [str(uuid4())]},
    ],
)
def test_it_says_what_is_wrong(
    project: Project, alice: User, client_of: ClientOf, body: dict[str, Any]
) -> None:
    answer = client_of(alice).post(f"/api/projects/{project.id}/priorities", body)
    assert answer.status_code == 400
    assert answer.json()["error"]["fields"]


def test_it_refuses_annotators_and_hides_it_from_charlie(
    project: Project, bob: User, charlie: User, client_of: ClientOf
) -> None:
    for user, status in ((bob, 403), (charlie, 404)):
        address = f"/api/projects/{project.id}/priorities"
        assert client_of(user).post(address, {"priority": 1}).status_code == status
