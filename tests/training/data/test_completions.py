from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.tiny import completion_rows
from training.contract.rows import CompletionRow, Message, RowError, read_rows, write_rows
from training.data.completions import freeze_completions, read_completions

ASKED = (Message("user", "Why?"),)


def written(folder: Path, *rows: Any) -> Path:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "Why?", "completion": "So."},
        {"question": "Why?", "answer": "So.", "prompt": None},
        {"messages": [{"role": "user", "content": "Why?"}], "text": "So."},
        {"messages": [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "So."}]},
        {
            "prompt": [{"role": "user", "content": "Why?"}],
            "completion": [{"role": "assistant", "content": "So."}],
        },
    ],
)
def test_it_reads_the_columns_of_other_tools(tmp_path: Path, row: dict[str, Any]) -> None:
    (found,) = read_completions(written(tmp_path, row))
    assert (found.completion_id, found.messages, found.text) == ("1", ASKED, "So.")


def test_it_takes_each_of_several_completions(tmp_path: Path) -> None:
    rows = list(
        read_completions(
            written(
                tmp_path,
                {"id": 7, "prompt": "Why?", "responses": ["a", ""]},
                {"prompt": "Why?", "response": "b"},
            )
        )
    )
    assert [(row.completion_id, row.text) for row in rows] == [("7-1", "a"), ("7-2", ""), ("2", "b")]
    assert len({row.prompt_id for row in rows}) == 1


def test_it_reads_parquet_as_it_reads_json_lines(tmp_path: Path) -> None:
    rows = completion_rows(["a", "b", "c"])
    pq.write_table(
        pa.Table.from_pylist([row.to_json() | {"sampling": None} for row in rows]), tmp_path / "r.parquet"
    )
    assert freeze_completions(tmp_path / "r.parquet", tmp_path / "frozen.jsonl") == 3
    assert list(read_rows(tmp_path / "frozen.jsonl", CompletionRow)) == rows


def test_it_leaves_our_own_rows_as_they_are(tmp_path: Path) -> None:
    rows = [CompletionRow("c", "p", ASKED, "So.", "helpful", "m", {"ended": False, "seed": 3})]
    write_rows(tmp_path / "own.jsonl", rows)
    assert list(read_completions(tmp_path / "own.jsonl")) == rows


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"completion": "So."}, "row 1: it has no prompt: .* \\(there are completion\\)"),
        (
            {"prompt": "Why?", "chosen": "So."},
            "row 1: it has no completion: .* \\(there are prompt, chosen\\)",
        ),
        ({"prompt": "Why?", "completion": 3}, "row 1: a completion must be text, not 3"),
        ({"prompt": [{"role": "robot", "content": "Why?"}], "text": "So."}, "row 1: field 'messages"),
        ([1], "line 1: the row must be a JSON object"),
    ],
)
def test_it_names_the_row_and_what_it_lacks(tmp_path: Path, row: Any, said: str) -> None:
    with pytest.raises(RowError, match=said):
        list(read_completions(written(tmp_path, row)))


def test_it_refuses_an_id_that_comes_twice(tmp_path: Path) -> None:
    row = {"id": "x", "prompt": "Why?", "text": "So."}
    with pytest.raises(RowError, match="row 2: the id 'x' comes a second time"):
        list(read_completions(written(tmp_path, row, row)))


def test_it_says_when_a_file_is_no_parquet(tmp_path: Path) -> None:
    (tmp_path / "rows.parquet").write_text("{}")
    with pytest.raises(RowError, match=r"rows\.parquet cannot be read as Parquet"):
        list(read_completions(tmp_path / "rows.parquet"))
