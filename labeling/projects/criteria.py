"""What else a project asks of every answer beside its rank: criteria on labelled scales. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from labeling.problems import FieldProblem

FEWEST_POINTS, MOST_POINTS = 3, 7
MOST_CRITERIA = 8
LONGEST_KEY = 40
LENGTHS = {"label": 60, "help": 300, "low": 60, "high": 60}
KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Criterion(TypedDict):
    """A scale of `points` steps; `low` and `high` name its ends. The key stands in the data and never changes."""

    key: str
    label: str
    help: str
    low: str
    high: str
    points: int


def criterion_filled(given: Mapping[str, Any]) -> Criterion:
    """Return the criterion with what may be left out; what is needed and missing is empty, and found wrong later."""
    empty = Criterion(key="", label="", help="", low="", high="", points=5)
    return {**empty, **given}  # type: ignore[typeddict-item]  # checked by criteria_problems


def criteria_problems(criteria: Sequence[Any]) -> list[FieldProblem]:
    """Return everything that is wrong, at its field."""
    problems: list[FieldProblem] = []
    if len(criteria) > MOST_CRITERIA:
        problems.append(FieldProblem("criteria", f"A project has at most {MOST_CRITERIA} criteria."))
    seen: set[str] = set()
    for place, criterion in enumerate(criteria):
        found = criterion_problems(criterion)
        if not found and criterion["key"] in seen:
            found = {"key": "This key is used twice."}
        if not found:
            seen.add(criterion["key"])
        problems += [FieldProblem(f"criteria[{place}].{name}", text) for name, text in found.items()]
    return problems


def criterion_problems(criterion: Any) -> dict[str, str]:
    """Return {field: what is wrong with it}."""
    if not isinstance(criterion, dict) or set(criterion) != set(Criterion.__annotations__):
        return {"key": f"A criterion has exactly {', '.join(Criterion.__annotations__)}."}
    problems = {}
    key, points = criterion["key"], criterion["points"]
    if not isinstance(key, str) or len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        problems["key"] = f"Take small letters, digits, - and _, at most {LONGEST_KEY}."
    for name, most in LENGTHS.items():
        if not isinstance(criterion[name], str) or len(criterion[name]) > most:
            problems[name] = f"This must be text of at most {most} characters."
    if not problems.get("label") and not criterion["label"].strip():
        problems["label"] = "Give it a name."
    if type(points) is not int or not FEWEST_POINTS <= points <= MOST_POINTS:
        problems["points"] = f"A scale has {FEWEST_POINTS} to {MOST_POINTS} points."
    return problems


def changed_scales(before: Sequence[Criterion], after: Sequence[Criterion]) -> list[FieldProblem]:
    """Return the criteria that keep their key but not their number of points: 4 of 5 would then read as 4 of 7."""
    points = {criterion["key"]: criterion["points"] for criterion in before}
    return [
        FieldProblem(
            f"criteria[{place}].points",
            f"People have rated on {points[criterion['key']]} points; add a new criterion instead.",
        )
        for place, criterion in enumerate(after)
        if points.get(criterion["key"], criterion["points"]) != criterion["points"]
    ]
