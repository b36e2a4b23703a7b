"""The demo project that `make run` shows at once: our prompts with the answers kept in the repository."""

from __future__ import annotations

from django.db import transaction

from labeling.demo.content import DESCRIPTION, DOMAINS, GUIDELINES, demo_prompts, kept_answers
from labeling.demo.people import ANNOTATOR, LEAD, PASSWORD, PEOPLE, demo_user
from labeling.projects.models import Project
from labeling.projects.services import member_add, project_create
from labeling.prompts.services import completion_create, prompt_create
from labeling.tasks.services import task_create

NAME = "Demo: three domains"


@transaction.atomic
def demo_project_ensure() -> Project:
    """Return the demo project; make it with its people, prompts, answers and tasks when it is not there."""
    known = Project.objects.filter(is_demo=True, name=NAME).first()
    if known:
        return known
    for person in PEOPLE:
        demo_user(person)
    lead = demo_user(LEAD)
    project = project_create(
        user=lead,
        name=NAME,
        description=DESCRIPTION,
        domains=DOMAINS,
        guidelines=GUIDELINES,
        k=4,
        overlap=1,
        is_demo=True,
    )
    for person in PEOPLE[1:]:
        member_add(project=project, email=person.email, role=person.role, actor=lead)
    fill(project)
    return project


def fill(project: Project) -> None:
    answers = kept_answers()
    for row in demo_prompts():
        prompt = prompt_create(
            project=project, messages=row["messages"], domain=row["domain"], external_id=row["external_id"]
        )
        completions = [
            completion_create(
                prompt=prompt, text=kept["text"], model=kept["model"], sampling=kept["sampling"]
            )
            for kept in answers[row["external_id"]]
        ]
        task_create(project=project, prompt=prompt, completions=completions)


def welcome(address: str) -> str:
    """Return the lines that say where the site is and who can log in."""
    people = "\n".join(f"  {person.email:<22} {person.name}" for person in PEOPLE)
    return (
        f"\nPodium is at {address}\n{people}\n  password for each: {PASSWORD}\n"
        f"Rank as {ANNOTATOR.email}; train as {LEAD.email}. Ctrl-C ends it.\n"
    )
