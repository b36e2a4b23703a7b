"""The board's tables as files: one row a line, a measure spread over four columns. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from labeling.csv_cells import harmless

Row = dict[str, Any]
Board = Mapping[str, Any]
MEASURE = {"value", "low", "high", "n"}


def annotators(board: Board) -> Iterable[Row]:
    return (flat({**row, "annotator": row["annotator"]["name"]}) for row in board["annotators"])


def pairs(board: Board) -> Iterable[Row]:
    return (flat({**row, "one": row["one"]["name"], "other": row["other"]["name"]}) for row in board["pairs"])


def agreement(board: Board) -> Iterable[Row]:
    """The whole project first, then each domain."""
    yield flat({"domain": "all", "agreement": board["agreement"]})
    for row in board["domains"]:
        yield flat({"domain": row["domain"], "agreement": row["agreement"]})


def progress(board: Board) -> Iterable[Row]:
    whole = {name: board[name] for name in ("rankings", "median_active_ms", "per_hour", "forecast")}
    yield flat({"domain": "all", **whole})
    for row in board["domains"]:
        yield flat({"domain": row["domain"], **{name: row[name] for name in whole}})


def gates(board: Board) -> Iterable[Row]:
    return (flat({"last": None, "before": None, **row}) for row in board["gates"])


def plain(name: str) -> Callable[[Board], Iterable[Row]]:
    return lambda board: board[name]


TABLES: dict[str, Callable[[Board], Iterable[Row]]] = {
    "agreement": agreement,
    "annotators": annotators,
    "pairs": pairs,
    "progress": progress,
    "gates": gates,
    "by_hour": plain("by_hour"),
    "by_day": plain("by_day"),
    "times": plain("times"),
}
FORMATS = ("csv", "json")


def flat(row: Mapping[str, Any], path: str = "") -> Row:
    """Return nested values under joined names: {"raw": {"value": 1, …}} is {"raw": 1, "raw_low": …, "raw_high": …, …}."""
    found: Row = {}
    for name, value in row.items():
        joined = f"{path}_{name}" if path else name
        if not isinstance(value, Mapping):
            found[joined] = value
        elif set(value) == MEASURE:
            found |= {
                joined: value["value"],
                **{f"{joined}_{end}": value[end] for end in ("low", "high", "n")},
            }
        else:
            found |= flat(value, joined)
    return found


def csv_text(rows: Iterable[Row]) -> str:
    """Return the rows as CSV with the columns of all of them; text that a spreadsheet would run is made harmless."""
    listed = list(rows)
    columns = list(dict.fromkeys(name for row in listed for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in listed)
    return text.getvalue()
