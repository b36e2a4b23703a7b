"""From a file on the disk to its rows as JSON objects, each with its line. Streams: memory holds a line, or a few rows.

JSON Lines and CSV have lines; the "line" of a Parquet file is the number of the row, from 1.
"""

from __future__ import annotations

import codecs
import csv
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from labeling.problems import FieldProblem, Problem
from labeling.prompts.import_findings import Findings
from labeling.storable import storable

Format = Literal["auto", "jsonl", "csv", "parquet", "arrow"]
ENDINGS: dict[str, Format] = {
    "csv": "csv",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "json": "jsonl",
    "parquet": "parquet",
    "arrow": "arrow",
}
HEAD_BYTES = 65_536
LONGEST_LINE = 32 * 2**20
ROWS_AT_ONCE = 200
TOO_DEEP = "This JSON is nested too deeply, or holds a number that is too long."
NOT_KEPT = "The row holds a NUL or half a character (a lone surrogate), which cannot be kept."
PROMPT_COLUMNS = {"prompt", "messages", "chosen", "info", "context", "message_id"}


@dataclass(frozen=True)
class RawRow:
    line: int
    value: dict[str, Any]


class NotText(Exception):  # noqa: N818  names what it found
    """A line that is not UTF-8, or that is too long to be held."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def file_rows(
    path: Path, format: Format, problems: Findings, *, after: int = 0, mapped: bool = False
) -> Iterator[RawRow]:
    """Yield the rows behind line `after`; what cannot be read is added to `problems`, or raised when it is the whole file.

    mapped: the columns are named by the person, so that a table need not have one called prompt.
    """
    with path.open("rb") as content:
        head = content.read(HEAD_BYTES)
        refuse_unreadable(head)
        chosen = guessed(head, path.name) if format == "auto" else format
        content.seek(0)
        if chosen == "parquet":
            rows = table_rows(parquet_batches(path, after), problems)
        elif chosen == "arrow":
            rows = table_rows(arrow_batches(path), problems)
        elif chosen == "csv":
            rows = csv_rows(content, problems, mapped=mapped)
        else:
            rows = jsonl_rows(content, head, problems, after)
        yield from (row for row in rows if row.line > after)


def refuse_unreadable(head: bytes) -> None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise unreadable("The file is in UTF-16.", "Save it as UTF-8, then send it again.", line=1)
    if len(head) < HEAD_BYTES and not head.removeprefix(codecs.BOM_UTF8).strip():
        raise unreadable("The file is empty.", "Send a file with one prompt a line.")


def unreadable(message: str, hint: str, line: int | None = None) -> Problem:
    return Problem(message, hint=hint, fields=[FieldProblem(field="file", line=line, message=message)])


def guessed(head: bytes, file_name: str) -> Format:
    if head.startswith(b"PAR1"):
        return "parquet"
    ending = file_name.lower().rpartition(".")[2]
    if ending in ENDINGS:
        return ENDINGS[ending]
    return "jsonl" if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{") else "csv"


def text_lines(content: BinaryIO) -> Iterator[tuple[int, str | NotText]]:
    """Yield every line with its number, decoded, or why it cannot be."""
    number = 0
    while line := content.readline(LONGEST_LINE):
        number += 1
        yield number, decoded(number, line, content)


def decoded(number: int, line: bytes, content: BinaryIO) -> str | NotText:
    if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
        while (rest := content.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        return NotText(number, f"The line is longer than {LONGEST_LINE // 2**20} MB.")
    try:
        return line.removeprefix(codecs.BOM_UTF8).decode() if number == 1 else line.decode()
    except UnicodeDecodeError as error:
        place = f"Line {number}, byte {error.start + 1}"
        return NotText(number, f"{place} is not UTF-8 (0x{line[error.start]:02x}). Save the file as UTF-8.")


def jsonl_rows(content: BinaryIO, head: bytes, problems: Findings, after: int) -> Iterator[RawRow]:
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"["):
        hint = "Write one JSON object a line, without brackets around them."
        raise unreadable("This is one JSON list, not JSON Lines.", hint, line=1)
    for number, line in text_lines(content):
        if isinstance(line, NotText):
            problems.add(number, "", str(line))
        elif number > after and line.strip():
            yield from json_row(number, line, problems)


def json_row(number: int, line: str, problems: Findings) -> Iterator[RawRow]:
    try:
        value = json.loads(line)
        clean = storable(value) == value
    except json.JSONDecodeError as error:
        problems.add(number, "", f"This is not JSON: {error.msg}, character {error.colno}.")
    except (ValueError, RecursionError):
        problems.add(number, "", TOO_DEEP)
    else:
        yield from checked_row(number, value, clean, problems)


def checked_row(line: int, value: object, clean: bool, problems: Findings) -> Iterator[RawRow]:
    if not isinstance(value, dict):
        problems.add(line, "", 'A row must be a JSON object such as {"prompt": "…"}.')
    elif not clean:
        problems.add(line, "", NOT_KEPT)
    else:
        yield RawRow(line, value)


def csv_rows(content: BinaryIO, problems: Findings, *, mapped: bool) -> Iterator[RawRow]:
    header: list[str] = []
    for line, cells in csv_cells(content, problems):
        if not header:
            header = [name.strip() for name in cells]
            check_header(header, mapped=mapped)
        elif len(cells) > len(header):
            problems.add(line, "", f"The row has {len(cells)} cells, the header {len(header)}.")
        elif any(cell.strip() for cell in cells):
            value = {name: cell for name, cell in zip(header, cells, strict=False) if name and cell != ""}
            yield from checked_row(line, value, "\x00" not in "".join(cells), problems)


def csv_cells(content: BinaryIO, problems: Findings) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it begins on; a record that is not CSV or not text ends the reading."""
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(only_text(text_lines(content)), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        problems.add(line, "", f"This is not CSV: {error}. The rest of the file was not read.")
    except NotText as found:
        problems.add(found.line, "", f"{found} The rest of the file was not read.")


def only_text(lines: Iterable[tuple[int, str | NotText]]) -> Iterator[str]:
    for _, line in lines:
        if isinstance(line, NotText):
            raise line
        yield line


def check_header(header: list[str], *, mapped: bool) -> None:
    if not mapped and PROMPT_COLUMNS.isdisjoint(header):
        raise unreadable(
            "The first line has no column called prompt.",
            "Name the columns prompt, domain, external_id, completion_1, completion_2, …, rank_1, rank_2, …, "
            "or say which column is which.",
            line=1,
        )
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise unreadable(f"The column {doubled[0]} is there twice.", "Name each column once.", line=1)


def table_rows(batches: Iterator[tuple[int, pa.RecordBatch]], problems: Findings) -> Iterator[RawRow]:
    """Yield the rows of batches that each come with the number of rows before them."""
    try:
        for before, batch in batches:
            for row in batch_values(batch, before, problems):
                yield from row
    except (pa.ArrowException, OSError) as error:
        reason = str(error).split("\n")[0][:200]
        raise unreadable(
            f"This table cannot be read: {reason}", "Write the file again, then send it again."
        ) from error


def parquet_batches(path: Path, after: int) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield the table in small batches; row groups that lie before `after` are not read."""
    with pq.ParquetFile(path, memory_map=True, pre_buffer=False) as table:
        line, groups = groups_behind(table, after)
        for batch in table.iter_batches(batch_size=ROWS_AT_ONCE, row_groups=groups):
            yield line, batch
            line += batch.num_rows


def arrow_batches(path: Path) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Yield the batches of what `save_to_disk` of Hugging Face's datasets writes."""
    line = 0
    with pa.memory_map(str(path)) as file, pa.ipc.open_stream(file) as table:
        for batch in table:
            yield line, batch
            line += batch.num_rows


def groups_behind(table: pq.ParquetFile, after: int) -> tuple[int, list[int]]:
    """Return the number of rows that are left out, and the row groups that are read."""
    rows = 0
    for group in range(table.num_row_groups):
        size = table.metadata.row_group(group).num_rows
        if rows + size > after:
            return rows, list(range(group, table.num_row_groups))
        rows += size
    return rows, []


def batch_values(batch: pa.RecordBatch, before: int, problems: Findings) -> Iterator[Iterator[RawRow]]:
    for place in range(batch.num_rows):
        line = before + place + 1
        try:
            record = batch.slice(place, 1).to_pylist()[0]
            value = {name: plain(entry) for name, entry in record.items() if entry is not None}
            yield checked_row(line, value, storable(value) == value, problems)
        except UnicodeDecodeError:
            problems.add(line, "", f"Row {line} holds text that is not UTF-8.")
        except ValueError as error:
            problems.add(line, "", str(error))


def plain(value: object) -> object:
    """Return the value as JSON has it; a table also knows times, decimals and bytes."""
    match value:
        case dict():
            return {name: plain(entry) for name, entry in value.items()}
        case list() | tuple():
            return [plain(entry) for entry in value]
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta() | Decimal():
            return str(value)
        case bytes():
            raise ValueError("The row holds bytes where text is wanted.")
        case float() if not math.isfinite(value):
            return None
    return value
