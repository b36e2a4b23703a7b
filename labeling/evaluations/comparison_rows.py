"""The evaluate run's artifact: one JSON line a prompt, the answers of both sides beside each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.contract.rows import Message, RowError, messages_from_json

SIDES = ("reference", "policy")


def read_comparisons(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows; RowError names file and line of the first bad one."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield checked(json.loads(line))
            except (json.JSONDecodeError, RowError) as error:
                raise RowError(f"{path.name}, line {number}: {error}") from error


def checked(row: object) -> dict[str, Any]:
    if not isinstance(row, dict) or not isinstance(row.get("prompt_id"), str):
        raise RowError("field 'prompt_id' must be text")
    for side in SIDES:
        answers = row.get(side)
        if not isinstance(answers, list) or not all(is_answer(answer) for answer in answers):
            raise RowError(f"field {side!r} must be a list of answers with text and reward")
    messages = messages_from_json(row.get("messages"))
    return {**row, "messages": [plain(message) for message in messages], "domain": str(row.get("domain", ""))}


def is_answer(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("text"), str)
        and isinstance(value.get("reward"), int | float)
    )


def plain(message: Message) -> dict[str, str]:
    return {"role": message.role, "content": message.content}
