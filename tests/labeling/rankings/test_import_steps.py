"""A person opens a file, looks at it, maps its columns, starts the import, and may undo it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.http import FileResponse
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.prompts.models import Completion, Import, Prompt
from labeling.rankings.models import Ranking
from labeling.tasks.models import Seat, Task
from tests.conftest import ClientOf
from tests.labeling.rankings.importing import json_lines, numbered_lines, parquet_bytes
from tests.made import claimed, ranked

pytestmark = pytest.mark.django_db

TABLE = "question,topic,response_a,response_b,uid\nWhy?,physics,Because.,No.,q1\nHow?,maths,So.,Thus.,q2\n"


@pytest.fixture
def base(project: Project) -> str:
    return f"/api/projects/{project.id}/imports"


def draft(client: APIClient, base: str, content: bytes, name: str = "file.jsonl") -> str:
    response = client.post(f"{base}/drafts", {"file": SimpleUploadedFile(name, content)}, format="multipart")
    assert response.status_code == 201, response.json()
    return f"{base}/{response.json()['id']}"


def post(client: APIClient, address: str, status: int = 200, **body: Any) -> dict[str, Any]:
    response = client.post(address, body)
    assert response.status_code == status, response.json()
    found: dict[str, Any] = response.json()
    return found


def test_it_takes_nothing_in_before_the_person_says_so(alices: APIClient, base: str) -> None:
    address = draft(alices, base, numbered_lines(8))
    assert alices.get(address).json()["status"] == "draft"
    preview = post(alices, f"{address}/preview", guess=True)
    assert (preview["shape"], preview["whole"], preview["counts"]["prompts"]) == ("own", True, 8)
    assert [row["line"] for row in preview["rows"]] == [1, 2, 3, 4, 5]
    assert preview["rows"][0]["answers"][1]["text"] == "two"
    assert not Prompt.objects.exists()
    started = post(alices, f"{address}/start")
    assert (started["status"], started["counts"]["tasks"], started["by"]) == ("complete", 8, "Alice")
    assert Seat.objects.count() == 8


def test_it_suggests_a_mapping_and_takes_the_chosen_one(alices: APIClient, base: str) -> None:
    address = draft(alices, base, TABLE.encode(), "table.csv")
    preview = post(alices, f"{address}/preview", guess=True)
    assert preview["mapping"] == {
        "prompt": "question",
        "completions": ["response_a", "response_b"],
        "domain": "topic",
        "external_id": "uid",
    }
    assert preview["columns"][0]["name"] == "question"
    assert preview["problems"][0]["message"].startswith("'physics' is not a domain of this project")
    mapping = {**preview["mapping"], "domain": None}
    preview = post(alices, f"{address}/preview", mapping=mapping, domain="honest")
    assert (preview["problems"], preview["counts"]["prompts"]) == ([], 2)
    started = post(alices, f"{address}/start", mapping=mapping, domain="honest")
    assert started["mapping"] == mapping
    prompt = Prompt.objects.get(external_id="q2")
    assert (prompt.messages[0]["content"], prompt.domain) == ("How?", "honest")
    assert set(prompt.completions.values_list("text", flat=True)) == {"So.", "Thus."}
    assert Import.objects.get().mapping == mapping


def test_it_shows_the_columns_of_a_table_that_nobody_has_named(alices: APIClient, base: str) -> None:
    address = draft(alices, base, b"alpha,beta\n1,2\n", "odd.csv")
    preview = post(alices, f"{address}/preview", guess=True)
    assert preview["columns"] == [{"name": "alpha", "sample": "1"}, {"name": "beta", "sample": "2"}]
    assert preview["problems"][0]["message"] == "The first line has no column called prompt."
    assert post(alices, f"{address}/preview", mapping={"prompt": "beta"})["counts"]["prompts"] == 1


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        ({"colour": "a"}, "mapping.colour"),
        ({"prompt": ["a", "b"]}, "mapping.prompt"),
        ({"prompt": 3}, "mapping.prompt"),
        (["prompt"], "mapping"),
    ],
)
def test_it_refuses_an_odd_mapping(alices: APIClient, base: str, mapping: Any, field: str) -> None:
    address = draft(alices, base, numbered_lines(1))
    error = post(alices, f"{address}/start", status=400, mapping=mapping)["error"]
    assert error["fields"][0]["field"] == field


def test_it_refuses_or_skips_what_is_known(alices: APIClient, base: str) -> None:
    post(alices, f"{draft(alices, base, numbered_lines(3))}/start")
    address = draft(alices, base, numbered_lines(4))
    error = post(alices, f"{address}/start", status=400, known="refuse")["error"]
    assert [(item["line"], item["message"]) for item in error["fields"]][:1] == [
        (1, "The project has this prompt with the id 'n0' already.")
    ]
    started = post(alices, f"{address}/start", known="skip")
    assert (started["counts"]["prompts"], started["counts"]["duplicates"]) == (1, 3)


def test_it_changes_nothing_when_the_same_file_comes_again(alices: APIClient, base: str) -> None:
    content = json_lines({"prompt": "Without an id?", "completions": ["a", "b"]})
    post(alices, f"{draft(alices, base, content)}/start")
    started = post(alices, f"{draft(alices, base, content)}/start")
    assert (started["counts"]["prompts"], started["counts"]["duplicates"]) == (0, 1)
    assert "nothing of it comes in again" in started["warnings"][0]["message"]
    assert Prompt.objects.count() == 1


def test_it_leaves_bad_lines_out_and_reports_them_without_formulas(alices: APIClient, base: str) -> None:
    content = json_lines({"prompt": "Good?"}, {"prompt": "A?", "domain": "=1+1"}, {"prompt": " "})
    address = draft(alices, base, content)
    assert post(alices, f"{address}/start", status=400)["error"]["message"].startswith(
        "2 lines cannot be used"
    )
    started = post(alices, f"{address}/start", bad_lines="skip")
    assert (started["counts"]["prompts"], started["counts"]["bad"], started["has_report"]) == (1, 2, True)
    response = alices.get(f"{address}/report")
    assert isinstance(response, FileResponse)
    table = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert table[0] == ["line", "field", "problem"]
    assert table[1][:2] == ["2", "domain"]
    assert table[1][2].startswith("''=1+1' is not a domain") or table[1][2].startswith("'")
    assert table[2] == ["3", "prompt", "The prompt has no text."]


def test_it_undoes_an_import_with_its_rankings(alices: APIClient, base: str) -> None:
    row = {"prompt": "A?", "completions": ["a", "b"], "ranks": [1, 2]}
    address = draft(alices, base, json_lines(row))
    post(alices, f"{address}/start")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Ranking.objects.all().delete()
    removed = alices.delete(address).json()
    assert (removed["status"], removed["removed_by"]) == ("removed", "Alice")
    assert not any(model.objects.exists() for model in (Prompt, Completion, Task, Seat, Ranking))
    assert [entry["status"] for entry in alices.get(base).json()] == ["removed"]
    post(alices, f"{draft(alices, base, json_lines(row))}/start")
    assert Prompt.objects.count() == 1


def test_it_keeps_an_import_that_somebody_has_ranked(
    alices: APIClient, base: str, project: Project, bob: User
) -> None:
    address = draft(alices, base, numbered_lines(2))
    post(alices, f"{address}/start")
    assignment = claimed(project, bob)
    held = alices.delete(address)
    assert (held.status_code, held.json()["error"]["message"]) == (
        409,
        "Somebody is ranking 1 of its tasks now.",
    )
    ranked(assignment)
    given = alices.delete(address)
    assert (given.status_code, given.json()["error"]["message"]) == (409, "One of its tasks has been ranked.")
    assert (Prompt.objects.count(), Seat.objects.count()) == (2, 2)


def test_it_forgets_a_draft(alices: APIClient, base: str, settings: Settings) -> None:
    address = draft(alices, base, numbered_lines(2))
    assert alices.delete(address).status_code == 204
    assert not Import.objects.exists()
    assert list(Path(settings.IMPORTS_DIR).iterdir()) == []


def test_it_takes_in_parquet(alices: APIClient, base: str, tmp_path: Path) -> None:
    messages = [{"role": "user", "content": "Why?"}]
    rows: list[dict[str, Any]] = [
        {"prompt": messages, "chosen": [{"role": "assistant", "content": " Because."}], "rejected": None},
        {
            "prompt": messages,
            "chosen": [{"role": "assistant", "content": " Because."}],
            "rejected": [{"role": "assistant", "content": "No."}],
        },
    ]
    address = draft(alices, base, parquet_bytes(tmp_path, rows), "train.parquet")
    preview = post(alices, f"{address}/preview", guess=True)
    assert preview["shape"] == "preference"
    assert [(item["line"], item["field"]) for item in preview["problems"]] == [(1, "rejected")]
    assert post(alices, f"{address}/start", bad_lines="skip")["counts"]["rankings"] == 1


def test_it_says_why_a_parquet_file_cannot_be_read(alices: APIClient, base: str) -> None:
    address = draft(alices, base, b"PAR1 and no more", "broken.parquet")
    error = post(alices, f"{address}/preview", status=400, guess=True)["error"]
    assert error["message"].startswith("This table cannot be read: ")


def test_it_hides_imports_of_other_projects(
    alices: APIClient, base: str, project: Project, charlie: User, rita: User, client_of: ClientOf
) -> None:
    address = draft(alices, base, numbered_lines(1))
    for end in ("", "/report"):
        assert client_of(charlie).get(address + end).status_code == 404
    assert client_of(rita).get(address).status_code == 200
    for end in ("preview", "start", "cancel", "resume"):
        assert client_of(charlie).post(f"{address}/{end}").status_code == 404
        assert client_of(rita).post(f"{address}/{end}").status_code == 403
    assert client_of(charlie).delete(address).status_code == 404
