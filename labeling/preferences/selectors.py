"""Reads of preferences: rankings as judgements, and their agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from labeling.preferences.agreement import Judgement, agreement
from labeling.preferences.pairs import ranking_pairs
from labeling.preferences.position import Shown
from labeling.projects.models import Exclusion, Project
from labeling.rankings.selectors import latest_rankings

ROWS_AT_ONCE = 2000


class RankingRead(NamedTuple):
    """What progress and agreement need of a ranking; the field names are the query's."""

    task_id: UUID
    task__prompt_id: UUID
    task__prompt__domain: str
    annotator_id: UUID | None
    annotator__name: str | None
    annotator__is_scripted: bool | None
    annotator_name: str
    groups: list[list[str]]
    display_order: list[UUID]
    active_ms: int | None
    late: bool
    submitted_at: datetime
    is_excluded: bool

    @property
    def annotator(self) -> str:
        return str(self.annotator_id) if self.annotator_id else f"imported:{self.annotator_name}"

    @property
    def judgement(self) -> Judgement:
        return Judgement(str(self.task__prompt_id), self.annotator, self.groups, str(self.task_id))

    @property
    def shown(self) -> Shown:
        return Shown(self.groups, [str(answer) for answer in self.display_order])


def rankings_read(project: Project, domains: Sequence[str] | None = None) -> Iterator[RankingRead]:
    excluded = Exclusion.objects.filter(project=project, annotator=OuterRef("annotator"))
    rows = (
        latest_rankings(project, domains)
        .select_related(None)
        .annotate(is_excluded=Exists(excluded))
        .values_list(*RankingRead._fields)
    )
    return (RankingRead(*row) for row in rows.iterator(chunk_size=ROWS_AT_ONCE))


def rankings_counted(rankings: Iterable[RankingRead]) -> list[RankingRead]:
    """Return the rankings that datasets may take: those of excluded people are left out of agreement too."""
    return [ranking for ranking in rankings if not ranking.is_excluded]


def project_agreement(project: Project) -> dict[str, Any]:
    """Return the agreement of the whole project and of each of its domains."""
    counted = rankings_counted(rankings_read(project))
    rankings = sorted(counted, key=lambda ranking: ranking.task__prompt__domain)
    by_domain = [
        {"domain": domain, **agreement(ranking.judgement for ranking in group).to_json()}
        for domain, group in groupby(rankings, key=lambda ranking: ranking.task__prompt__domain)
    ]
    return {**agreement(ranking.judgement for ranking in rankings).to_json(), "by_domain": by_domain}


def annotator_of(ranking: RankingRead) -> dict[str, Any]:
    return {
        "id": ranking.annotator,
        "name": ranking.annotator__name or ranking.annotator_name,
        "is_scripted": bool(ranking.annotator__is_scripted),
    }


def ties_share(rankings: Iterable[RankingRead]) -> float | None:
    pairs = [ranking_pairs(ranking.groups) for ranking in rankings]
    tied = sum(len(found.tied) for found in pairs)
    total = tied + sum(len(found.preferred) for found in pairs)
    return tied / total if total else None
