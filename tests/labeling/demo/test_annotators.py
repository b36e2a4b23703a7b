from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from labeling.accounts.models import User
from labeling.demo.annotators import rank_all
from labeling.demo.client import SiteClient
from labeling.demo.people import ANNOTATOR, LEAD, SCRIPTED, demo_user, refuse_in_public
from labeling.demo.project import demo_project_ensure
from labeling.demo.rule import gold_score
from labeling.problems import Problem
from labeling.projects.models import Project
from labeling.projects.services import member_add, project_create
from labeling.prompts.models import Completion
from labeling.prompts.services import completion_create, prompt_create
from labeling.rankings.models import Ranking
from labeling.tasks.models import Seat
from labeling.tasks.services import task_create

QUESTION = "How do I descale a kettle?"
GOOD, BAD = "To descale the kettle, boil some vinegar in it.", "Kettle kettle kettle kettle and then you"


@pytest.fixture
def loop_project(transactional_db: None) -> Project:
    lead = demo_user(LEAD)
    project = project_create(user=lead, name="The loop", domains=["helpful"], overlap=3)
    for person in SCRIPTED:
        demo_user(person)
        member_add(project=project, email=person.email, role=person.role, actor=lead)
    for _ in range(4):
        prompt = prompt_create(project=project, messages=[{"role": "user", "content": QUESTION}])
        answers = [completion_create(prompt=prompt, text=text) for text in (GOOD, BAD)]
        task_create(project=project, prompt=prompt, completions=answers)
    return project


def test_it_fills_every_seat_once_over_http(loop_project: Project, live_server: object) -> None:
    seen: list[int] = []
    count = rank_all(str(live_server), str(loop_project.id), on_ranking=lambda: seen.append(1))
    assert count == len(seen) == 12
    assert Ranking.objects.count() == 12
    assert not Seat.objects.filter(filled_at__isnull=True).exists()
    assert set(Ranking.objects.values_list("annotator__is_scripted", flat=True)) == {True}
    assert gold_score(domain="helpful", prompt=QUESTION, answer=GOOD) > 3
    texts = {str(each.id): each.text for each in Completion.objects.all()}
    best = [texts[ranking.groups[0][0]] for ranking in Ranking.objects.all() if len(ranking.groups) == 2]
    assert best.count(GOOD) >= 11


def test_it_says_so_when_a_demo_account_cannot_log_in(live_server: object, transactional_db: None) -> None:
    user = demo_user(ANNOTATOR)
    user.set_password("something else entirely")
    user.save()
    with pytest.raises(Problem, match="could not log in"), SiteClient(str(live_server), ANNOTATOR):
        pass


@pytest.mark.django_db
def test_it_makes_the_demo_project_once() -> None:
    first = demo_project_ensure()
    assert demo_project_ensure() == first
    assert first.tasks.count() == first.prompts.count() == 96
    assert Completion.objects.filter(prompt__project=first).count() == 384
    assert set(Completion.objects.values_list("sampling__top_p", flat=True)) == {0.95}
    assert User.objects.filter(is_scripted=True).count() == 0


def test_it_stays_at_home(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    refuse_in_public()
    settings.ALLOWED_HOSTS = ["127.0.0.1", "podium.example.org"]
    with pytest.raises(Problem, match=r"podium\.example\.org"):
        refuse_in_public()
