"""The rows that travel between web and trainer, as JSON Lines.

Every row type is a frozen dataclass; `read_rows` names the file, line and field of a bad row.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar

RowType = TypeVar("RowType", bound="Row")
ROLES = ("system", "user", "assistant")


class RowError(ValueError):
    """A row that cannot be used: the message names file, line and field."""


@dataclass(frozen=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True)
class Row:
    """Common ground of the row types: construction from a JSON object, with named errors."""

    @classmethod
    def from_json(cls, value: object) -> Self:
        if not isinstance(value, dict):
            raise RowError("the row must be a JSON object")
        known = {item.name: item for item in dataclasses.fields(cls)}
        missing = [
            name
            for name, item in known.items()
            if name not in value
            and item.default is dataclasses.MISSING
            and item.default_factory is dataclasses.MISSING
        ]
        if missing:
            raise RowError(f"field {missing[0]!r} is missing")
        given = {name: entry for name, entry in value.items() if name in known}
        if "messages" in known:
            given["messages"] = messages_from_json(given["messages"])
        return cls(**given).checked()

    def checked(self) -> Self:
        """Return the row itself, or raise RowError naming the field that is wrong."""
        return self

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


@dataclass(frozen=True)
class PromptRow(Row):
    prompt_id: str
    messages: tuple[Message, ...]
    domain: str = ""
    split: str = "train"

    def checked(self) -> Self:
        require_text(self, "prompt_id")
        return self


@dataclass(frozen=True)
class CompletionRow(Row):
    """One answer to a prompt, with where it came from."""

    completion_id: str
    prompt_id: str
    messages: tuple[Message, ...]
    text: str
    domain: str = ""
    model: str = ""
    sampling: dict[str, Any] = field(default_factory=dict)
    """Temperature, top_p, seed and so on; `ended` tells whether the model ended the answer itself."""

    def checked(self) -> Self:
        require_text(self, "completion_id", "prompt_id")
        return self


@dataclass(frozen=True)
class ScoreRow(Row):
    completion_id: str
    prompt_id: str
    score: float
    reward_model: str = ""
    """As the run's settings name it."""
    members: list[float] = field(default_factory=list)
    """Of an ensemble: the raw score of each member. Their differences are log-odds, as the members learned them."""


@dataclass(frozen=True)
class RankingRow(Row):
    """One person's ranking of one prompt's answers, with everything a later method may want."""

    ranking_id: str
    prompt_id: str
    messages: tuple[Message, ...]
    completions: list[dict[str, Any]]
    """Each `{"id", "text", "model", "sampling"}`."""
    groups: list[list[str]]
    """Best first; the ids in one group are tied. An answer in no group was left out."""
    annotator: str = ""
    """A pseudonym, stable within the dataset."""
    display_order: list[str] = field(default_factory=list)
    all_bad: bool = False
    flags: list[dict[str, Any]] = field(default_factory=list)
    """Each `{"completion", "flag", "note"}`: what is wrong with one answer."""
    ratings: dict[str, Any] = field(default_factory=dict)
    """`{completion id: {criterion: {"value": 4, "of": 5}}}`; points are counted from 1."""
    confidence: float | None = None
    """0 is unsure, 0.5 fairly sure, 1 sure; None where nobody asked."""
    rationale: str = ""
    started_at: str | None = None
    submitted_at: str | None = None
    active_ms: int | None = None
    guideline_version: int | None = None
    is_gold: bool = False
    domain: str = ""
    split: str = "train"
    revision: int = 1
    context: list[dict[str, str]] = field(default_factory=list)
    """Passages shown beside the prompt, each `{"title", "text"}`."""

    def checked(self) -> Self:
        require_text(self, "ranking_id", "prompt_id")
        known = [completion.get("id") for completion in self.completions]
        if len(set(known)) != len(known):
            raise RowError("field 'completions' has the same id twice")
        placed = [name for group in self.groups for name in group]
        if len(set(placed)) != len(placed):
            raise RowError("field 'groups' places an answer twice")
        strangers = sorted(set(placed) - set(known))
        if strangers:
            raise RowError(f"field 'groups' names {strangers[0]!r}, which is not in 'completions'")
        return self


def messages_from_json(value: object) -> tuple[Message, ...]:
    """Return the conversation, or raise RowError naming what is wrong with it."""
    if not isinstance(value, list) or not value:
        raise RowError("field 'messages' must be a list with at least one message")
    messages = []
    for place, entry in enumerate(value):
        if not isinstance(entry, dict) or entry.get("role") not in ROLES:
            raise RowError(f"field 'messages[{place}].role' must be one of {', '.join(ROLES)}")
        if not isinstance(entry.get("content"), str) or not entry["content"].strip():
            raise RowError(f"field 'messages[{place}].content' must be text that is not empty")
        messages.append(Message(role=entry["role"], content=entry["content"]))
    return tuple(messages)


def require_text(row: Row, *names: str) -> None:
    for name in names:
        value = getattr(row, name)
        if not isinstance(value, str) or not value:
            raise RowError(f"field {name!r} must be text that is not empty")


def read_rows(path: Path, row_type: type[RowType]) -> Iterator[RowType]:
    """Yield the rows of a JSON Lines file; raise RowError with file and line at the first bad one."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield row_type.from_json(json.loads(line.decode("utf-8")))
            except UnicodeDecodeError as error:
                text = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8"
                raise RowError(f"{path.name}, line {number}: {text}") from error
            except (json.JSONDecodeError, RowError) as error:
                raise RowError(f"{path.name}, line {number}: {error}") from error


def write_rows(path: Path, rows: Iterable[Row]) -> int:
    """Write the rows as JSON Lines in one atomic step and return how many there were."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(row.to_json(), ensure_ascii=False) + "\n")
            count += 1
        lines.flush()
        os.fsync(lines.fileno())
    partial.replace(path)
    return count


def file_sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
