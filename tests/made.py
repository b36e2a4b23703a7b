"""Short ways to make the things tests need, through the services that the product uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import F

from labeling.accounts.models import User
from labeling.projects.models import Member, Project
from labeling.prompts.models import Completion, Prompt
from labeling.prompts.services import completion_create, prompt_create
from labeling.rankings.models import Ranking
from labeling.rankings.services import ranking_submit
from labeling.tasks.claim import assignment_claim
from labeling.tasks.models import Assignment, Task
from labeling.tasks.services import TaskEntry, task_create, tasks_create


def made_prompt(project: Project, text: str = "How do I boil an egg?", domain: str | None = None) -> Prompt:
    return prompt_create(project=project, messages=[{"role": "user", "content": text}], domain=domain)


def made_answers(prompt: Prompt, answers: int) -> list[Completion]:
    return [
        completion_create(
            prompt=prompt, text=f"answer {number}", model="secret-model", sampling={"seed": number}
        )
        for number in range(answers)
    ]


def made_task(project: Project, answers: int = 4, domain: str | None = None, priority: int = 0) -> Task:
    prompt = made_prompt(project, domain=domain)
    completions = made_answers(prompt, answers)
    return task_create(project=project, prompt=prompt, completions=completions, priority=priority)


def made_gold(project: Project, answers: int = 4) -> Task:
    """Make a gold task whose answers are right in the order they were made."""
    prompt = made_prompt(project)
    completions = made_answers(prompt, answers)
    gold = [[answer.id] for answer in completions]
    entry = TaskEntry(prompt=prompt, completions=completions, gold=gold, explanation="Each says more.")
    return tasks_create(project=project, entries=[entry])[0]


def made_practice(project: Project, answers: int = 4) -> Task:
    """Make a practice task whose answers are right in the order they were made."""
    prompt = made_prompt(project)
    completions = made_answers(prompt, answers)
    gold = [[answer.id] for answer in completions]
    entry = TaskEntry(
        prompt=prompt, completions=completions, gold=gold, explanation="Each says more.", is_practice=True
    )
    return tasks_create(project=project, entries=[entry])[0]


def member_of(project: Project, user: User) -> Member:
    return Member.objects.get(project=project, user=user)


def claimed(project: Project, user: User, held: Sequence[UUID] = ()) -> Assignment:
    claim = assignment_claim(member=member_of(project, user), held=held)
    assert claim.assignment is not None, claim.message
    return claim.assignment


def ranked(assignment: Assignment, order: list[int] | None = None) -> Ranking:
    """Submit the answers one by one, in the order shown or in the given order of places shown."""
    shown = [str(answer) for answer in assignment.display_order]
    groups = [[shown[place]] for place in order or range(len(shown))]
    return ranking_submit(assignment=assignment, groups=groups, client_id=uuid4())[0]


def long_past(user: User) -> None:
    """Move everything the person has done so far two hours back."""
    back = F("leased_at") - timedelta(hours=2)
    Assignment.objects.filter(annotator=user).update(leased_at=back)
    Assignment.objects.filter(annotator=user, ended_at__isnull=False).update(
        ended_at=F("ended_at") - timedelta(hours=2)
    )
