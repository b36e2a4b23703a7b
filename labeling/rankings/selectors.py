"""Reads of rankings."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from labeling.projects.models import Project
from labeling.prompts.selectors import imports_hidden
from labeling.rankings.models import Ranking
from labeling.tasks.models import Task

ORDINARY = (Task.Kind.ORDINARY,)


def latest_rankings(
    project: Project, domains: Sequence[str] | None = None, kinds: Sequence[str] = ORDINARY
) -> QuerySet[Ranking]:
    """Return the ranking that counts of every assignment, and the imported ones, in the order of the queue.

    Only those of ordinary tasks, unless `kinds` asks for others: what measures people says nothing of the answers. Nor
    does a repeat, which is nobody's second vote: see `latest_with_repeats`.
    `task.prompt` and `annotator` come in the same query. For many rows use `.iterator(chunk_size=…)`; the answers come
    along with `.prefetch_related("task__completions")`.
    """
    return latest_with_repeats(project, domains, kinds).filter(assignment__repeats__isnull=True)


def latest_with_repeats(
    project: Project, domains: Sequence[str] | None = None, kinds: Sequence[str] = ORDINARY
) -> QuerySet[Ranking]:
    """Return the same with the rankings that people gave of a task they had ranked before; practice is in neither."""
    newer = Ranking.objects.filter(assignment=OuterRef("assignment"), revision__gt=OuterRef("revision"))
    found = Ranking.objects.filter(
        ~Exists(newer),
        task__project=project,
        task__kind__in=kinds,
        assignment__practice_round__isnull=True,
    )
    hidden = imports_hidden(project)
    if hidden:
        found = found.exclude(task__prompt__source__in=hidden)
    if domains is not None:
        found = found.filter(task__prompt__domain__in=domains)
    return found.select_related("task__prompt", "annotator").order_by("task__position", "submitted_at", "id")
