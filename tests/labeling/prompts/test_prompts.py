"""List prompts with their answers, for leads."""

from __future__ import annotations

from uuid import uuid4

import pytest

from labeling.accounts.models import User
from labeling.problems import Problem
from labeling.projects.models import Project
from labeling.prompts.models import CompletionScore
from labeling.prompts.services import prompt_create
from tests.conftest import ClientOf
from tests.made import claimed, made_prompt, made_task, ranked

pytestmark = pytest.mark.django_db


def address(project: Project) -> str:
    return f"/api/projects/{project.id}/prompts"


def test_it_lists_prompts_with_answers_scores_and_rankings(
    project: Project, bob: User, rita: User, client_of: ClientOf
) -> None:
    task = made_task(project, answers=2)
    ranked(claimed(project, bob))
    answer = task.completions.get(text="answer 0")
    for score in (1.0, 2.5):
        CompletionScore.objects.create(
            completion=answer, reward_model_id=uuid4(), run_id=uuid4(), score=score
        )
    page = client_of(rita).get(address(project)).json()
    assert page["next"] is None
    (row,) = page["results"]
    assert (row["domain"], row["rankings"]) == ("helpful", 1)
    seen = [(item["text"], item["model"], item["sampling"], item["score"]) for item in row["completions"]]
    assert seen == [
        ("answer 0", "secret-model", {"seed": 0}, 2.5),
        ("answer 1", "secret-model", {"seed": 1}, None),
    ]


def test_it_pages_by_cursor(project: Project, rita: User, client_of: ClientOf) -> None:
    for number in range(5):
        made_prompt(project, text=f"Prompt {number}?")
    client = client_of(rita)
    texts = []
    path = f"{address(project)}?limit=2"
    while path:
        page = client.get(path).json()
        texts += [row["messages"][0]["content"] for row in page["results"]]
        path = page["next"]
    assert texts == [f"Prompt {number}?" for number in range(5)]


def test_it_filters_by_domain(project: Project, rita: User, client_of: ClientOf) -> None:
    made_prompt(project, domain="helpful")
    made_prompt(project, domain="honest")
    found = client_of(rita).get(f"{address(project)}?domain=honest").json()["results"]
    assert [row["domain"] for row in found] == ["honest"]


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"role": "user", "content": "  "}],
        [{"role": "robot", "content": "hi"}],
        [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}],
    ],
)
def test_it_refuses_a_prompt_that_cannot_be_answered(
    project: Project, messages: list[dict[str, str]]
) -> None:
    with pytest.raises(Problem, match="The prompt cannot be used"):
        prompt_create(project=project, messages=messages)


def test_it_refuses_an_unknown_domain(project: Project) -> None:
    with pytest.raises(Problem, match="'law' is not a domain of this project"):
        made_prompt(project, domain="law")


def test_it_is_for_leads(project: Project, bob: User, charlie: User, client_of: ClientOf) -> None:
    assert client_of(bob).get(address(project)).status_code == 403
    assert client_of(charlie).get(address(project)).status_code == 404
