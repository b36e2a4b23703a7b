"""Take in files of prompts, answers and rankings: whole or not at all, every bad line named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from labeling.accounts.models import AuditEntry, User
from labeling.projects.models import Project
from labeling.prompts.models import Completion, Import, Prompt
from labeling.rankings.models import Ranking
from labeling.rankings.selectors import latest_rankings
from labeling.tasks.models import Seat, Task
from tests.conftest import ClientOf

if TYPE_CHECKING:
    from rest_framework.response import _MonkeyPatchedResponse as Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def alices(client_of: ClientOf, alice: User) -> APIClient:
    return client_of(alice)


def send(
    client: APIClient, project: Project, content: bytes | str, name: str = "file.jsonl", **more: Any
) -> Response:
    data = content.encode() if isinstance(content, str) else content
    form = {"file": SimpleUploadedFile(name, data), **more}
    return client.post(f"/api/projects/{project.id}/imports", form, format="multipart")


def lines(*rows: dict[str, Any]) -> str:
    return "\n".join(json.dumps(row) for row in rows)


def problems(response: Response) -> list[tuple[int | None, str, str]]:
    assert response.status_code == 400, response.json()
    return [(item["line"], item["field"], item["message"]) for item in response.json()["error"]["fields"]]


def nothing_was_written() -> bool:
    return not any(model.objects.exists() for model in (Import, Prompt, Completion, Task, Ranking))


def test_it_takes_in_prompts_answers_and_rankings(project: Project, alices: APIClient, alice: User) -> None:
    content = lines(
        {
            "prompt": "First?",
            "id": "p1",
            "domain": "honest",
            "completions": [" a", {"text": "b", "model": "m"}],
        },
        {
            "messages": [{"role": "system", "content": "Be short."}, {"role": "user", "content": "Second?"}],
            "answers": [{"id": "x", "text": "one"}, {"id": "y", "text": "two"}, {"id": "z", "text": "three"}],
            "rankings": [{"annotator": "Ann", "groups": [["y"], ["x", "z"]]}],
        },
        {"prompt": "Third, without answers?"},
    )
    response = send(alices, project, content)
    assert response.status_code == 201, response.json()
    report = response.json()
    counts = {
        name: report[name] for name in ("rows", "prompts", "completions", "rankings", "tasks", "duplicates")
    }
    assert counts == {"rows": 3, "prompts": 3, "completions": 5, "rankings": 1, "tasks": 2, "duplicates": 0}
    first = Prompt.objects.get(external_id="p1")
    assert first.domain == "honest"
    assert set(first.completions.values_list("text", "model")) == {(" a", ""), ("b", "m")}
    second = Prompt.objects.get(messages__0__role="system")
    assert second.domain == "helpful"
    ranking = Ranking.objects.get()
    ids = {completion.external_id: str(completion.id) for completion in second.completions.all()}
    assert ranking.groups == [[ids["y"]], [ids["x"], ids["z"]]]
    assert (ranking.annotator_name, ranking.annotator, ranking.assignment) == ("Ann", None, None)
    assert latest_rankings(project).get() == ranking
    entry = AuditEntry.objects.get(action="import")
    assert (entry.actor, entry.subject_id) == (alice, report["id"])


def test_it_opens_no_seat_where_the_file_has_rankings_enough(project: Project, alices: APIClient) -> None:
    project.overlap = 2
    project.save()
    rankings = [{"annotator": name, "ranks": [1, 2]} for name in ("Ann", "Ben")]
    rows = [
        {"prompt": f"Prompt {count}?", "completions": ["a", "b"], "rankings": rankings[:count]}
        for count in range(3)
    ]
    assert send(alices, project, lines(*rows)).status_code == 201
    seats = [Seat.objects.filter(task=task).count() for task in Task.objects.order_by("position")]
    assert seats == [2, 1, 0]


@pytest.mark.parametrize(
    ("ranks", "groups"),
    [([1, 2, 3], [[0], [1], [2]]), ([2, 1, 2], [[1], [0, 2]]), ([0.5, 9, 0.5], [[0, 2], [1]])],
)
def test_it_reads_ranks(
    project: Project, alices: APIClient, ranks: list[float], groups: list[list[int]]
) -> None:
    row = {"prompt": "A?", "completions": ["a0", "a1", "a2"], "ranks": ranks}
    assert send(alices, project, lines(row)).status_code == 201
    names = {str(answer.id): int(answer.text[1]) for answer in Completion.objects.all()}
    assert [[names[answer] for answer in group] for group in Ranking.objects.get().groups] == groups


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "Why?", "chosen": " Because.", "rejected": "No."},
        {
            "prompt": [{"role": "user", "content": "Why?"}],
            "chosen": [{"role": "assistant", "content": " Because."}],
            "rejected": [{"role": "assistant", "content": "No."}],
        },
        {
            "chosen": [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": " Because."}],
            "rejected": [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "No."}],
        },
        {
            "chosen": "\n\nHuman: Why?\n\nAssistant:  Because.",
            "rejected": "\n\nHuman: Why?\n\nAssistant: No.",
        },
    ],
)
def test_it_takes_preference_rows_of_trl(project: Project, alices: APIClient, row: dict[str, Any]) -> None:
    assert send(alices, project, lines(row)).status_code == 201
    assert Prompt.objects.get().messages == [{"role": "user", "content": "Why?"}]
    texts = {str(answer.id): answer.text for answer in Completion.objects.all()}
    assert [[texts[answer] for answer in group] for group in Ranking.objects.get().groups] == [
        [" Because."],
        ["No."],
    ]


def test_it_takes_in_csv(project: Project, alices: APIClient) -> None:
    content = (
        "\ufeffprompt,domain,external_id,completion_1,completion_2,completion_3,rank_1,rank_2,rank_3\r\n"
        '"Two\r\nlines?",honest,c1,"an ""answer""",second,third,2,1,2\r\n'
        "Plain?,,c2,one,two,,,,\r\n"
    )
    response = send(alices, project, content, name="file.csv")
    assert response.status_code == 201, response.json()
    first = Prompt.objects.get(external_id="c1")
    assert first.messages[0]["content"] == "Two\r\nlines?"
    assert set(first.completions.values_list("text", flat=True)) == {'an "answer"', "second", "third"}
    assert [len(group) for group in Ranking.objects.get().groups] == [1, 2]
    assert Prompt.objects.get(external_id="c2").completions.count() == 2


