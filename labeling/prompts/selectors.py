"""Reads of prompts."""

from __future__ import annotations

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from labeling.projects.models import Project
from labeling.prompts.models import Completion, CompletionScore, Import, Prompt


def prompts_seen(project: Project, domain: str = "", named: bool = False) -> QuerySet[Prompt]:
    """Return prompts with their answers, each answer's newest score, their tasks, and how many rankings there are.

    For leads. `named` keeps those of which an answer names its model or maker.
    """
    newest = CompletionScore.objects.filter(completion=OuterRef("pk")).order_by("-created_at").values("score")
    answers = Completion.objects.annotate(score=Subquery(newest[:1])).order_by("created_at", "id")
    prompts = project.prompts.annotate(
        rankings=Count("tasks__rankings", filter=Q(tasks__rankings__revision=1))
    ).prefetch_related(Prefetch("completions", queryset=answers), "tasks__completions")
    if named:
        naming = Completion.objects.filter(prompt=OuterRef("pk")).exclude(names_maker="")
        prompts = prompts.filter(Exists(naming))
    return prompts.filter(domain=domain) if domain else prompts


def imports_of(project: Project) -> QuerySet[Import]:
    return project.imports.annotate(by=F("created_by__name")).order_by("-created_at")
