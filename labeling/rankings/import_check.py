"""Read a whole import without writing anything: what would come in, and every line that cannot."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

from labeling.csv_cells import harmless
from labeling.problems import FieldProblem, Problem
from labeling.prompts.import_file import unreadable
from labeling.prompts.import_findings import Findings
from labeling.prompts.import_store import REPORT, import_folder
from labeling.prompts.models import Import
from labeling.rankings.import_known import known_as, same_before
from labeling.rankings.import_parsing import ImportedRow, Parser
from labeling.rankings.import_source import source_of

ROWS_AT_ONCE = 1000


@dataclass
class Tally:
    """What came in, or would."""

    rows: int = 0
    prompts: int = 0
    completions: int = 0
    rankings: int = 0
    tasks: int = 0
    duplicates: int = 0
    bad: int = 0

    def add(self, row: ImportedRow) -> None:
        self.prompts += 1
        self.completions += len(row.prompt.answers)
        self.rankings += len(row.rankings)
        self.tasks += len(row.prompt.answers) > 1

    def counts(self) -> dict[str, int]:
        return {part.name: getattr(self, part.name) for part in fields(self)}


@dataclass
class Checked:
    tally: Tally = field(default_factory=Tally)
    problems: Findings = field(default_factory=Findings)
    warnings: Findings = field(default_factory=Findings)

    @property
    def warned(self) -> list[FieldProblem]:
        more = self.warnings.total - len(self.warnings.listed)
        rest = [FieldProblem("", f"And {more} more warnings.")] if more else []
        return [*self.warnings.listed, *rest]


def import_check(
    source: Import,
    *,
    heard: Callable[[int], None] = lambda rows: None,
    report: bool = True,
    most: int | None = None,
) -> Checked:
    """Read everything, or some `most` rows. `heard` is told how many rows have been read, and may raise to end it.

    report: write every bad line to the report that can be downloaded.
    """
    checked = Checked()
    with problems_kept(source, checked.problems) if report else no_report():
        check_rows(source, checked, heard, most)
    if not checked.tally.rows and not checked.problems.total:
        raise unreadable("The file has no rows.", "Send a file with one prompt a line.")
    warn_of_repeat(source, checked.warnings)
    return checked


def check_rows(source: Import, checked: Checked, heard: Callable[[int], None], most: int | None) -> None:
    parser = Parser.of(source.project, checked.problems, checked.warnings)
    repeats = same_before(source) is not None
    for batch in source_of(source).batches(parser, size=ROWS_AT_ONCE):
        known = known_as(source, batch.rows)
        for row in batch.rows:
            if row.prompt.external_id in known or repeats:
                note_known(source, row, checked)
            else:
                checked.tally.add(row)
        checked.tally.rows += batch.raws
        heard(checked.tally.rows)
        if most is not None and checked.tally.rows >= most:
            break
    checked.tally.bad = checked.problems.total


def note_known(source: Import, row: ImportedRow, checked: Checked) -> None:
    checked.tally.duplicates += 1
    if source.known == Import.Known.REFUSE:
        name = f" with the id {row.prompt.external_id!r}" if row.prompt.external_id else ""
        checked.problems.add(row.prompt.line, "id", f"The project has this prompt{name} already.")


def warn_of_repeat(source: Import, warnings: Findings) -> None:
    before = same_before(source)
    if before is not None:
        when = f"{before.created_at:%Y-%m-%d at %H:%M} UTC"
        warnings.add(None, "file", f"This same file came in before, on {when}: nothing of it comes in again.")


def refusal(problems: Findings) -> Problem:
    more = problems.total - len(problems.listed)
    counted = "1 line cannot be used" if problems.total == 1 else f"{problems.total} lines cannot be used"
    rest = f" The first {len(problems.listed)} are listed, and {more} more." if more else ""
    return Problem(
        f"{counted}; nothing was imported.{rest}",
        hint="Mend the named lines, then send the file again.",
        fields=problems.listed,
    )


def report_path(source: Import) -> Path:
    return import_folder(source.pk) / REPORT


@contextmanager
def no_report() -> Iterator[None]:
    yield


@contextmanager
def problems_kept(source: Import, problems: Findings) -> Iterator[None]:
    """Write each problem to the import's report as it is found; no file stays where there was none."""
    path = report_path(source)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["line", "field", "problem"])
        problems.heard = lambda line, name, message: table.writerow([line, harmless(name), harmless(message)])
        yield
    problems.heard = None
    if not problems.total:
        path.unlink()
