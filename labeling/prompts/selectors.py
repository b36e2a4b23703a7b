"""Reads of prompts."""

from __future__ import annotations

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from labeling.projects.models import Project
from labeling.prompts.models import Completion, CompletionScore, Import, Prompt


def prompts_seen(project: Project, domain: str = "") -> QuerySet[Prompt]:
    """Return prompts with their answers, each answer's newest score, their tasks, and how many rankings there are. For
    leads."""
    newest = CompletionScore.objects.filter(completion=OuterRef("pk")).order_by("-created_at").values("score")
    answers = Completion.objects.annotate(score=Subquery(newest[:1])).order_by("created_at", "id")
    prompts = project.prompts.annotate(
        rankings=Count("tasks__rankings", filter=Q(tasks__rankings__revision=1))
    ).prefetch_related(Prefetch("completions", queryset=answers), "tasks__completions")
    return prompts.filter(domain=domain) if domain else prompts


def imports_of(project: Project) -> QuerySet[Import]:
    return project.imports.annotate(by=F("created_by__name")).order_by("-created_at")
