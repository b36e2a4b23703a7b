"""From a row in our own form to a prompt and its answers. Pure: problems are found here, nothing is written.

Every field is read by one small function, which takes the row and returns its part or raises RowProblem; a new field is
one more such function, its name in KNOWN_FIELDS, and its place in ImportedPrompt. For the form see `import_shapes`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from labeling.problems import Problem
from labeling.prompts.import_findings import Findings, RowProblem
from labeling.prompts.makers import maker_named
from labeling.prompts.passages import Passage, PassageProblem, passages_of
from labeling.prompts.services import checked_messages

ID_FIELDS = ("external_id", "id", "prompt_id")
ANSWER_FIELDS = ("completions", "answers", "responses")
RANKING_FIELDS = ("rankings", "groups", "ranks", "annotator")
PREFERENCE_FIELDS = ("chosen", "rejected")
GOLD_FIELDS = ("gold", "practice", "explanation")
KNOWN_FIELDS = {"prompt", "messages", "system", "domain", "priority", "context"}.union(
    ID_FIELDS, ANSWER_FIELDS, RANKING_FIELDS, PREFERENCE_FIELDS, GOLD_FIELDS
)
LONGEST_ID = 255
MOST_ANSWERS = 16
FURTHEST_PRIORITY = 1000

Value = Mapping[str, Any]


@dataclass(frozen=True)
class ImportedAnswer:
    text: str
    external_id: str | None = None
    model: str = ""
    sampling: dict[str, Any] = field(default_factory=dict)
    names_maker: str = ""
    """The words in the text that give its model or maker away."""


@dataclass(frozen=True)
class ImportedPrompt:
    line: int
    external_id: str | None
    domain: str
    messages: list[dict[str, str]]
    answers: list[ImportedAnswer]
    priority: int = 0
    context: list[Passage] = field(default_factory=list)


def imported_prompt(line: int, value: Value, domains: list[str]) -> ImportedPrompt:
    """Return the row's prompt, or raise RowProblem with the first thing that is wrong with it."""
    return ImportedPrompt(
        line=line,
        messages=messages_of(value),
        answers=answers_of(value),
        external_id=external_id_of(value),
        domain=domain_of(value, domains),
        priority=priority_of(value),
        context=context_of(value),
    )


def messages_of(value: Value) -> list[dict[str, str]]:
    given = value.get("messages", value.get("prompt"))
    if given is None:
        raise RowProblem("prompt", "The row has no prompt: give “prompt” or “messages”.")
    field = "messages" if "messages" in value else "prompt"
    return conversation(given, value.get("system"), field)


def conversation(given: object, system: object, field: str) -> list[dict[str, str]]:
    messages = [{"role": "user", "content": given}] if isinstance(given, str) else given
    if system is not None and isinstance(messages, list):
        if not isinstance(system, str):
            raise RowProblem("system", "The system message must be text.")
        messages = [{"role": "system", "content": system}, *messages]
    try:
        return checked_messages(messages)
    except Problem as problem:
        empty = isinstance(given, str) and not given.strip()
        raise RowProblem(field, "The prompt has no text." if empty else problem.message) from problem


def answers_of(value: Value) -> list[ImportedAnswer]:
    field = next((name for name in ANSWER_FIELDS if name in value), None)
    if field is None:
        return []
    if not isinstance(value[field], list):
        raise RowProblem(field, "The answers must be a list.")
    answers = [answer_of(given, f"{field}[{place}]") for place, given in enumerate(value[field])]
    if len(answers) == 1:
        raise RowProblem(field, "K = 1 cannot be ranked: give two or more answers, or none.")
    if len(answers) > MOST_ANSWERS:
        raise RowProblem(
            field, f"{len(answers)} answers are more than the {MOST_ANSWERS} one person can rank."
        )
    ids = [answer.external_id for answer in answers if answer.external_id]
    doubled = sorted({name for name in ids if ids.count(name) > 1})
    if doubled:
        raise RowProblem(field, f"Two answers have the id {doubled[0]!r}.")
    return answers


def answer_of(given: object, field: str) -> ImportedAnswer:
    if isinstance(given, str):
        return ImportedAnswer(text=given, names_maker=maker_named(given))
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise RowProblem(field, 'An answer must be text or {"text": "…"}.')
    model = model_of(given, field)
    return ImportedAnswer(
        text=given["text"],
        external_id=id_text(given.get("id"), f"{field}.id"),
        model=model,
        sampling=sampling_of(given, field),
        names_maker=maker_named(given["text"], model),
    )


def model_of(answer: Value, field: str) -> str:
    model = answer.get("model") or ""
    if not isinstance(model, str) or len(model) > LONGEST_ID:
        raise RowProblem(f"{field}.model", f"A model's name must be text of at most {LONGEST_ID} characters.")
    return model


def sampling_of(answer: Value, field: str) -> dict[str, Any]:
    sampling = answer.get("sampling") or {}
    if not isinstance(sampling, dict):
        raise RowProblem(f"{field}.sampling", 'How it was sampled must be an object such as {"seed": 1}.')
    return sampling


def external_id_of(value: Value) -> str | None:
    field = next((name for name in ID_FIELDS if value.get(name) not in (None, "")), None)
    return None if field is None else id_text(value[field], field)


def id_text(given: object, field: str) -> str | None:
    if given is None or given == "":
        return None
    if isinstance(given, bool) or not isinstance(given, str | int) or len(str(given)) > LONGEST_ID:
        raise RowProblem(field, f"An id must be text or a number of at most {LONGEST_ID} characters.")
    return str(given)


def domain_of(value: Value, domains: list[str]) -> str:
    domain = value.get("domain") or domains[0]
    if domain not in domains:
        raise RowProblem("domain", f"{domain!r} is not a domain of this project: {', '.join(domains)}.")
    return str(domain)


def context_of(value: Value) -> list[Passage]:
    try:
        return passages_of(value.get("context"))
    except PassageProblem as problem:
        raise RowProblem(f"context{problem.place}", problem.message) from problem


def priority_of(value: Value) -> int:
    """Return the task's priority, higher first; a table's cell may hold it as text."""
    given = value.get("priority")
    if given is None or given == "":
        return 0
    number = whole_number(given)
    if number is None or abs(number) > FURTHEST_PRIORITY:
        raise RowProblem(
            "priority",
            f"The priority must be a whole number from -{FURTHEST_PRIORITY} to {FURTHEST_PRIORITY}.",
        )
    return number


def whole_number(given: object) -> int | None:
    if isinstance(given, str):
        return int(given) if re.fullmatch(r"\s*[+-]?[0-9]{1,9}\s*", given) else None
    if isinstance(given, float):
        return int(given) if given.is_integer() else None
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def warn_of_fields(line: int, names: set[str], seen: set[str], warnings: Findings) -> None:
    """Warn of fields that are not used, each once in a file."""
    for name in sorted(names - KNOWN_FIELDS - seen):
        seen.add(name)
        warnings.add(line, name, f"The field “{name}” is not used.")


def warn_of_answers(prompt: ImportedPrompt, warnings: Findings) -> None:
    """Warn of answers that tell who wrote them, and of empty ones."""
    for place, answer in enumerate(prompt.answers):
        if answer.names_maker:
            message = f"Answer {place + 1} names a model or its maker: “{answer.names_maker}”."
            warnings.add(prompt.line, f"completions[{place}]", message)
        if not answer.text.strip():
            warnings.add(prompt.line, f"completions[{place}]", f"Answer {place + 1} is empty.")
