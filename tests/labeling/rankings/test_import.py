"""Take in files of prompts, answers and rankings: whole or not at all, every bad line named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import AuditEntry, User
from labeling.projects.models import Project
from labeling.prompts.models import Completion, Prompt
from labeling.rankings.models import Ranking
from labeling.rankings.selectors import latest_rankings
from labeling.tasks.models import Seat, Task
from tests.conftest import ClientOf
from tests.labeling.rankings.importing import json_lines, nothing_was_written, problems, send

pytestmark = pytest.mark.django_db


def test_it_takes_in_prompts_answers_and_rankings(project: Project, alices: APIClient, alice: User) -> None:
    content = json_lines(
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
    assert send(alices, project, json_lines(*rows)).status_code == 201
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
    assert send(alices, project, json_lines(row)).status_code == 201
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
    assert send(alices, project, json_lines(row)).status_code == 201
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


def test_it_checks_without_writing(project: Project, alices: APIClient) -> None:
    response = send(alices, project, json_lines({"prompt": "A?", "completions": ["a", "b"]}), dry_run="true")
    assert response.status_code == 200
    report = response.json()
    assert (report["id"], report["dry_run"], report["prompts"], report["tasks"]) == (None, True, 1, 1)
    assert nothing_was_written()


def test_it_skips_and_counts_what_the_project_has(project: Project, alices: APIClient) -> None:
    send(alices, project, json_lines({"prompt": "A?", "id": "p1"}))
    report = send(
        alices, project, json_lines({"prompt": "A?", "id": "p1"}, {"prompt": "B?", "id": "p2"})
    ).json()
    assert (report["prompts"], report["duplicates"]) == (1, 1)
    assert Prompt.objects.count() == 2


def test_it_warns_of_the_same_file_unused_fields_and_named_models(
    project: Project, alices: APIClient
) -> None:
    content = json_lines({"prompt": "A?", "completions": ["I am ChatGPT.", "b"], "colour": "red"})
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


def test_it_lists_past_imports(project: Project, alices: APIClient) -> None:
    send(alices, project, json_lines({"prompt": "A?", "completions": ["a", "b"]}), name="eggs.jsonl")
    past = alices.get(f"/api/projects/{project.id}/imports").json()
    assert [
        (row["file_name"], row["by"], row["counts"]["rows"], row["counts"]["completions"]) for row in past
    ] == [("eggs.jsonl", "Alice", 1, 2)]


def test_it_is_for_owners(
    project: Project, bob: User, rita: User, charlie: User, client_of: ClientOf
) -> None:
    content = json_lines({"prompt": "A?"})
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
    content = json_lines(
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


def test_it_takes_in_practice_tasks(project: Project, alices: APIClient) -> None:
    row = {"prompt": "Known?", "completions": ["true", "untrue"], "practice": [[0], [1]]}
    report = send(alices, project, json_lines({**row, "explanation": "It is true."})).json()
    assert (report["tasks"], report["warnings"]) == (1, [])
    task = Task.objects.get()
    assert (task.kind, task.explanation, task.seats.count()) == ("practice", "It is true.", 0)
    refused = send(alices, project, json_lines({**row, "gold": [[0], [1]]}))
    assert problems(refused) == [(1, "practice", "A task is either gold or practice.")]
