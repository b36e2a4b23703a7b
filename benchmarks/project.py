"""A project with many open tasks and its annotators. Filled through COPY: over HTTP a million tasks would take a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from labeling.accounts.models import User
from labeling.accounts.scopes import Scope
from labeling.accounts.services import token_create
from labeling.copying import rows_copy
from labeling.projects.models import Member, Project
from labeling.projects.services import project_create
from labeling.prompts.models import Completion, Prompt
from labeling.tasks.models import Seat, Task
from labeling.tasks.services import SEAT_COLUMNS

TASKS_AT_ONCE = 20_000
PROMPT = "How do I get limescale out of a kettle without harming the heating element? Number {number}."
ANSWER = (
    "Answer {number}: fill it with water and vinegar, heat it, let it stand for an hour, rinse it twice. " * 3
)
TIDY = "VACUUM (ANALYZE) prompts_prompt, prompts_completion, tasks_task, tasks_task_completions, tasks_seat"


@dataclass(frozen=True)
class Annotator:
    user_id: UUID
    token: str


def people_make(count: int, group: str = "annotator") -> list[Annotator]:
    made = []
    for number in range(count):
        user = User.objects.create_user(
            f"{group}-{number}@benchmark.example", None, name=f"Annotator {number}"
        )
        token = token_create(user=user, name="benchmark", expires_in_days=2, scopes=[Scope.LABEL])[1]
        made.append(Annotator(user.id, token))
    return made


def project_make(*, tasks: int, answers: int, overlap: int, people: list[Annotator]) -> Project:
    """Make a project of so many open tasks, each with a prompt and answers of its own, and its members."""
    owner, _ = User.objects.get_or_create(email="owner@benchmark.example", defaults={"name": "Owner"})
    project = project_create(
        user=owner, name=f"{tasks} tasks", domains=["helpful"], k=answers, overlap=overlap
    )
    Member.objects.bulk_create(
        Member(project=project, user_id=person.user_id, role=Member.Role.ANNOTATOR) for person in people
    )
    for start in range(1, tasks + 1, TASKS_AT_ONCE):
        fill(project, range(start, min(start + TASKS_AT_ONCE, tasks + 1)), answers)
    return project


def settle() -> None:
    """Let PostgreSQL finish what the filling left it to do, which would otherwise go on beside the first minutes of work."""
    with connection.cursor() as cursor:
        cursor.execute(TIDY)
        cursor.execute("SELECT pg_has_role(current_user, 'pg_checkpoint', 'usage')")
        if cursor.fetchone()[0]:
            cursor.execute("CHECKPOINT")


@transaction.atomic
def fill(project: Project, positions: range, answers: int) -> None:
    unchecked()
    now = timezone.now()
    prompts = {position: uuid4() for position in positions}
    completions = {position: [uuid4() for _ in range(answers)] for position in positions}
    tasks = {position: uuid4() for position in positions}
    copies: list[tuple[Any, list[str], Callable[[int], Iterator[tuple[Any, ...]]]]] = [
        (
            Prompt,
            ["id", "project_id", "domain", "messages", "created_at"],
            lambda at: iter([(prompts[at], project.id, "helpful", messages(at), now)]),
        ),
        (
            Completion,
            ["id", "prompt_id", "text", "model", "sampling", "created_at"],
            lambda at: (
                (answer, prompts[at], ANSWER.format(number=number), "", Jsonb({}), now)
                for number, answer in enumerate(completions[at])
            ),
        ),
        (
            Task,
            ["id", "project_id", "prompt_id", "priority", "position", "created_at"],
            lambda at: iter([(tasks[at], project.id, prompts[at], 0, at, now)]),
        ),
        (
            Task.completions.through,
            ["task_id", "completion_id"],
            lambda at: ((tasks[at], answer) for answer in completions[at]),
        ),
        (
            Seat,
            SEAT_COLUMNS,
            lambda at: ((tasks[at], number, project.id, 0, at) for number in range(1, project.overlap + 1)),
        ),
    ]
    for model, columns, rows in copies:
        rows_copy(model, columns, (row for at in positions for row in rows(at)))


def unchecked() -> None:
    """Leave the foreign keys of these rows unchecked where we may: they fit by how they are made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")


def messages(number: int) -> Jsonb:
    return Jsonb([{"role": "user", "content": PROMPT.format(number=number)}])
