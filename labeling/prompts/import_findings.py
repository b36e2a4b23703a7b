"""What an import finds wrong or odd: counted in full, listed as far as a page can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from labeling.problems import FieldProblem

MOST_LISTED = 100


class RowProblem(ValueError):  # noqa: N818  the house word
    """A row that cannot be used, and the field that is to blame."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass
class Findings:
    """Problems or warnings: all are counted, the first hundred are kept, and each is told to `heard`."""

    listed: list[FieldProblem] = field(default_factory=list)
    total: int = 0
    file: str = ""
    """The file that is being read, where there are several."""
    heard: Callable[[int | None, str, str], None] | None = None

    def add(self, line: int | None, name: str, message: str) -> None:
        self.total += 1
        message = f"{self.file}: {message}" if self.file else message
        if self.heard is not None:
            self.heard(line, name, message)
        if len(self.listed) < MOST_LISTED:
            self.listed.append(FieldProblem(field=name, line=line, message=message))
