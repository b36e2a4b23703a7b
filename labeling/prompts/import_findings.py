"""What an import finds wrong or odd: counted in full, listed as far as a page can show."""

from __future__ import annotations

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
    """Problems or warnings: all are counted, the first hundred are kept."""

    listed: list[FieldProblem] = field(default_factory=list)
    total: int = 0

    def add(self, line: int | None, name: str, message: str) -> None:
        self.total += 1
        if len(self.listed) < MOST_LISTED:
            self.listed.append(FieldProblem(field=name, line=line, message=message))
