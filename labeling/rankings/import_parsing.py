"""From the rows of a file to prompts with their rankings, each problem at its line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from labeling.projects.models import FEWEST_ANSWERS, MOST_ANSWERS, Project
from labeling.prompts.import_file import RawRow
from labeling.prompts.import_findings import Findings, RowProblem
from labeling.prompts.import_rows import ImportedPrompt, imported_prompt, warn_of_answers, warn_of_fields
from labeling.prompts.import_shapes import Shape, Value, shape_of
from labeling.rankings.import_gold import ImportedGold, imported_gold
from labeling.rankings.import_rankings import ImportedRanking, imported_rankings

MOST_TOGETHER = 10_000


@dataclass(frozen=True)
class ImportedRow:
    prompt: ImportedPrompt
    rankings: list[ImportedRanking]
    gold: ImportedGold | None


@dataclass(frozen=True)
class Bundle:
    """Rows of a file that belong together; mostly one."""

    shape: Shape
    raws: list[RawRow]

    @property
    def line(self) -> int:
        return self.raws[0].line

    @property
    def fields(self) -> set[str]:
        return set().union(*(raw.value.keys() for raw in self.raws)) - self.shape.uses


@dataclass
class Parser:
    """Reads bundle after bundle, and remembers what a file may say only once."""

    domains: list[str]
    problems: Findings
    warnings: Findings
    answers: tuple[int, int] = (FEWEST_ANSWERS, MOST_ANSWERS)
    """The fewest and the most answers a prompt may bring; one without any is to be answered later."""
    allow_partial: bool = False
    """Whether a ranking may leave answers out."""
    lines_of: dict[str, int] = field(default_factory=dict)
    unused: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, project: Project, problems: Findings, warnings: Findings) -> Self:
        """Return a parser that goes by the rules of the project."""
        return cls(project.domains, problems, warnings, project.answers_range, project.allow_partial)

    def rows(self, bundle: Bundle) -> list[ImportedRow]:
        """Return what the bundle holds; nothing when any of it cannot be used."""
        before = self.problems.total
        try:
            found = [self.row(bundle.line, value) for value in own_rows(bundle)]
        except RowProblem as problem:
            self.problems.add(bundle.line, problem.field, problem.message)
            return []
        warn_of_fields(bundle.line, bundle.fields, self.unused, self.warnings)
        for row in found:
            warn_of_answers(row.prompt, self.warnings)
            self.check_id(row.prompt)
            self.check_answers(row.prompt)
        return found if self.problems.total == before else []

    def row(self, line: int, value: Value) -> ImportedRow:
        prompt = imported_prompt(line, value, self.domains)
        answers = prompt.answers
        rankings = imported_rankings(value, answers, allow_partial=self.allow_partial)
        return ImportedRow(prompt, rankings, imported_gold(value, answers))

    def check_answers(self, prompt: ImportedPrompt) -> None:
        fewest, most = self.answers
        given = len(prompt.answers)
        if given and not fewest <= given <= most:
            message = f"A task of this project has {fewest} to {most} answers; this prompt brings {given}."
            self.problems.add(prompt.line, "completions", message)

    def check_id(self, prompt: ImportedPrompt) -> None:
        if prompt.external_id is None:
            return
        if prompt.external_id in self.lines_of:
            first = self.lines_of[prompt.external_id]
            message = f"Lines {first} and {prompt.line} have the same id {prompt.external_id!r}."
            self.problems.add(prompt.line, "id", message)
        else:
            self.lines_of[prompt.external_id] = prompt.line


def own_rows(bundle: Bundle) -> list[Value]:
    try:
        return bundle.shape.own([raw.value for raw in bundle.raws])
    except RecursionError:
        raise RowProblem("", "The row is nested too deeply.") from None


def bundles(raws: Iterable[RawRow]) -> Iterator[Bundle]:
    """Yield the rows that belong together, in their order."""
    waiting: Bundle | None = None
    for raw in raws:
        shape = shape_of(raw.value)
        if waiting is not None and belongs(raw, shape, waiting):
            waiting.raws.append(raw)
            continue
        if waiting is not None:
            yield waiting
        waiting = Bundle(shape, [raw])
    if waiting is not None:
        yield waiting


def belongs(raw: RawRow, shape: Shape, waiting: Bundle) -> bool:
    if not shape.together or shape is not waiting.shape or len(waiting.raws) == MOST_TOGETHER:
        return False
    return bool(raw.value.get(shape.together) == waiting.raws[0].value.get(shape.together))
