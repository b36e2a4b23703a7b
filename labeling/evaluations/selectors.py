"""Reads of evaluations."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet

from labeling.accounts.models import User
from labeling.evaluations.models import Evaluation
from labeling.problems import NotFound
from labeling.projects.models import Project
from labeling.projects.who_can import memberships_of, project_for


def evaluations_seen() -> QuerySet[Evaluation]:
    return Evaluation.objects.select_related("project", "run").annotate(prompts=Count("comparisons"))


def evaluations_of(project: Project) -> QuerySet[Evaluation]:
    return evaluations_seen().filter(project=project).order_by("-created_at", "id")


def evaluation_for(user: User | AnonymousUser, evaluation_id: UUID) -> Evaluation:
    """Return the evaluation; NotFound for a stranger to its project, Forbidden for a member who may not see it."""
    mine = memberships_of(user).values("project_id")
    evaluation = evaluations_seen().filter(pk=evaluation_id, project_id__in=mine).first()
    if evaluation is None:
        raise NotFound("There is no such evaluation for you.", hint="Check the address.")
    project_for(user, evaluation.project_id, "research")
    return evaluation
