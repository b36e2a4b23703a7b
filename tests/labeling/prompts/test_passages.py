"""Passages beside a prompt: taken in, shown to the annotator, kept in the frozen rows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from labeling.accounts.models import User
from labeling.datasets.parquet import ranking_record, ranking_value
from labeling.datasets.rows import Choice, rows_gather
from labeling.problems import Problem
from labeling.projects.models import Project
from labeling.prompts.models import Prompt
from labeling.prompts.services import prompt_create
from tests.conftest import ClientOf
from tests.made import claimed, ranked
from training.contract.rows import RankingRow

pytestmark = pytest.mark.django_db
ROW = {"prompt": "Says the text so?", "completions": ["yes", "no"]}
KEPT = [{"title": "", "text": "First passage."}, {"title": "Page 2", "text": "Second."}]


def sent(client_of: ClientOf, alice: User, project: Project, content: str, name: str) -> Any:
    form = {"file": SimpleUploadedFile(name, content.encode())}
    return client_of(alice).post(f"/api/projects/{project.id}/imports", form, format="multipart")


def test_it_travels_from_the_file_to_the_annotator_and_the_frozen_rows(
    project: Project, alice: User, bob: User, rita: User, client_of: ClientOf
) -> None:
    context = ["First passage.", {"title": " Page 2 ", "text": "Second."}]
    row = json.dumps({**ROW, "context": context})
    response = sent(client_of, alice, project, row, "file.jsonl")
    assert response.status_code == 201, response.json()
    assert response.json()["warnings"] == []
    assert Prompt.objects.get().context == KEPT

    given = client_of(bob).post(f"/api/projects/{project.id}/assignments", {}).json()["assignment"]
    assert given["prompt"]["context"] == KEPT
    seen = client_of(rita).get(f"/api/projects/{project.id}/prompts").json()["results"]
    assert seen[0]["context"] == KEPT

    ranked(claimed(project, bob))
    (frozen,) = rows_gather(project, Choice()).rows
    assert frozen.context == KEPT
    assert RankingRow.from_json(ranking_value(ranking_record(frozen))) == frozen


def test_it_takes_one_passage_from_a_cell(project: Project, alice: User, client_of: ClientOf) -> None:
    content = 'prompt,context,completion_1,completion_2\nWhy?,"A passage, long.",yes,no\n'
    assert sent(client_of, alice, project, content, "file.csv").status_code == 201
    assert Prompt.objects.get().context == [{"title": "", "text": "A passage, long."}]


@pytest.mark.parametrize(
    ("context", "field"),
    [
        (7, "context"),
        ([" "], "context[0]"),
        (["a", {"title": "t"}], "context[1]"),
        ([{"title": 5, "text": "a"}], "context[0].title"),
        (["a"] * 51, "context"),
    ],
)
def test_it_names_the_passage_that_cannot_be_used(
    project: Project, alice: User, client_of: ClientOf, context: object, field: str
) -> None:
    response = sent(client_of, alice, project, json.dumps({**ROW, "context": context}), "file.jsonl")
    assert response.status_code == 400
    assert [(item["line"], item["field"]) for item in response.json()["error"]["fields"]] == [(1, field)]
    with pytest.raises(Problem, match="The prompt cannot be used"):
        prompt_create(project=project, messages=[{"role": "user", "content": "?"}], context=context)


def test_it_reads_rows_frozen_before_there_were_passages() -> None:
    row = {"ranking_id": "r", "prompt_id": "p", "messages": [{"role": "user", "content": "?"}]}
    assert RankingRow.from_json({**row, "completions": [], "groups": []}).context == []
