"""Show what a waiting import would bring, before anything is taken in: its shape, its columns, its first rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from labeling.problems import FieldProblem, Problem
from labeling.prompts.import_file import RawRow
from labeling.prompts.import_findings import Findings
from labeling.prompts.import_mapping import mapping_suggested
from labeling.prompts.import_shapes import shape_of
from labeling.prompts.models import Import
from labeling.rankings.import_check import Checked, import_check
from labeling.rankings.import_parsing import ImportedRow, Parser
from labeling.rankings.import_service import AT_ONCE_BYTES, Options, options_apply
from labeling.rankings.import_source import Source, source_of

ROWS_LOOKED_AT = 100
ROWS_CHECKED = 2000
ROWS_SHOWN = 5
SAMPLE_LENGTH = 120


@dataclass(frozen=True)
class Column:
    name: str
    sample: str


@dataclass
class Preview:
    shape: str
    title: str
    columns: list[Column]
    mapping: dict[str, Any]
    whole: bool
    """Whether every line was looked at, or the first ones only."""
    counts: dict[str, int] = field(default_factory=dict)
    rows: list[ImportedRow] = field(default_factory=list)
    problems: list[FieldProblem] = field(default_factory=list)
    warnings: list[FieldProblem] = field(default_factory=list)


def import_preview(*, source: Import, options: Options | None) -> Preview:
    """Read the import by the given options; without any, by what the names of its columns suggest."""
    unmapped = Source(source_of(source).files, source_of(source).format, any_columns=True)
    first = first_values(unmapped)
    options_apply(source, options or options_suggested(first))
    as_mapped = replace(source_of(source), any_columns=True)
    checked, rows, whole = looked_at(source)
    shape = shape_of(next(raws_of(as_mapped), RawRow(0, {})).value)
    return Preview(
        shape=shape.name,
        title=shape.title,
        columns=columns_of(first),
        mapping=source.mapping,
        whole=whole,
        counts=checked.tally.counts(),
        rows=rows,
        problems=checked.problems.listed,
        warnings=checked.warned,
    )


def options_suggested(first: list[dict[str, Any]]) -> Options:
    """Return a mapping by the names of the columns, where the file has no prompt by our names."""
    if not first or shape_of(first[0]).name != "own" or {"prompt", "messages"} & first[0].keys():
        return Options()
    return Options(mapping=mapping_suggested(column.name for column in columns_of(first)))


def first_values(source: Source) -> list[dict[str, Any]]:
    return [raw.value for raw in islice(raws_of(source), ROWS_LOOKED_AT)]


def raws_of(source: Source) -> Iterator[RawRow]:
    parser = Parser(["any"], Findings(), Findings())
    for number in range(len(source.files)):
        yield from source.raw_rows(number, parser)


def columns_of(values: list[dict[str, Any]]) -> list[Column]:
    """Return every column in the order of its first appearance, with the first value it has."""
    samples: dict[str, str] = {}
    for value in values:
        for name, entry in value.items():
            samples.setdefault(name, str(entry)[:SAMPLE_LENGTH])
    return [Column(name, sample) for name, sample in samples.items()]


def looked_at(source: Import) -> tuple[Checked, list[ImportedRow], bool]:
    """Return what a check says, of everything where that is quick and of the first rows where it is not.

    It writes no report: the import may be started while it is looked at, and the report is then the import's own.
    """
    whole = source.size <= AT_ONCE_BYTES
    try:
        checked = import_check(source, report=False, most=None if whole else ROWS_CHECKED)
        return checked, first_rows(source), whole
    except Problem as problem:  # A table whose columns nobody has named yet.
        found = Findings(listed=problem.fields, total=len(problem.fields))
        return Checked(problems=found), [], whole


def first_rows(source: Import) -> list[ImportedRow]:
    parser = Parser.of(source.project, Findings(), Findings())
    batch = next(source_of(source).batches(parser, size=ROWS_LOOKED_AT), None)
    return batch.rows[:ROWS_SHOWN] if batch else []
