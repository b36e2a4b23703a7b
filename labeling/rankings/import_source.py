"""The rows of an import's files, read anew as often as they are needed, in batches that know how far they reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from labeling.prompts.import_file import Format, RawRow, file_rows
from labeling.prompts.import_mapping import mapped
from labeling.prompts.import_store import stored_files
from labeling.prompts.models import Import
from labeling.rankings.import_parsing import ImportedRow, Parser, bundles


@dataclass(frozen=True, order=True)
class Place:
    """A file of the import, counted from 0, and a line of it; everything up to there has been read."""

    file: int = 0
    line: int = 0


@dataclass(frozen=True)
class Batch:
    rows: list[ImportedRow]
    raws: int
    """Rows of the file, good or bad."""
    end: Place


@dataclass(frozen=True)
class Source:
    files: list[Path]
    format: Format = "auto"
    mapping: dict[str, Any] = field(default_factory=dict)
    domain: str = ""
    any_columns: bool = False
    """Whether a table may do without a column called prompt, because somebody is still to say which it is."""

    def raw_rows(self, number: int, parser: Parser, after: int = 0) -> Iterator[RawRow]:
        """Yield the rows of one file with our names for the columns."""
        named = self.any_columns or bool(self.mapping)
        found = file_rows(self.files[number], self.format, parser.problems, after=after, mapped=named)
        for raw in found:
            value = mapped(raw.value, self.mapping)
            if self.domain:
                value["domain"] = self.domain
            yield RawRow(raw.line, value)

    def batches(self, parser: Parser, *, after: Place = Place(), size: int) -> Iterator[Batch]:
        """Yield all rows behind `after`, some `size` at a time; a batch ends where rows that belong together end."""
        several = len(self.files) > 1
        for number in range(after.file, len(self.files)):
            parser.problems.file = parser.warnings.file = self.files[number].name if several else ""
            start = after.line if number == after.file else 0
            yield from file_batches(self.raw_rows(number, parser, start), number, parser, size)


def file_batches(raws: Iterator[RawRow], number: int, parser: Parser, size: int) -> Iterator[Batch]:
    rows: list[ImportedRow] = []
    count = last = 0
    for bundle in bundles(raws):
        rows += parser.rows(bundle)
        count += len(bundle.raws)
        last = bundle.raws[-1].line
        if count >= size:
            yield Batch(rows, count, Place(number, last))
            rows, count = [], 0
    if count:
        yield Batch(rows, count, Place(number, last))


def source_of(source: Import) -> Source:
    return Source(stored_files(source.pk), cast("Format", source.format), source.mapping, source.domain)
