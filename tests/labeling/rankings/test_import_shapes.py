"""The shapes that published data comes in become prompts, answers and rankings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from labeling.prompts.import_file import RawRow
from labeling.prompts.import_findings import Findings
from labeling.prompts.import_shapes import shape_of
from labeling.rankings.import_parsing import ImportedRow, Parser, bundles

USER = {"role": "user", "content": "Why?"}


def assistant(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


def parsed(*values: dict[str, Any]) -> tuple[list[ImportedRow], Findings, Findings]:
    parser = Parser(["helpful"], Findings(), Findings())
    raws = (RawRow(line, value) for line, value in enumerate(values, start=1))
    rows = [row for bundle in bundles(raws) for row in parser.rows(bundle)]
    return rows, parser.problems, parser.warnings


def whole(*values: dict[str, Any]) -> list[ImportedRow]:
    rows, problems, _ = parsed(*values)
    assert problems.listed == []
    return rows


def test_it_reads_ultrafeedback() -> None:
    value = {
        "prompt": "Why?",
        "prompt_id": "u1",
        "chosen": [USER, assistant("Because.")],
        "rejected": [USER, assistant("No.")],
        "messages": [USER, assistant("Because.")],
        "score_chosen": 8.0,
        "score_rejected": 4.0,
    }
    assert shape_of(value).name == "ultrafeedback"
    (row,) = whole(value)
    assert row.prompt.messages == [USER]
    assert row.prompt.external_id == "u1"
    assert [answer.text for answer in row.prompt.answers] == ["Because.", "No."]
    assert row.rankings[0].groups == [[0], [1]]


def comparison(choice: int, worker: str = "w1", **more: Any) -> dict[str, Any]:
    info = {"id": "t3", "post": "A long story.", "title": "A title", "subreddit": "AskReddit"}
    summaries = [
        {"text": " one", "policy": "sup2", "note": "fine"},
        {"text": " two", "policy": "ref", "note": None},
    ]
    return {
        "info": info,
        "summaries": summaries,
        "choice": choice,
        "worker": worker,
        "batch": "b",
        "split": "train",
        **more,
    }


def test_it_reads_openai_comparisons() -> None:
    first, second = whole(comparison(1, extra={"confidence": 7}), comparison(0, worker="w2"))
    assert first.prompt.messages[0]["content"] == (
        "SUBREDDIT: r/AskReddit\n\nTITLE: A title\n\nPOST: A long story.\n\nTL;DR:"
    )
    assert [(answer.text, answer.model) for answer in first.prompt.answers] == [
        (" one", "sup2"),
        (" two", "ref"),
    ]
    assert (first.rankings[0].annotator, first.rankings[0].groups) == ("w1", [[1], [0]])
    assert first.rankings[0].note == "Confidence 7.\nfine"
    assert second.rankings[0].groups == [[0], [1]]
    assert first.prompt.external_id != second.prompt.external_id


def test_it_reads_nemo_ranked_completions() -> None:
    completions = [
        {"rank": 1, "completion": [assistant("b")]},
        {"rank": 0, "completion": [assistant("a")]},
        {"rank": 1, "completion": [assistant("c")]},
    ]
    (row,) = whole({"context": [USER], "completions": completions})
    assert row.prompt.messages == [USER]
    assert row.rankings[0].groups == [[1], [0, 2]]


def message(name: str, parent: str | None, text: str, rank: int | None = None) -> dict[str, Any]:
    depth = 0 if parent is None else parent.count(".") + 1
    role = "assistant" if depth % 2 else "prompter"
    return {"message_id": name, "parent_id": parent, "text": text, "role": role, "rank": rank, "lang": "en"}


FLAT = [
    message("m", None, "Why?"),
    message("m.1", "m", "Because.", 1),
    message("m.2", "m", "It just is.", 0),
    message("m.1.1", "m.1", "Really?"),
    message("m.1.1.1", "m.1.1", "Yes."),
    message("m.1.1.2", "m.1.1", "No."),
]


def tree(name: str) -> dict[str, Any]:
    node = next(entry for entry in FLAT if entry["message_id"] == name)
    replies = [tree(entry["message_id"]) for entry in FLAT if entry["parent_id"] == name]
    return {**node, "replies": replies}


@pytest.mark.parametrize(
    "values",
    [
        [{"message_tree_id": "m", "tree_state": "ready_for_export", "prompt": tree("m")}],
        [{"message_tree_id": "m", **entry} for entry in FLAT],
    ],
)
def test_it_reads_conversation_trees(values: list[dict[str, Any]]) -> None:
    rows, problems, warnings = parsed(*values)
    assert (problems.listed, warnings.listed) == ([], [])
    first, second = rows
    assert (first.prompt.external_id, first.rankings[0].groups) == ("m", [[1], [0]])
    assert [turn["role"] for turn in second.prompt.messages] == ["user", "assistant", "user"]
    assert [answer.text for answer in second.prompt.answers] == ["Yes.", "No."]
    assert second.rankings == []


def frozen(annotator: str, groups: list[list[str]], prompt: str = "p1") -> dict[str, Any]:
    return {
        "ranking_id": f"r-{annotator}",
        "prompt_id": prompt,
        "messages": [USER],
        "completions": [
            {"id": "x", "text": " a", "model": "m", "sampling": json.dumps({"seed": 3})},
            {"id": "y", "text": "b", "model": "", "sampling": {}},
        ],
        "groups": groups,
        "annotator": annotator,
        "all_bad": annotator == "a2",
        "rationale": "Clear.",
        "submitted_at": "2026-11-01T10:00:00+00:00",
        "active_ms": 1200,
    }


def test_it_brings_the_frozen_rankings_of_a_prompt_together() -> None:
    first, second = whole(
        frozen("a1", [["y"], ["x"]]), frozen("a2", [["x", "y"]]), frozen("a1", [["x"], ["y"]], prompt="p2")
    )
    assert first.prompt.answers[0].sampling == {"seed": 3}
    assert [(one.annotator, one.groups, one.all_bad) for one in first.rankings] == [
        ("a1", [[1], [0]], False),
        ("a2", [[0, 1]], True),
    ]
    assert (first.rankings[0].note, first.rankings[0].active_ms) == ("Clear.", 1200)
    assert str(first.rankings[0].submitted_at) == "2026-11-01 10:00:00+00:00"
    assert len(second.rankings) == 1


@pytest.mark.parametrize(
    ("value", "field", "message"),
    [
        (comparison(5), "choice", "The choice must be the number of a summary"),
        (comparison(0) | {"info": {}}, "info", "neither a post nor an article"),
        ({"context": [USER], "completions": [{"completion": "x"}]}, "ranks", "K = 1"),
        ({"prompt": {**tree("m"), "role": "robot"}}, "role", "neither prompter nor assistant"),
        ({"message_tree_id": "m", **FLAT[1]}, "parent_id", "The first message of this conversation"),
        ({"prompt": "A?", "priority": "soon"}, "priority", "must be a whole number"),
        ({"prompt": "A?", "priority": 5000}, "priority", "must be a whole number"),
    ],
)
def test_it_names_the_field_of_a_bad_row(value: dict[str, Any], field: str, message: str) -> None:
    _, problems, _ = parsed({"prompt": "Good?"}, value)
    assert len(problems.listed) == 1
    assert problems.listed[0].line == 2
    assert message in problems.listed[0].message
    assert problems.listed[0].field in {field, "completions"}


def test_it_reads_a_priority() -> None:
    assert [row.prompt.priority for row in whole({"prompt": "A?", "priority": "-3"}, {"prompt": "B?"})] == [
        -3,
        0,
    ]
