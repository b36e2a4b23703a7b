"""Another project like this one: settings, guidelines, on request members and prompts; never rankings."""

from __future__ import annotations

import pytest

from labeling.accounts.models import User
from labeling.projects.models import Member, Project
from labeling.projects.services import guideline_save
from labeling.prompts.models import Completion, Prompt
from labeling.rankings.models import Ranking
from tests.conftest import ClientOf
from tests.made import claimed, made_gold, made_task, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(project: Project, alice: User, bob: User) -> Project:
    project.overlap, project.gold_share, project.k_min, project.is_demo = 2, 0.1, 3, True
    project.save()
    guideline_save(project=project, text="Be kinder.", user=alice)
    made_task(project, domain="honest", priority=3)
    made_gold(project)
    ranked(claimed(project, bob))
    return project


def duplicate(project: Project, user: User, client_of: ClientOf, **body: object) -> Project:
    answer = client_of(user).post(f"/api/projects/{project.id}/duplicate", body)
    assert answer.status_code == 201, answer.json()
    return Project.objects.get(pk=answer.json()["id"])


def test_it_takes_the_settings_and_guidelines(used: Project, alice: User, client_of: ClientOf) -> None:
    made = duplicate(used, alice, client_of)
    assert (made.name, made.overlap, made.gold_share, made.k_min) == ("Copy of Helpful replies", 2, 0.1, 3)
    assert (made.is_demo, made.status) == (False, Project.Status.ACTIVE)
    assert made.draw_seed != used.draw_seed
    assert [(one.version, one.text) for one in made.guidelines.all()] == [(1, "Be kinder.")]
    assert [(one.user, one.role) for one in made.members.all()] == [(alice, Member.Role.OWNER)]
    assert made.prompts.count() == 0


def test_it_takes_members_on_request(
    used: Project, alice: User, bob: User, rita: User, client_of: ClientOf
) -> None:
    made = duplicate(used, alice, client_of, name="Second round", members=True)
    roles = {one.user: one.role for one in made.members.all()}
    assert (made.name, roles) == ("Second round", {alice: "owner", bob: "annotator", rita: "researcher"})


def test_it_takes_prompts_with_their_tasks_but_no_rankings(
    used: Project, alice: User, bob: User, client_of: ClientOf
) -> None:
    made = duplicate(used, alice, client_of, prompts=True, members=True)
    assert (Prompt.objects.count(), Completion.objects.count()) == (4, 16)
    ordinary, gold = made.tasks.order_by("position")
    assert (ordinary.prompt.project, ordinary.prompt.domain, ordinary.priority) == (made, "honest", 3)
    assert [seat.assignment for seat in ordinary.seats.all()] == [None, None]
    texts = {str(answer.id): answer.text for answer in gold.completions.all()}
    assert [[texts[name] for name in group] for group in gold.solution or []] == [
        [f"answer {number}"] for number in range(4)
    ]
    assert gold.seats.count() == 0
    assert Ranking.objects.count() == 1
    assert ranked(claimed(made, bob)).task.project == made


def test_it_refuses_annotators_and_hides_it_from_charlie(
    project: Project, bob: User, charlie: User, client_of: ClientOf
) -> None:
    for user, status in ((bob, 403), (charlie, 404)):
        assert client_of(user).post(f"/api/projects/{project.id}/duplicate").status_code == status
