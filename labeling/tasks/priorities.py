"""Which tasks come first: the priority of prompts or of a domain, changed for the tasks and their seats together."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from labeling.accounts.models import User
from labeling.accounts.services import audit_add
from labeling.problems import FieldProblem, Problem
from labeling.projects.models import Project
from labeling.tasks.models import Seat, Task


@transaction.atomic
def priority_set(
    *,
    project: Project,
    priority: int,
    user: User,
    prompts: Sequence[UUID] | None = None,
    domain: str | None = None,
) -> int:
    """Give the tasks of the named prompts, or of a whole domain, this priority, and return how many there are.

    Higher comes first; within a priority the queue keeps its order. What somebody holds stays with them.
    """
    tasks = Task.objects.filter(project=project, **chosen(project, prompts, domain))
    Seat.objects.filter(task__in=tasks).update(priority=priority)
    count = tasks.update(priority=priority)
    audit_add(
        actor=user,
        action="prioritise",
        subject="project",
        subject_id=project.id,
        project_id=project.id,
        detail={
            "priority": priority,
            "domain": domain,
            "prompts": [str(prompt) for prompt in prompts or []],
            "tasks": count,
        },
    )
    return count


def chosen(project: Project, prompts: Sequence[UUID] | None, domain: str | None) -> dict[str, object]:
    if bool(prompts) == bool(domain):
        raise Problem(
            "Name either prompts or a domain.", fields=[FieldProblem("prompts", "Choose some, or a domain.")]
        )
    if domain and domain not in project.domains:
        text = f"{domain!r} is not a domain of this project; they are {', '.join(project.domains)}"
        raise Problem("There is no such domain here.", fields=[FieldProblem("domain", text)])
    return {"prompt__domain": domain} if domain else {"prompt__in": prompts}
