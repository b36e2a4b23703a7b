"""Another project like this one: its settings and guidelines, on request its members and its prompts with their tasks.

Never its rankings. Prompts are copied inside the database, so that a hundred thousand take seconds; the id of a copy
follows from the old id and the new project, which is how the copies of answers, tasks and seats find each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.db import connection, models, transaction

from labeling.accounts.models import User
from labeling.accounts.services import audit_add
from labeling.projects.models import Member, Project
from labeling.projects.selectors import latest_guideline
from labeling.projects.services import guideline_save, project_save
from labeling.prompts.models import Completion, Prompt
from labeling.tasks.models import Task

OWN = {"id", "name", "status", "created_at", "draw_seed", "is_demo"}
LONGEST_NAME = 120

PROMPTS = "FROM prompts_prompt source WHERE source.project_id = %(old)s"
ANSWERS = """FROM prompts_completion source JOIN prompts_prompt p ON p.id = source.prompt_id
WHERE p.project_id = %(old)s"""
TASKS = "FROM tasks_task source WHERE source.project_id = %(old)s"
LINKS = """FROM tasks_task_completions source JOIN tasks_task t ON t.id = source.task_id
WHERE t.project_id = %(old)s"""
SEATS = """
INSERT INTO tasks_seat (task_id, number, project_id, priority, position)
SELECT t.id, number, t.project_id, t.priority, t.position
FROM tasks_task t CROSS JOIN generate_series(1, %(overlap)s) AS number
WHERE t.project_id = %(new)s::uuid AND t.kind = 'ordinary'
"""


@transaction.atomic
def project_duplicate(
    *, project: Project, user: User, name: str = "", members: bool = False, prompts: bool = False
) -> Project:
    """Make a project with the same settings, owned by `user`; nothing that people ranked comes along."""
    settings = {
        field.attname: getattr(project, field.attname)
        for field in Project._meta.concrete_fields
        if field.name not in OWN
    }
    made = Project(**settings, name=name or f"Copy of {project.name}"[:LONGEST_NAME])
    project_save(made)
    Member.objects.create(project=made, user=user, role=Member.Role.OWNER)
    guideline_save(project=made, text=latest_guideline(project).text, user=user)
    if members:
        others = project.members.exclude(user=user)
        Member.objects.bulk_create(Member(project=made, user_id=one.user_id, role=one.role) for one in others)
    if prompts:
        prompts_copy(project, made)
    detail = {"from": str(project.id), "members": members, "prompts": prompts}
    audit_add(
        actor=user,
        action="duplicate",
        subject="project",
        subject_id=made.id,
        project_id=made.id,
        detail=detail,
    )
    return made


def prompts_copy(old: Project, new: Project) -> None:
    project = {"project_id": "%(new)s::uuid"}
    rows_copy_in_place(Prompt, {"id": copied("id"), "source_id": "NULL", **project}, PROMPTS, old, new)
    answer = {"id": copied("id"), "prompt_id": copied("prompt_id"), "run_id": "NULL"}
    rows_copy_in_place(Completion, answer, ANSWERS, old, new)
    task = {"id": copied("id"), "prompt_id": copied("prompt_id"), **project}
    rows_copy_in_place(Task, task, TASKS, old, new)
    link = {"task_id": copied("task_id"), "completion_id": copied("completion_id")}
    rows_copy_in_place(Task.completions.through, link, LINKS, old, new)
    with connection.cursor() as cursor:
        cursor.execute(SEATS, {"new": str(new.id), "overlap": new.overlap})
    solutions_copy(new)


def rows_copy_in_place(
    model: type[models.Model], replaced: Mapping[str, str], rows: str, old: Project, new: Project
) -> None:
    """Copy rows of one table; `replaced` says what stands in a column that is not copied as it is."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = [str(field.column) for field in fields]
    values = ", ".join(replaced.get(column, f'source."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} {rows}'
    with connection.cursor() as cursor:
        cursor.execute(statement, {"old": old.id, "new": str(new.id)})


def copied(column: str) -> str:
    return f"""md5(source."{column}"::text || %(new)s)::uuid"""


def copied_id(old: str, new: Project) -> str:
    """Return what `copied` gives in the database."""
    return str(UUID(hashlib.md5(f"{old}{new.id}".encode(), usedforsecurity=False).hexdigest()))


def solutions_copy(new: Project) -> None:
    """Let the known orders name the copied answers."""
    for task in new.tasks.filter(solution__isnull=False):
        task.solution = [[copied_id(answer, new) for answer in group] for group in task.solution or []]
        task.save(update_fields=["solution"])
