"""Write rows of an import: prompts, answers, tasks without seats, rankings. Many at once."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from psycopg.types.json import Jsonb

from labeling.copying import rows_copy
from labeling.prompts.models import Completion, Import, Prompt
from labeling.rankings.import_parsing import ImportedRow
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


def rows_write(source: Import, rows: list[ImportedRow]) -> None:
    """Write the rows; their tasks have no seats before the import is complete."""
    prompts = prompts_write(rows, source)
    answers = answers_write(rows, prompts)
    with_answers = [place for place, row in enumerate(rows) if row.prompt.answers]
    entries = [entry_of(rows[place], prompts[place], answers[place]) for place in with_answers]
    made = tasks_create(project=source.project, entries=entries, seats=False)
    rankings_write(rows, answers, dict(zip(with_answers, made, strict=True)))


def entry_of(row: ImportedRow, prompt: Prompt, answers: list[Completion]) -> TaskEntry:
    gold = row.gold
    return TaskEntry(
        prompt=prompt,
        completions=answers,
        priority=row.prompt.priority,
        gold=[[answers[number].id for number in group] for group in gold.groups] if gold else None,
        explanation=gold.explanation if gold else "",
        is_practice=gold is not None and gold.is_practice,
    )


def prompts_write(rows: list[ImportedRow], source: Import) -> list[Prompt]:
    prompts = [
        Prompt(
            project_id=source.project_id,
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
    names = [str(answer.id) for answer in answers]
    marks = ranking.marks
    return Ranking(
        task=task,
        annotator_name=ranking.annotator,
        groups=[[names[place] for place in group] for group in ranking.groups],
        flags=[{"completion": names[place], "flag": flag, "note": note} for place, flag, note in marks.flags],
        ratings={names[place]: rated for place, rated in marks.ratings.items()},
        confidence=marks.confidence,
        display_order=[answers[place].id for place in marks.shown],
        note=ranking.note,
        all_bad=ranking.all_bad,
        active_ms=ranking.active_ms,
        started_at=ranking.started_at,
        submitted_at=ranking.submitted_at or timezone.now(),
    )
