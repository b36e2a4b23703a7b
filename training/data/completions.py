"""Completions from any file: JSON Lines or Parquet, in our own rows or under the names that other tools give them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.contract.rows import CompletionRow, RowError, write_rows

PROMPTS = ("messages", "prompt", "question", "instruction", "query")
TEXTS = ("text", "completion", "completions", "response", "responses", "answer", "answers", "output")
IDS = ("completion_id", "id")
ROWS_AT_ONCE = 1000


def freeze_completions(path: Path, target: Path) -> int:
    """Write the completions of a file as our rows and return how many there are; RowError names a row that has none."""
    return write_rows(target, read_completions(path))


def read_completions(path: Path) -> Iterator[CompletionRow]:
    seen: set[str] = set()
    for number, row in records(path):
        try:
            for completion in completions_of(row, number):
                if completion.completion_id in seen:
                    raise RowError(f"the id {completion.completion_id!r} comes a second time")
                seen.add(completion.completion_id)
                yield completion
        except RowError as error:
            raise RowError(f"{path.name}, row {number}: {error}") from error


def records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a file with their numbers, counted from one; what is no Parquet is read as JSON Lines."""
    rows = parquet_records(path) if path.suffix == ".parquet" else json_records(path)
    return enumerate(rows, start=1)


def json_records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8"))
            except ValueError as error:
                raise RowError(f"{path.name}, line {number}: {error}") from error
            if not isinstance(row, dict):
                raise RowError(f"{path.name}, line {number}: the row must be a JSON object")
            yield row


def parquet_records(path: Path) -> Iterator[dict[str, Any]]:
    import pyarrow
    from pyarrow import parquet

    try:
        for batch in parquet.ParquetFile(path).iter_batches(batch_size=ROWS_AT_ONCE):
            yield from batch.to_pylist()
    except pyarrow.ArrowInvalid as error:
        raise RowError(f"{path.name} cannot be read as Parquet: {error}") from error


def completions_of(row: dict[str, Any], number: int) -> Iterator[CompletionRow]:
    """Yield the completions of one row: of its one column of text, of a list of them, or the end of a conversation."""
    messages, texts = split_row(row)
    own = next((str(row[name]) for name in IDS if row.get(name) is not None), str(number))
    digest = hashlib.sha256(json.dumps(messages, sort_keys=True).encode()).hexdigest()[:12]
    sampling = row.get("sampling") or {}
    if row.get("ended") is not None:
        sampling = {**sampling, "ended": row["ended"]}
    for place, text in enumerate(texts, start=1):
        yield CompletionRow.from_json(
            {
                "completion_id": own if len(texts) == 1 else f"{own}-{place}",
                "prompt_id": str(row.get("prompt_id") or digest),
                "messages": messages,
                "text": text,
                "domain": row.get("domain") or "",
                "model": row.get("model") or "",
                "sampling": sampling,
            }
        )


def split_row(row: dict[str, Any]) -> tuple[Any, list[str]]:
    """Return the conversation and its answers, or raise RowError saying which columns were looked for."""
    prompt = next((row[name] for name in PROMPTS if row.get(name)), None)
    given = next((row[name] for name in TEXTS if row.get(name) is not None), None)
    if prompt is None:
        raise RowError(
            f"it has no prompt: name its column one of {', '.join(PROMPTS)} (there are {', '.join(row)})"
        )
    messages = [{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt
    if given is None and isinstance(messages, list) and is_answer(messages[-1]):
        messages, given = messages[:-1], messages[-1]["content"]
    if given is None:
        raise RowError(
            f"it has no completion: name its column one of {', '.join(TEXTS)} (there are {', '.join(row)})"
        )
    several = given if isinstance(given, list) and not is_turns(given) else [given]
    return messages, [text_of(one) for one in several]


def text_of(given: Any) -> str:
    """Return an answer's text, which may come as the one assistant message of a conversation."""
    if is_turns(given):
        given = given[-1]
    if is_answer(given):
        given = given["content"]
    if not isinstance(given, str):
        raise RowError(f"a completion must be text, not {given!r}")
    return given


def is_turns(given: Any) -> bool:
    return isinstance(given, list) and bool(given) and all(isinstance(one, dict) for one in given)


def is_answer(given: Any) -> bool:
    return isinstance(given, dict) and given.get("role") == "assistant"