def test_it_names_the_lines_of_csv_rows_that_span_lines(project: Project, alices: APIClient) -> None:
    content = 'prompt,completion_1,rank_1\n"a\nb",,\n,x,\nlast?,only,\n'
    assert problems(send(alices, project, content, name="file.csv")) == [
        (4, "prompt", "The row has no prompt: give “prompt” or “messages”."),
        (5, "completions", "K = 1 cannot be ranked: give two or more answers, or none."),
    ]


def test_it_checks_without_writing(project: Project, alices: APIClient) -> None:
    response = send(alices, project, lines({"prompt": "A?", "completions": ["a", "b"]}), dry_run="true")
    assert response.status_code == 200
    report = response.json()
    assert (report["id"], report["dry_run"], report["prompts"], report["tasks"]) == (None, True, 1, 1)
    assert nothing_was_written()


def test_it_skips_and_counts_what_the_project_has(project: Project, alices: APIClient) -> None:
    send(alices, project, lines({"prompt": "A?", "id": "p1"}))
    report = send(alices, project, lines({"prompt": "A?", "id": "p1"}, {"prompt": "B?", "id": "p2"})).json()
    assert (report["prompts"], report["duplicates"]) == (1, 1)
    assert Prompt.objects.count() == 2


def test_it_warns_of_the_same_file_unused_fields_and_named_models(
    project: Project, alices: APIClient
) -> None:
    content = lines({"prompt": "A?", "completions": ["I am ChatGPT.", "b"], "colour": "red"})
    first = send(alices, project, content).json()["warnings"]
    assert first == [
        {"line": 1, "field": "colour", "message": "The field “colour” is not used."},
        {"line": 1, "field": "completions[0]", "message": "Answer 1 names a model or its maker: “ChatGPT”."},
    ]
    assert (
        send(alices, project, content)
        .json()["warnings"][-1]["message"]
        .startswith("This same file came in before")
    )
    assert Prompt.objects.count() == 1


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
    found = problems(send(alices, project, lines({"prompt": "Good?"}, row)))
    assert len(found) == 1
    assert found[0][:2] == (2, field)
    assert message in found[0][2]
    assert nothing_was_written()


