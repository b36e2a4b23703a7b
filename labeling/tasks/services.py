"""Writes of tasks: a task with its seats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from labeling.copying import rows_copy
from labeling.problems import FieldProblem, Problem
from labeling.projects.models import Project
from labeling.prompts.models import Completion, Prompt
from labeling.tasks.models import Seat, Task

ROWS_AT_ONCE = 1000
SEAT_COLUMNS = ["task_id", "number", "project_id", "priority", "position"]


@dataclass(frozen=True)
class TaskEntry:
    """What a task is made from. `answered` rankings came with the prompt, and so many fewer seats are needed."""

    prompt: Prompt
    completions: Sequence[Completion]
    priority: int = 0
    answered: int = 0
    gold: Sequence[Sequence[UUID]] | None = None
    """The known groups of a gold or practice task, best first."""
    explanation: str = ""
    is_practice: bool = False


def task_create(
    *, project: Project, prompt: Prompt, completions: Sequence[Completion], priority: int = 0
) -> Task:
    """Make a task that asks the project's `overlap` people to rank these answers."""
    entry = TaskEntry(prompt=prompt, completions=completions, priority=priority)
    return tasks_create(project=project, entries=[entry])[0]


@transaction.atomic
def tasks_create(*, project: Project, entries: Sequence[TaskEntry], seats: bool = True) -> list[Task]:
    """Make tasks at the end of the queue, in the given order; quick for tens of thousands.

    Without seats nobody is given them: an import opens the seats of all its tasks at once, when it is complete.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    overlap = project.overlap
    for entry in entries:
        check_entry(project, entry)
    last = project.tasks.aggregate(last=Max("position"))["last"] or 0
    tasks = [task_of(project, entry, last + place) for place, entry in enumerate(entries, start=1)]
    Task.objects.bulk_create(tasks, batch_size=ROWS_AT_ONCE)
    paired = list(zip(tasks, entries, strict=True))
    links = ((task.id, answer.id) for task, entry in paired for answer in entry.completions)
    rows_copy(Task.completions.through, ["task_id", "completion_id"], links)
    if seats:
        queued = (pair for pair in paired if pair[0].kind == Task.Kind.ORDINARY)
        wanted = (row for task, entry in queued for row in seat_rows(task, overlap - entry.answered))
        rows_copy(Seat, SEAT_COLUMNS, wanted)
    return tasks


def task_of(project: Project, entry: TaskEntry, position: int) -> Task:
    solution = None if entry.gold is None else [[str(answer) for answer in group] for group in entry.gold]
    return Task(
        project=project,
        prompt=entry.prompt,
        priority=entry.priority,
        position=position,
        kind=kind_of(entry),
        solution=solution,
        explanation=entry.explanation,
    )


def kind_of(entry: TaskEntry) -> Task.Kind:
    if entry.gold is None:
        return Task.Kind.ORDINARY
    return Task.Kind.PRACTICE if entry.is_practice else Task.Kind.GOLD


def seat_rows(task: Task, seats: int) -> Iterator[tuple[UUID, int, UUID, int, int]]:
    for number in range(1, seats + 1):
        yield task.id, number, task.project_id, task.priority, task.position


def check_entry(project: Project, entry: TaskEntry) -> None:
    answers = len(entry.completions)
    if project.k_min <= answers <= project.k_max:
        return
    word = "answer" if answers == 1 else "answers"
    raise Problem(
        f"A task needs {project.k_min} to {project.k_max} answers here; this one has {answers} {word}.",
        hint="Draw more answers for the prompt, or change the range in the project's settings.",
        fields=[FieldProblem("completions", f"{answers} {word}")],
    )
