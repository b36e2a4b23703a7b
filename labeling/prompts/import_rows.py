"""From a row of an uploaded file to a prompt and its answers. Pure: problems are found here, nothing is written.

A row is one of
  {"prompt": "text"} or {"messages": [{"role", "content"}, …]}, and with either: "system", "id", "domain",
      "completions": ["text" or {"id", "text", "model"}, …]
  {"prompt", "chosen", "rejected"}, the preference form of trl, in text or messages: two answers and their ranking;
      without "prompt" both are whole conversations, as messages or as HH-RLHF transcripts
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labeling.problems import Problem
from labeling.prompts.import_file import Findings, RawRow
from labeling.prompts.services import checked_messages

ID_FIELDS = ("external_id", "id", "prompt_id")
ANSWER_FIELDS = ("completions", "answers", "responses")
RANKING_FIELDS = ("rankings", "groups", "ranks", "annotator")
PREFERENCE_FIELDS = ("chosen", "rejected")
KNOWN_FIELDS = {"prompt", "messages", "system", "domain"}.union(
    ID_FIELDS, ANSWER_FIELDS, RANKING_FIELDS, PREFERENCE_FIELDS
)
LONGEST_ID = 255
MOST_ANSWERS = 16
SPEAKERS = {"Human": "user", "Assistant": "assistant"}
TRANSCRIPT = re.compile(r"\n\n(Human|Assistant):")
MAKERS = re.compile(
    r"\b(ChatGPT|GPT-?[2-9]\w*|OpenAI|Claude|Anthropic|Gemini|DeepMind|Llama ?[2-9]\w*|LLaMA|Mistral|Mixtral|Qwen\d*|"
    r"DeepSeek|SmolLM\d*|Hugging ?Face|Cohere|Grok|Vicuna|PaLM)\b"
)


class RowProblem(ValueError):  # noqa: N818  the house word
    """A row that cannot be used, and the field that is to blame."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class ImportedAnswer:
    text: str
    external_id: str | None = None
    model: str = ""


@dataclass(frozen=True)
class ImportedPrompt:
    line: int
    external_id: str | None
    domain: str
    messages: list[dict[str, str]]
    answers: list[ImportedAnswer]


def imported_prompt(row: RawRow, domains: list[str]) -> ImportedPrompt:
    """Return the row's prompt, or raise RowProblem with the first thing that is wrong with it."""
    messages, answers = preference_parts(row.value) if "chosen" in row.value else plain_parts(row.value)
    return ImportedPrompt(
        line=row.line,
        external_id=external_id(row.value),
        domain=domain_of(row.value, domains),
        messages=messages,
        answers=answers,
    )


def plain_parts(value: Mapping[str, Any]) -> tuple[list[dict[str, str]], list[ImportedAnswer]]:
    given = value.get("messages", value.get("prompt"))
    if given is None:
        raise RowProblem("prompt", "The row has no prompt: give “prompt” or “messages”.")
    field = "messages" if "messages" in value else "prompt"
    return conversation(given, value.get("system"), field), answers_of(value)


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


def answers_of(value: Mapping[str, Any]) -> list[ImportedAnswer]:
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
        return ImportedAnswer(text=given)
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise RowProblem(field, 'An answer must be text or {"text": "…"}.')
    model = given.get("model") or ""
    if not isinstance(model, str) or len(model) > LONGEST_ID:
        raise RowProblem(f"{field}.model", f"A model's name must be text of at most {LONGEST_ID} characters.")
    return ImportedAnswer(
        text=given["text"], external_id=id_text(given.get("id"), f"{field}.id"), model=model
    )


def preference_parts(value: Mapping[str, Any]) -> tuple[list[dict[str, str]], list[ImportedAnswer]]:
    """Return prompt and two answers, the chosen first, of a row in trl's explicit or implicit prompt form."""
    chosen, rejected = value.get("chosen"), value.get("rejected")
    given = value.get("prompt", value.get("messages"))
    if given is None:
        given, chosen, rejected = shared_start(chosen, rejected)
    answers = [
        ImportedAnswer(text=last_turn(chosen, "chosen")),
        ImportedAnswer(text=last_turn(rejected, "rejected")),
    ]
    return conversation(given, value.get("system"), "prompt"), answers


def shared_start(chosen: object, rejected: object) -> tuple[list[Any], list[Any], list[Any]]:
    """Split two conversations, as messages or as transcripts, where they begin to differ."""
    one, other = turns_of(chosen), turns_of(rejected)
    pairs = zip(one, other, strict=False)
    same = next(
        (place for place, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)) - 1
    )
    return one[:same], one[same:], other[same:]


def turns_of(given: object) -> list[Any]:
    if isinstance(given, list) and given:
        return given
    if isinstance(given, str) and TRANSCRIPT.match(given):
        parts = TRANSCRIPT.split(given)[1:]
        return [
            {"role": SPEAKERS[speaker], "content": text.removeprefix(" ")}
            for speaker, text in zip(parts[::2], parts[1::2], strict=True)
        ]
    raise RowProblem(
        "prompt",
        "Without a prompt, “chosen” and “rejected” must be whole conversations: messages, or “\\n\\nHuman: … \\n\\nAssistant: …”.",
    )


def last_turn(given: object, field: str) -> str:
    if isinstance(given, str):
        return given
    turn = given[0] if isinstance(given, list) and len(given) == 1 else None
    if isinstance(turn, dict) and turn.get("role") == "assistant" and isinstance(turn.get("content"), str):
        return str(turn["content"])
    raise RowProblem(
        field, "After the prompt this must be text, or one message of the assistant and no more."
    )


def external_id(value: Mapping[str, Any]) -> str | None:
    field = next((name for name in ID_FIELDS if value.get(name) not in (None, "")), None)
    return None if field is None else id_text(value[field], field)


def id_text(given: object, field: str) -> str | None:
    if given is None or given == "":
        return None
    if isinstance(given, bool) or not isinstance(given, str | int) or len(str(given)) > LONGEST_ID:
        raise RowProblem(field, f"An id must be text or a number of at most {LONGEST_ID} characters.")
    return str(given)


def domain_of(value: Mapping[str, Any], domains: list[str]) -> str:
    domain = value.get("domain") or domains[0]
    if domain not in domains:
        raise RowProblem("domain", f"{domain!r} is not a domain of this project: {', '.join(domains)}.")
    return str(domain)


def warn(row: RawRow, prompt: ImportedPrompt, seen: set[str], warnings: Findings) -> None:
    """Warn of fields that are not used (each once) and of answers that tell who wrote them."""
    for name in sorted(set(row.value) - KNOWN_FIELDS - seen):
        seen.add(name)
        warnings.add(row.line, name, f"The field “{name}” is not used.")
    for place, answer in enumerate(prompt.answers):
        named = MAKERS.search(answer.text)
        if named:
            warnings.add(
                row.line, f"completions[{place}]", f"Answer {place + 1} names a model: “{named[0]}”."
            )
        if not answer.text.strip():
            warnings.add(row.line, f"completions[{place}]", f"Answer {place + 1} is empty.")
