"""Which column of a file is which of our fields. Pure.

A mapping names, for each of our fields, the column it is in: {"prompt": "question", "completions": ["a", "b"]}. Null says
that a field is not taken from the file although a column has its name. What a mapping does not mention keeps its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from labeling.problems import FieldProblem, Problem

Columns = Mapping[str, str | list[str] | None]

FIELDS = (
    "prompt",
    "system",
    "context",
    "completions",
    "chosen",
    "rejected",
    "ranks",
    "domain",
    "external_id",
    "model",
    "annotator",
    "priority",
)
LISTS = {"completions"}
ANSWERS = {"completions", "answers", "responses", "chosen", "rejected", "rankings", "groups", "ranks"}
ALSO = {"prompt": {"messages"}, "completions": ANSWERS, "external_id": {"id", "prompt_id"}}
"""Our other names for the same thing, which must not win over what the person chose."""
MOST_COLUMNS = 16
GUESSES: dict[str, str] = {
    "prompt": r"question|instruction|query|input|text|user|post|prompt_text|source",
    "domain": r"category|topic|subject",
    "external_id": r"uid|uuid|key|question_id|sample_id|example_id|idx|index",
    "system": r"system_prompt",
    "model": r"model_name|generator",
    "context": r"passages|contexts|documents",
}
ANSWER_NAME = re.compile(
    r"(?:answer|response|completion|output|reply|candidate|generation|summary)[ _-]?(?:[a-h]|\d{1,2})",
    re.IGNORECASE,
)


def mapping_checked(given: object) -> dict[str, Any]:
    """Return the mapping, or raise a Problem at the field that is wrong."""
    if not isinstance(given, dict):
        raise mapping_problem("mapping", "The mapping must be an object.")
    for field, column in given.items():
        if field not in FIELDS:
            raise mapping_problem(
                f"mapping.{field}", f"{field!r} is none of our fields: {', '.join(FIELDS)}."
            )
        names = column if isinstance(column, list) else [column]
        if isinstance(column, list) and (field not in LISTS or not 1 <= len(column) <= MOST_COLUMNS):
            raise mapping_problem(f"mapping.{field}", "Give one column here; only answers may be in several.")
        if not all(name is None or (isinstance(name, str) and name) for name in names):
            raise mapping_problem(f"mapping.{field}", "A column is named by text.")
    return dict(given)


def mapping_problem(field: str, message: str) -> Problem:
    return Problem(message, hint="Choose the columns again.", fields=[FieldProblem(field, message)])


def mapped(value: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    """Return the row with our names for the columns that the mapping names."""
    if not columns:
        return dict(value)
    gone = {name for field, column in columns.items() for name in names_of(field, column)}
    row = {name: entry for name, entry in value.items() if name not in gone}
    for field, column in columns.items():
        found = field_value(value, field, column)
        if found is not None:
            row[field] = found
    return with_model(row)


def names_of(field: str, column: str | list[str] | None) -> set[str]:
    """Return the names that are spoken for: the columns, our name, and our other names for the same."""
    chosen = set(column) if isinstance(column, list) else {column or field}
    return chosen | {field} | ALSO.get(field, set())


def field_value(value: Mapping[str, Any], field: str, column: str | list[str] | None) -> object:
    if isinstance(column, list):
        answers = [value[name] for name in column if value.get(name) not in (None, "")]
        return answers or None
    return value.get(column) if column else None


def with_model(row: dict[str, Any]) -> dict[str, Any]:
    """Move the one model named beside the answers to each of them; a list names one for each."""
    model, answers = row.pop("model", None), row.get("completions")
    if model is None or not isinstance(answers, list):
        return row
    models = model if isinstance(model, list) else [model] * len(answers)
    named = [
        {"text": answer, "model": models[place]}
        if isinstance(answer, str) and place < len(models)
        else answer
        for place, answer in enumerate(answers)
    ]
    return {**row, "completions": named}


def mapping_suggested(columns: Iterable[str]) -> dict[str, Any]:
    """Return what the names of the columns suggest for a file that has no prompt by our names."""
    free = list(columns)
    found: dict[str, Any] = {}
    answers = [name for name in free if ANSWER_NAME.fullmatch(name)]
    if len(answers) > 1:
        found["completions"] = answers[:MOST_COLUMNS]
    for field, pattern in GUESSES.items():
        fits = [name for name in free if re.fullmatch(pattern, name, re.IGNORECASE)]
        if fits:
            found[field] = fits[0]
    return found
