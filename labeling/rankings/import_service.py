"""Take in a file of prompts, answers and rankings: whole, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from labeling.accounts.models import User
from labeling.accounts.services import audit_add
from labeling.copying import rows_copy
from labeling.problems import FieldProblem, Problem, TooLarge
from labeling.projects.models import Project
from labeling.prompts.import_file import Format, file_rows, unreadable
from labeling.prompts.import_findings import Findings
from labeling.prompts.models import Completion, Import, Prompt
from labeling.rankings.import_parsing import ImportedRow, Parser, bundles
from labeling.rankings.import_rankings import ImportedRanking
from labeling.rankings.models import Ranking
from labeling.tasks.models import Task
from labeling.tasks.services import TaskEntry, tasks_create

ROWS_AT_ONCE = 1000
COMPLETION_COLUMNS = [
    "id",
    "prompt_id",
    "external_id",
    "text",
    "model",
    "sampling",
    "names_maker",
    "created_at",
]


@dataclass
class ImportReport:
    """What came in, or would come in."""

    id: UUID | None = None
    dry_run: bool = False
    rows: int = 0
    prompts: int = 0
    completions: int = 0
    rankings: int = 0
    tasks: int = 0
    duplicates: int = 0
    warnings: list[FieldProblem] = field(default_factory=list)


def file_import(
    *,
    project: Project,
    user: User,
    file_name: str,
    content: bytes,
    format: Format = "auto",
    dry_run: bool = False,
) -> ImportReport:
    """Check the whole file, then write it in one transaction; a Problem names every bad line and leaves nothing."""
    refuse_too_large(len(content))
    rows, warnings = file_checked(project, content, file_name, format)
    digest = hashlib.sha256(content).hexdigest()
    warn_of_repeat(project, digest, warnings)
    with transaction.atomic():
        # Two imports at once would both find an external id new.
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        new = rows_new(project, rows)
        report = report_of(rows, new, warnings, dry_run)
        if not dry_run:
            report.id = rows_write(project, user, new, file_name, digest, report).id
    return report


def refuse_too_large(size: int) -> None:
    most = settings.IMPORT_MAX_BYTES
    if size > most:
        raise TooLarge(
            f"The file has {size / 2**20:.0f} MB; at most {most / 2**20:.0f} MB come in at once.",
            hint="Split the file, or raise IMPORT_MAX_MB.",
        )


def file_checked(
    project: Project, content: bytes, file_name: str, format: Format
) -> tuple[list[ImportedRow], Findings]:
    problems, warnings = Findings(), Findings()
    parser = Parser(project.domains, problems, warnings, (project.k_min, project.k_max))
    raws = file_rows(content, file_name, format, problems)
    rows = [row for bundle in bundles(raws) for row in parser.rows(bundle)]
    if problems.total:
        raise refusal(problems)
    if not rows:
        raise unreadable("The file has no rows.", "Send a file with one prompt a line.")
    return rows, warnings


def refusal(problems: Findings) -> Problem:
    more = problems.total - len(problems.listed)
    counted = "1 line cannot be used" if problems.total == 1 else f"{problems.total} lines cannot be used"
    rest = f" The first {len(problems.listed)} are listed, and {more} more." if more else ""
    return Problem(
        f"{counted}; nothing was imported.{rest}",
        hint="Mend the named lines, then send the file again.",
        fields=problems.listed,
    )


def warn_of_repeat(project: Project, digest: str, warnings: Findings) -> None:
    before = project.imports.filter(sha256=digest).order_by("-created_at").first()
    if before is not None:
        warnings.add(
            None, "file", f"This same file came in before, on {before.created_at:%Y-%m-%d at %H:%M} UTC."
        )


def rows_new(project: Project, rows: list[ImportedRow]) -> list[ImportedRow]:
    """Leave out the rows whose external id the project has already."""
    ids = [row.prompt.external_id for row in rows if row.prompt.external_id]
    known = set(project.prompts.filter(external_id__in=ids).values_list("external_id", flat=True))
    return [row for row in rows if row.prompt.external_id is None or row.prompt.external_id not in known]


def report_of(
    rows: list[ImportedRow], new: list[ImportedRow], warnings: Findings, dry_run: bool
) -> ImportReport:
    listed = list(warnings.listed)
    if warnings.total > len(listed):
        listed.append(FieldProblem("", f"And {warnings.total - len(listed)} more warnings."))
    return ImportReport(
        dry_run=dry_run,
        rows=len(rows),
        prompts=len(new),
        completions=sum(len(row.prompt.answers) for row in new),
        rankings=sum(len(row.rankings) for row in new),
        tasks=sum(len(row.prompt.answers) > 1 for row in new),
        duplicates=len(rows) - len(new),
        warnings=listed,
    )


def rows_write(
    project: Project, user: User, rows: list[ImportedRow], file_name: str, digest: str, report: ImportReport
) -> Import:
    counts = {
        name: getattr(report, name) for name in ("rows", "prompts", "completions", "rankings", "duplicates")
    }
    source = Import.objects.create(
        project=project, file_name=file_name[-255:], sha256=digest, created_by=user, counts=counts
    )
    prompts = prompts_write(project, rows, source)
    answers = answers_write(rows, prompts)
    with_answers = [place for place, row in enumerate(rows) if row.prompt.answers]
    entries = [entry_of(rows[place], prompts[place], answers[place]) for place in with_answers]
    tasks = dict(zip(with_answers, tasks_create(project=project, entries=entries), strict=True))
    rankings_write(rows, answers, tasks)
    audit_add(
        actor=user,
        action="import",
        subject="import",
        subject_id=source.id,
        project_id=project.id,
        detail={"file_name": file_name, "sha256": digest, **counts},
    )
    return source


def entry_of(row: ImportedRow, prompt: Prompt, answers: list[Completion]) -> TaskEntry:
    gold = row.gold
    return TaskEntry(
        prompt=prompt,
        completions=answers,
        priority=row.prompt.priority,
        answered=len(row.rankings),
        gold=[[answers[number].id for number in group] for group in gold.groups] if gold else None,
        explanation=gold.explanation if gold else "",
    )


def prompts_write(project: Project, rows: list[ImportedRow], source: Import) -> list[Prompt]:
    prompts = [
        Prompt(
            project=project,
            external_id=row.prompt.external_id,
            domain=row.prompt.domain,
            messages=row.prompt.messages,
            context=row.prompt.context,
            source=source,
        )
        for row in rows
    ]
    return Prompt.objects.bulk_create(prompts, batch_size=ROWS_AT_ONCE)


def answers_write(rows: list[ImportedRow], prompts: list[Prompt]) -> list[list[Completion]]:
    answers = [
        [
            Completion(
                prompt=prompt,
                text=answer.text,
                model=answer.model,
                sampling=answer.sampling,
                external_id=answer.external_id,
                names_maker=answer.names_maker,
            )
            for answer in row.prompt.answers
        ]
        for row, prompt in zip(rows, prompts, strict=True)
    ]
    rows_copy(
        Completion, COMPLETION_COLUMNS, (completion_row(answer) for group in answers for answer in group)
    )
    return answers


def completion_row(answer: Completion) -> tuple[Any, ...]:
    sampling = Jsonb(answer.sampling)
    return (
        answer.id,
        answer.prompt_id,
        answer.external_id,
        answer.text,
        answer.model,
        sampling,
        answer.names_maker,
        answer.created_at,
    )


def rankings_write(rows: list[ImportedRow], answers: list[list[Completion]], tasks: dict[int, Task]) -> None:
    rankings = [
        ranking_made(task, ranking, answers[place])
        for place, task in tasks.items()
        for ranking in rows[place].rankings
    ]
    Ranking.objects.bulk_create(rankings, batch_size=ROWS_AT_ONCE)


def ranking_made(task: Task, ranking: ImportedRanking, answers: list[Completion]) -> Ranking:
    return Ranking(
        task=task,
        annotator_name=ranking.annotator,
        groups=[[str(answers[place].id) for place in group] for group in ranking.groups],
        note=ranking.note,
        all_bad=ranking.all_bad,
        active_ms=ranking.active_ms,
        started_at=ranking.started_at,
        submitted_at=ranking.submitted_at or timezone.now(),
    )
