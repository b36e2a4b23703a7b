"""Reads of prompts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from labeling.problems import NotFound
from labeling.projects.models import Project
from labeling.projects.selectors import HIDDEN_IMPORTS
from labeling.prompts.models import Completion, CompletionScore, Import, Prompt


def prompts_seen(project: Project, domain: str = "", named: bool = False) -> QuerySet[Prompt]:
    """Return prompts with their answers, each answer's newest score, their tasks, and how many rankings there are.

    For leads. `named` keeps those of which an answer names its model or maker.
    """
    newest = CompletionScore.objects.filter(completion=OuterRef("pk")).order_by("-created_at").values("score")
    answers = Completion.objects.annotate(score=Subquery(newest[:1])).order_by("created_at", "id")
    prompts = (
        project.prompts.exclude(source__in=imports_hidden(project))
        .annotate(rankings=Count("tasks__rankings", filter=Q(tasks__rankings__revision=1)))
        .prefetch_related(Prefetch("completions", queryset=answers), "tasks__completions")
    )
    if named:
        naming = Completion.objects.filter(prompt=OuterRef("pk")).exclude(names_maker="")
        prompts = prompts.filter(Exists(naming))
    return prompts.filter(domain=domain) if domain else prompts


def imports_of(project: Project) -> QuerySet[Import]:
    """Return the imports, the newest first."""
    return project.imports.select_related("created_by", "removed_by").order_by("-created_at")


def imports_hidden(project: Project) -> list[UUID]:
    """Return the imports whose prompts nobody may see yet, or no more. Mostly none, so that a query need not join them."""
    return list(project.imports.filter(status__in=HIDDEN_IMPORTS).values_list("id", flat=True))


def import_for(project: Project, import_id: UUID) -> Import:
    found = project.imports.select_related("created_by", "removed_by").filter(pk=import_id).first()
    if found is None:
        raise NotFound("There is no such import in this project.", hint="Look at the list of imports.")
    return found
