"""Writes of prompts: a prompt and the answers to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from labeling.problems import FieldProblem, Problem
from labeling.projects.models import Project
from labeling.prompts.makers import maker_named
from labeling.prompts.models import Completion, Import, Prompt
from labeling.prompts.passages import Passage, PassageProblem, passages_of
from training.contract.rows import RowError, messages_from_json


def prompt_create(
    *,
    project: Project,
    messages: list[dict[str, str]],
    domain: str | None = None,
    external_id: str | None = None,
    source: Import | None = None,
    context: object = None,
) -> Prompt:
    """Keep a prompt; without a domain it goes to the project's first."""
    prompt = Prompt(
        project=project,
        messages=checked_messages(messages),
        domain=checked_domain(project, domain),
        external_id=external_id or None,
        source=source,
        context=checked_passages(context),
    )
    prompt.full_clean()
    prompt.save()
    return prompt


def checked_messages(messages: object) -> list[dict[str, str]]:
    try:
        checked = messages_from_json(messages)
    except RowError as error:
        raise Problem(
            f"The prompt cannot be used: {error}.", fields=[FieldProblem("messages", str(error))]
        ) from error
    if checked[-1].role != "user":
        text = "the last message must come from the user"
        raise Problem(f"The prompt cannot be used: {text}.", fields=[FieldProblem("messages", text)])
    return [{"role": message.role, "content": message.content} for message in checked]


def checked_passages(given: object) -> list[Passage]:
    try:
        return passages_of(given)
    except PassageProblem as problem:
        where = FieldProblem(f"context{problem.place}", problem.message)
        raise Problem(f"The prompt cannot be used. {problem.message}", fields=[where]) from problem


def checked_domain(project: Project, domain: str | None) -> str:
    if not domain:
        return project.domains[0]
    if domain not in project.domains:
        text = f"{domain!r} is not a domain of this project; its domains are {', '.join(project.domains)}"
        raise Problem(
            f"The prompt cannot be used: {text}.",
            hint="Add the domain in the project's settings, or name a known one.",
            fields=[FieldProblem("domain", text)],
        )
    return domain


def completion_create(
    *,
    prompt: Prompt,
    text: str,
    model: str = "",
    sampling: dict[str, Any] | None = None,
    external_id: str | None = None,
    run_id: UUID | None = None,
    id: UUID | None = None,
) -> Completion:
    """Keep an answer exactly as given: not even its leading space is touched."""
    completion = Completion(
        id=id or uuid4(),
        prompt=prompt,
        text=text,
        model=model,
        sampling=sampling or {},
        external_id=external_id or None,
        names_maker=maker_named(text, model),
        run_id=run_id,
    )
    completion.clean_fields(exclude=["prompt", "text", "sampling"])
    completion.save(force_insert=True)
    return completion
