"""What PostgreSQL can keep: its text and JSON know no NUL character and no half of a surrogate pair."""

from __future__ import annotations

from typing import TypeVar, cast

Value = TypeVar("Value")


def storable(value: Value) -> Value:
    """Return the value with the characters that cannot be stored replaced by U+FFFD; models do write them."""
    return cast("Value", clean(value))


def clean(value: object) -> object:
    match value:
        case str():
            return value.replace("\x00", "\ufffd").encode("utf-8", errors="replace").decode("utf-8")
        case dict():
            return {clean(name): clean(entry) for name, entry in value.items()}
        case list() | tuple():
            return [clean(entry) for entry in value]
    return value
