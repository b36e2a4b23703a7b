"""The one problem type that services raise: what happened, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldProblem:
    field: str
    message: str
    line: int | None = None


class Problem(Exception):  # noqa: N818  the house word, in code as in the API
    """Something a person asked for cannot be done. One handler turns it into the API's error shape."""

    status = 400
    code = "invalid"

    def __init__(self, message: str, *, hint: str = "", fields: list[FieldProblem] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fields = fields or []


class NotFound(Problem):
    status = 404
    code = "not_found"


class Forbidden(Problem):
    status = 403
    code = "forbidden"


class Conflict(Problem):
    status = 409
    code = "conflict"


class TooLarge(Problem):
    status = 413
    code = "too_large"
