"""The measures of a reward model as tables, from the document its trainer wrote. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from labeling.table_files import MEASURE, Row, flat

Document = Mapping[str, Any]


def figures(document: Document) -> Iterable[Row]:
    """Every measure of the document by its name, but those that are rows of another table."""
    return ({"measure": name, **found} for name, found in named_measures(document))


def named_measures(part: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Row]]:
    for name, value in part.items():
        joined = f"{path}_{name}" if path else name
        if isinstance(value, Mapping) and set(value) >= MEASURE:
            yield joined, {end: value[end] for end in ("value", "low", "high", "n")}
        elif isinstance(value, Mapping):
            yield from named_measures(value, joined)


def slices(document: Document) -> Iterable[Row]:
    return (flat(row) for row in document.get("slices", []))


def reliability(document: Document) -> Iterable[Row]:
    return (flat(row) for row in document.get("calibration", {}).get("bins", []))


def scores(document: Document) -> Iterable[Row]:
    return (flat(row) for row in document.get("distribution", {}).get("bins", []))


def lengths(document: Document) -> Iterable[Row]:
    points = document.get("length", {}).get("points", [])
    return ({"length": length, "score": score} for length, score in points)


MEASURE_TABLES: dict[str, Callable[[Document], Iterable[Row]]] = {
    "figures": figures,
    "slices": slices,
    "reliability": reliability,
    "scores": scores,
    "lengths": lengths,
}