def test_it_names_both_lines_of_a_doubled_id(project: Project, alices: APIClient) -> None:
    content = lines({"prompt": "A?", "id": 7}, {"prompt": "B?"}, {"prompt": "C?", "id": "7"})
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


def test_it_lists_past_imports(project: Project, alices: APIClient) -> None:
    send(alices, project, lines({"prompt": "A?", "completions": ["a", "b"]}), name="eggs.jsonl")
    past = alices.get(f"/api/projects/{project.id}/imports").json()
    assert [
        (row["file_name"], row["by"], row["counts"]["rows"], row["counts"]["completions"]) for row in past
    ] == [("eggs.jsonl", "Alice", 1, 2)]


def test_it_is_for_owners(
    project: Project, bob: User, rita: User, charlie: User, client_of: ClientOf
) -> None:
    content = lines({"prompt": "A?"})
    codes = [send(client_of(user), project, content).status_code for user in (bob, rita, charlie)]
    assert codes == [403, 403, 404]
    address = f"/api/projects/{project.id}/imports"
    assert [client_of(user).get(address).status_code for user in (bob, rita, charlie)] == [403, 200, 404]
    assert nothing_was_written()


REAL = Path(__file__).parents[4] / "shared" / "data" / "hh-rlhf-harmless" / "pairs.jsonl"


@pytest.mark.skipif(not REAL.exists(), reason="the measuring data is not here")
def test_it_takes_in_real_comparisons(project: Project, alices: APIClient) -> None:
    whole = REAL.read_text(encoding="utf-8").rstrip("\n").split("\n")
    # Two of the 1,800 differ in more than their last turn; the report names them, and the others come in.
    odd = {line for line, _, _ in problems(send(alices, project, "\n".join(whole)))}
    assert len(odd) == 2
    rows = [row for line, row in enumerate(whole, start=1) if line not in odd]
    response = send(alices, project, "\n".join(rows))
    assert response.status_code == 201, response.json()
    report = response.json()
    counts = (report["prompts"], report["completions"], report["rankings"])
    assert counts == (len(rows), 2 * len(rows), len(rows))
    ranking = Ranking.objects.earliest("task__position")
    best = Completion.objects.get(pk=ranking.groups[0][0])
    assert json.loads(rows[0])["chosen"].endswith(f"\n\nAssistant: {best.text}")


def test_it_takes_in_gold_tasks(project: Project, alices: APIClient) -> None:
    answers = [{"id": "x", "text": "true"}, {"id": "y", "text": "untrue"}, {"id": "z", "text": "rude"}]
    content = lines(
        {"prompt": "Known?", "completions": answers, "gold": [["x"], [1, 2]], "explanation": "It is true."},
        {"prompt": "Open?", "completions": ["one", "two"]},
    )
    report = send(alices, project, content).json()
    assert (report["tasks"], report["warnings"]) == (2, [])
    gold, ordinary = Task.objects.order_by("position")
    texts = {str(answer.id): answer.text for answer in gold.completions.all()}
    assert [[texts[name] for name in group] for group in gold.solution or []] == [
        ["true"],
        ["untrue", "rude"],
    ]
    assert (gold.kind, gold.explanation, gold.seats.count()) == ("gold", "It is true.", 0)
    assert (ordinary.kind, ordinary.solution, ordinary.seats.count()) == ("ordinary", None, 1)


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
    response = send(alices, project, lines({"prompt": "?", "completions": ["a", "b"], "gold": gold}))
    line, named, message = problems(response)[0]
    assert (line, named) == (1, field)
    assert words in message
    assert nothing_was_written()


def test_it_names_the_line_whose_answers_are_too_few_or_too_many(project: Project, alices: APIClient) -> None:
    project.k_min, project.k_max = 3, 4
    project.save()
    rows = [{"prompt": f"{given}?", "completions": ["same"] * given} for given in (2, 3, 5)]
    response = send(alices, project, lines(*rows, {"prompt": "None yet?"}))
    assert [(line, field) for line, field, _ in problems(response)] == [
        (1, "completions"),
        (3, "completions"),
    ]
    assert nothing_was_written()
