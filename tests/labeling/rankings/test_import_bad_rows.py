"""Files that cannot be taken in: nothing is written, and every bad line is named with its number and field."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from labeling.projects.models import Project
from tests.labeling.rankings.importing import json_lines, nothing_was_written, problems, send

pytestmark = pytest.mark.django_db


def test_it_names_the_lines_of_csv_rows_that_span_lines(project: Project, alices: APIClient) -> None:
    content = 'prompt,completion_1,rank_1\n"a\nb",,\n,x,\nlast?,only,\n'
    assert problems(send(alices, project, content, name="file.csv")) == [
        (4, "prompt", "The row has no prompt: give “prompt” or “messages”."),
        (5, "completions", "K = 1 cannot be ranked: give two or more answers, or none."),
    ]


ANSWERS = ["a", "b", "c"]
BAD_ROWS: list[tuple[dict[str, Any], str, str]] = [
    ({"completions": ANSWERS}, "prompt", "The row has no prompt: give “prompt” or “messages”."),
    ({"prompt": "  "}, "prompt", "The prompt has no text."),
    ({"prompt": "A?", "completions": ["one"]}, "completions", "K = 1 cannot be ranked"),
    ({"prompt": "A?", "completions": ["x"] * 17}, "completions", "17 answers are more than the 16"),
    ({"prompt": "A?", "completions": "text"}, "completions", "The answers must be a list."),
    ({"prompt": "A?", "completions": ["a", 3]}, "completions[1]", "An answer must be text"),
    (
        {"prompt": "A?", "completions": [{"id": "x", "text": "a"}, {"id": "x", "text": "b"}]},
        "completions",
        "Two answers have the id 'x'.",
    ),
    ({"prompt": "A?", "domain": "law"}, "domain", "'law' is not a domain of this project: helpful, honest."),
    ({"messages": [{"role": "assistant", "content": "Hi"}]}, "messages", "must come from the user"),
    ({"prompt": "A?", "groups": [[0]]}, "groups", "There are no answers to rank."),
    ({"prompt": "A?", "completions": ANSWERS, "groups": [[0], [1]]}, "groups", "Answer 2 is not placed."),
    (
        {"prompt": "A?", "completions": ANSWERS, "groups": [[0, 1], [1, 2]]},
        "groups[1][0]",
        "Answer 1 is placed twice.",
    ),
    (
        {"prompt": "A?", "completions": ANSWERS, "groups": [[0, 1], [2, 7]]},
        "groups[1][1]",
        "'7' is not an answer",
    ),
    (
        {"prompt": "A?", "completions": ANSWERS, "groups": [[0, "q"]]},
        "groups[0][1]",
        "'id q' is not an answer",
    ),
    ({"prompt": "A?", "completions": ANSWERS, "ranks": [1, 2]}, "ranks", "There are 2 ranks for 3 answers."),
    (
        {"prompt": "A?", "completions": ANSWERS, "ranks": [1, None, 2]},
        "ranks[1]",
        "The rank of answer 2 is missing.",
    ),
    (
        {"prompt": "A?", "completions": ANSWERS, "rankings": [{"ranks": [1, 2, 3]}, {"ranks": [1, 2, 3]}]},
        "rankings",
        "Two rankings are by 'imported'",
    ),
    (
        {"prompt": "A?", "completions": ANSWERS, "rankings": [{"annotator": "Ann", "groups": [[0], [1]]}]},
        "rankings[0].groups",
        "Answer 2 is not placed.",
    ),
    ({"chosen": "a", "rejected": "b"}, "prompt", "Without a prompt"),
    ({"prompt": "A?", "chosen": "a"}, "rejected", "After the prompt this must be text"),
]


@pytest.mark.parametrize(("row", "field", "message"), BAD_ROWS)
def test_it_names_line_and_field_of_a_bad_row(
    project: Project, alices: APIClient, row: dict[str, Any], field: str, message: str
) -> None:
    found = problems(send(alices, project, json_lines({"prompt": "Good?"}, row)))
    assert len(found) == 1
    assert found[0][:2] == (2, field)
    assert message in found[0][2]
    assert nothing_was_written()


def test_it_names_both_lines_of_a_doubled_id(project: Project, alices: APIClient) -> None:
    content = json_lines({"prompt": "A?", "id": 7}, {"prompt": "B?"}, {"prompt": "C?", "id": "7"})
    assert problems(send(alices, project, content)) == [(3, "id", "Lines 1 and 3 have the same id '7'.")]


def test_it_lists_a_hundred_bad_lines_and_counts_all(project: Project, alices: APIClient) -> None:
    response = send(alices, project, "\n".join(["{}"] * 130 + ['{"prompt": "Good?"}']))
    assert len(problems(response)) == 100
    assert response.json()["error"]["message"] == (
        "130 lines cannot be used; nothing was imported. The first 100 are listed, and 30 more."
    )
    assert nothing_was_written()


UNREADABLE: list[tuple[bytes, str, int | None, str]] = [
    (b" \n\n ", "a.jsonl", None, "The file is empty."),
    (
        '{"prompt": "ok?"}\n{"prompt": "na\xefve?"}'.encode("latin-1"),
        "a.jsonl",
        2,
        "Line 2, byte 15 is not UTF-8 (0xef).",
    ),
    ('{"prompt": "ok?"}'.encode("utf-16"), "a.jsonl", 1, "The file is in UTF-16."),
    (b'[{"prompt": "a"}]', "a.json", 1, "This is one JSON list, not JSON Lines."),
    (b"question,answer\na,b\n", "a.csv", 1, "The first line has no column called prompt."),
    (b"prompt,prompt\na,b\n", "a.csv", 1, "The column prompt is there twice."),
    (b"prompt\n", "a.csv", None, "The file has no rows."),
    (b'{"prompt": "ok?"}\nnot json', "a.jsonl", 2, "This is not JSON: Expecting value, character 1."),
    (b'{"prompt": "a\\u0000b"}', "a.jsonl", 1, "The row holds a NUL"),
    (b'{"prompt": "a\\ud800b"}', "a.jsonl", 1, "The row holds a NUL"),
    (b"[" * 200_000, "a.jsonl", 1, "This is one JSON list"),
    (b'{"prompt":' + b"[" * 200_000, "a.jsonl", 1, "nested too deeply"),
    (b'prompt\n"open', "a.csv", 2, "This is not CSV: unexpected end of data."),
    (b"prompt,domain\na,helpful,more\n", "a.csv", 2, "The row has 3 cells, the header 2."),
    (b'["a"]\n', "a.csv", 1, "The first line has no column called prompt."),
    (bytes(range(128, 256)) * 10, "a.bin", 1, "Line 1, byte 1 is not UTF-8 (0x80)."),
]


@pytest.mark.parametrize(("content", "name", "line", "message"), UNREADABLE)
def test_it_says_why_a_file_cannot_be_read(
    project: Project, alices: APIClient, content: bytes, name: str, line: int | None, message: str
) -> None:
    found = problems(send(alices, project, content, name))
    assert len(found) == 1
    assert found[0][0] == line
    assert message in found[0][2]
    assert nothing_was_written()


def test_it_refuses_a_file_without_a_byte(project: Project, alices: APIClient) -> None:
    found = problems(send(alices, project, b""))
    assert found == [(None, "file", "The submitted file is empty.")]


def test_it_refuses_a_file_that_is_too_large(project: Project, alices: APIClient, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    response = send(alices, project, b"x" * (3 * 1024 * 1024))
    assert response.status_code == 413
    error = response.json()["error"]
    assert error["code"] == "too_large"
    assert error["message"] == "The file has 3 MB; at most 1 MB come in at once."


@pytest.mark.parametrize(
    ("gold", "field", "words"),
    [
        ([[0, 1]], "gold", "better than another"),
        ([[0]], "gold", "Answer 1 is not placed."),
        ([[0], [7]], "gold[1][0]", "not an answer"),
        ("0", "gold", "a list of lists"),
    ],
)
def test_it_names_the_line_of_a_gold_order_that_is_none(
    project: Project, alices: APIClient, gold: Any, field: str, words: str
) -> None:
    response = send(alices, project, json_lines({"prompt": "?", "completions": ["a", "b"], "gold": gold}))
    line, named, message = problems(response)[0]
    assert (line, named) == (1, field)
    assert words in message
    assert nothing_was_written()


def test_it_names_the_line_whose_answers_are_too_few_or_too_many(project: Project, alices: APIClient) -> None:
    project.k_min, project.k_max = 3, 4
    project.save()
    rows = [{"prompt": f"{given}?", "completions": ["same"] * given} for given in (2, 3, 5)]
    response = send(alices, project, json_lines(*rows, {"prompt": "None yet?"}))
    assert [(line, field) for line, field, _ in problems(response)] == [
        (1, "completions"),
        (3, "completions"),
    ]
    assert nothing_was_written()
