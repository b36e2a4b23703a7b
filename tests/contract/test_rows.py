from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tiny import asked, prompt_rows, ranking_rows
from training.contract.rows import (
    CompletionRow,
    PromptRow,
    RankingRow,
    Row,
    RowError,
    file_sha256,
    read_rows,
    write_rows,
)

MESSAGES = [{"role": "user", "content": "Hello"}]
RANKING: dict[str, Any] = {
    "ranking_id": "r",
    "prompt_id": "p",
    "messages": MESSAGES,
    "completions": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}],
    "groups": [["a"], ["b"]],
}


def test_it_reads_back_the_rows_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "rows.jsonl"
    rows = ranking_rows(3, 2)
    assert write_rows(path, rows) == 5
    assert list(read_rows(path, RankingRow)) == rows
    assert [file.name for file in path.parent.iterdir()] == ["rows.jsonl"]


def test_it_passes_over_empty_lines_and_fields_of_a_later_version(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"prompt_id": "p", "messages": MESSAGES, "mood": "fine"}) + "\n\n")
    assert list(read_rows(path, PromptRow)) == [PromptRow(prompt_id="p", messages=asked("Hello"))]


@pytest.mark.parametrize(
    ("row_type", "value", "message"),
    [
        (PromptRow, [], "must be a JSON object"),
        (PromptRow, {"messages": MESSAGES}, "'prompt_id' is missing"),
        (PromptRow, {"prompt_id": "", "messages": MESSAGES}, "'prompt_id' must be text"),
        (PromptRow, {"prompt_id": "p", "messages": []}, "at least one message"),
        (
            PromptRow,
            {"prompt_id": "p", "messages": [{"role": "judge", "content": "x"}]},
            r"messages\[0\].role",
        ),
        (
            PromptRow,
            {"prompt_id": "p", "messages": [{"role": "user", "content": " "}]},
            r"messages\[0\].content",
        ),
        (CompletionRow, {"completion_id": "c", "prompt_id": "p", "messages": MESSAGES}, "'text' is missing"),
        (RankingRow, {**RANKING, "groups": [["a"], ["z"]]}, "names 'z'"),
        (RankingRow, {**RANKING, "groups": [["a"], ["a"]]}, "places an answer twice"),
        (RankingRow, {**RANKING, "completions": RANKING["completions"] * 2}, "same id twice"),
    ],
)
def test_it_names_file_line_and_field_of_a_bad_row(
    tmp_path: Path, row_type: type[Row], value: object, message: str
) -> None:
    path = tmp_path / "rows.jsonl"
    good = {PromptRow: prompt_rows(1)[0].to_json(), RankingRow: RANKING}.get(
        row_type, {"completion_id": "c", "prompt_id": "p", "messages": MESSAGES, "text": "A"}
    )
    path.write_text(json.dumps(good) + "\n" + json.dumps(value) + "\n")
    with pytest.raises(RowError, match=rf"rows\.jsonl, line 2: .*{message}"):
        list(read_rows(path, row_type))


def test_it_names_the_line_that_is_no_json(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"prompt_id"')
    with pytest.raises(RowError, match=r"rows\.jsonl, line 1"):
        list(read_rows(path, PromptRow))


def test_it_leaves_the_old_file_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    write_rows(path, prompt_rows(1))
    before = file_sha256(path)

    def rows() -> Any:
        yield prompt_rows(1)[0]
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        write_rows(path, rows())
    assert file_sha256(path) == before


def test_it_names_the_line_that_is_no_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "prompts.jsonl"
    path.write_bytes(
        b'{"prompt_id": "p", "messages": [{"role": "user", "content": "Hi"}]}\n{"prompt_id": "caf\xe9"}\n'
    )
    with pytest.raises(RowError, match=r"prompts\.jsonl, line 2: byte 19 is not UTF-8"):
        list(read_rows(path, PromptRow))
