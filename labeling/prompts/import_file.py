"""From the bytes of an uploaded file to its rows as JSON objects, each with its line. Pure."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from labeling.problems import FieldProblem, Problem
from labeling.prompts.import_findings import Findings
from labeling.storable import storable

Format = Literal["auto", "jsonl", "csv"]
SHORTEST_LIMIT = 131_072
NUMBERED = ("completion_", "model_", "rank_")


@dataclass(frozen=True)
class RawRow:
    line: int
    value: dict[str, Any]


def file_rows(content: bytes, file_name: str, format: Format, problems: Findings) -> Iterator[RawRow]:
    """Yield the file's rows; what cannot be read is added to `problems`, or raised when it is the whole file."""
    text = decoded(content)
    if not text.strip():
        raise unreadable("The file is empty.", "Send a file with one prompt a line.")
    chosen = guessed(text, file_name) if format == "auto" else format
    return csv_rows(text, problems) if chosen == "csv" else jsonl_rows(text, problems)


def decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise unreadable("The file is in UTF-16.", "Save it as UTF-8, then send it again.", line=1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"Line {line}, byte {place} is not UTF-8 (0x{content[error.start]:02x})."
        raise unreadable(message, "Save the file as UTF-8, then send it again.", line=line) from error


def unreadable(message: str, hint: str, line: int | None = None) -> Problem:
    return Problem(message, hint=hint, fields=[FieldProblem(field="file", line=line, message=message)])


def guessed(text: str, file_name: str) -> Format:
    ending = file_name.lower().rpartition(".")[2]
    if ending in {"csv", "jsonl", "ndjson", "json"}:
        return "csv" if ending == "csv" else "jsonl"
    return "jsonl" if text.lstrip().startswith("{") else "csv"


def jsonl_rows(text: str, problems: Findings) -> Iterator[RawRow]:
    if text.lstrip().startswith("["):
        hint = "Write one JSON object a line, without brackets around them."
        raise unreadable("This is one JSON list, not JSON Lines.", hint, line=1)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            clean = storable(value) == value
        except json.JSONDecodeError as error:
            problems.add(number, "", f"This is not JSON: {error.msg}, character {error.colno}.")
        except (ValueError, RecursionError):
            problems.add(number, "", "This JSON is nested too deeply, or holds a number that is too long.")
        else:
            yield from checked_row(number, value, clean, problems)


def checked_row(line: int, value: object, clean: bool, problems: Findings) -> Iterator[RawRow]:
    if not isinstance(value, dict):
        problems.add(line, "", 'A row must be a JSON object such as {"prompt": "…"}.')
    elif not clean:
        problems.add(
            line, "", "The row holds a NUL or half a character (a lone surrogate), which cannot be kept."
        )
    else:
        yield RawRow(line, value)


def csv_rows(text: str, problems: Findings) -> Iterator[RawRow]:
    header: list[str] = []
    for line, cells in csv_cells(text, problems):
        if not header:
            header = [name.strip() for name in cells]
            check_header(header)
        elif len(cells) > len(header):
            problems.add(line, "", f"The row has {len(cells)} cells, the header {len(header)}.")
        elif any(cell.strip() for cell in cells):
            yield from checked_row(line, csv_value(header, cells), "\x00" not in "".join(cells), problems)


def csv_cells(text: str, problems: Findings) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it begins on; a record that is not CSV ends the reading."""
    csv.field_size_limit(max(len(text), SHORTEST_LIMIT))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        problems.add(line, "", f"This is not CSV: {error}. The rest of the file was not read.")


def check_header(header: list[str]) -> None:
    if "prompt" not in header:
        raise unreadable(
            "The first line has no column called prompt.",
            "Name the columns prompt, domain, external_id, completion_1, completion_2, …, rank_1, rank_2, …",
            line=1,
        )
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise unreadable(f"The column {doubled[0]} is there twice.", "Name each column once.", line=1)


def csv_value(header: list[str], cells: list[str]) -> dict[str, Any]:
    """Return the row in the form JSON Lines has: the numbered columns become lists."""
    given = {name: cell for name, cell in zip(header, cells, strict=False) if cell != ""}
    value: dict[str, Any] = {name: cell for name, cell in given.items() if not name.startswith(NUMBERED)}
    answers = numbered(given, "completion_")
    if answers:
        value["completions"] = [
            {"text": given[f"completion_{number}"], "model": given.get(f"model_{number}", "")}
            for number in answers
        ]
    ranks = numbered(given, "rank_")
    if ranks:
        value["ranks"] = [rank_value(given.get(f"rank_{number}")) for number in sorted({*answers, *ranks})]
    return value


def numbered(given: dict[str, str], start: str) -> list[int]:
    """Return the numbers n of the filled columns called `start` + n."""
    ends = [name.removeprefix(start) for name in given if name.startswith(start)]
    return sorted(int(end) for end in ends if end.isdecimal())


def rank_value(cell: str | None) -> float | str | None:
    try:
        return None if cell is None else float(cell)
    except ValueError:
        return cell
