"""The board's tables. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from labeling.table_files import Row, flat

Board = Mapping[str, Any]


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
