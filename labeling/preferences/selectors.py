"""Reads of preferences: rankings as judgements, agreement, progress."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from labeling.preferences.agreement import Judgement, agreement
from labeling.preferences.pairs import ranking_pairs
from labeling.preferences.position import Shown, first_shown_wins
from labeling.projects.models import Exclusion, Project
from labeling.projects.selectors import excluded_people, paused_people
from labeling.rankings.selectors import latest_rankings
from labeling.tasks.models import Assignment, Seat, Task

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


def project_progress(project: Project) -> dict[str, Any]:
    """Return how far the project is, by domain, by person and by day. One pass over the latest rankings."""
    rankings = list(rankings_read(project))
    days = Counter(ranking.submitted_at.date() for ranking in rankings)
    return {
        "seats": seats_state(project),
        "rankings": len(rankings),
        "late": sum(ranking.late for ranking in rankings),
        "excluded": sum(ranking.is_excluded for ranking in rankings),
        "skipped": skipped(project).count(),
        "ties_share": ties_share(rankings),
        "by_domain": progress_by_domain(project, rankings),
        "by_annotator": progress_by_annotator(project, rankings),
        "by_day": [{"day": day, "rankings": days[day]} for day in sorted(days)],
        "agreement": agreement(ranking.judgement for ranking in rankings_counted(rankings)).to_json(),
    }


def seats_state(project: Project) -> dict[str, int]:
    filled = Q(filled_at__isnull=False)
    leased = ~filled & Q(assignment__isnull=False, lease_until__gte=timezone.now())
    counted = Seat.objects.filter(project=project).aggregate(
        total=Count("id"), filled=Count("id", filter=filled), leased=Count("id", filter=leased)
    )
    return {**counted, "open": counted["total"] - counted["filled"] - counted["leased"]}


def ties_share(rankings: Iterable[RankingRead]) -> float | None:
    pairs = [ranking_pairs(ranking.groups) for ranking in rankings]
    tied = sum(len(found.tied) for found in pairs)
    total = tied + sum(len(found.preferred) for found in pairs)
    return tied / total if total else None


def progress_by_domain(project: Project, rankings: Iterable[RankingRead]) -> list[dict[str, Any]]:
    given = Counter(ranking.task__prompt__domain for ranking in rankings)
    unfilled = Exists(Seat.objects.filter(task=OuterRef("pk"), filled_at__isnull=True))
    tasks = (
        project.tasks.filter(kind=Task.Kind.ORDINARY)
        .order_by()
        .values("prompt__domain")
        .annotate(tasks=Count("id"), finished=Count("id", filter=~unfilled))
    )
    counted = {row["prompt__domain"]: row for row in tasks}
    return [
        {
            "domain": domain,
            "tasks": counted[domain]["tasks"] if domain in counted else 0,
            "finished": counted[domain]["finished"] if domain in counted else 0,
            "rankings": given[domain],
        }
        for domain in project.domains
    ]


def skipped(project: Project) -> QuerySet[Assignment]:
    return Assignment.objects.filter(task__project=project, status=Assignment.Status.SKIPPED)


def progress_by_annotator(project: Project, rankings: Iterable[RankingRead]) -> list[dict[str, Any]]:
    """Return one row a person, the busiest first; who has only skipped is there too."""
    given: dict[str, list[RankingRead]] = defaultdict(list)
    people: dict[str, dict[str, Any]] = {}
    for ranking in rankings:
        given[ranking.annotator].append(ranking)
        people[ranking.annotator] = annotator_of(ranking)
    skips: Counter[str] = Counter()
    for row in skipped(project).values("annotator_id", "annotator__name", "annotator__is_scripted"):
        key = str(row["annotator_id"])
        skips[key] += 1
        people[key] = {
            "id": key,
            "name": row["annotator__name"],
            "is_scripted": row["annotator__is_scripted"],
        }
    excluded = {str(person) for person in excluded_people(project)}
    paused = {str(person) for person in paused_people(project)}
    rows = [
        {
            **annotator_row(people[key], given[key], skips[key]),
            "is_excluded": key in excluded,
            "is_paused": key in paused,
        }
        for key in people
    ]
    return sorted(rows, key=lambda row: (-row["rankings"], row["annotator"]["name"]))


def annotator_of(ranking: RankingRead) -> dict[str, Any]:
    return {
        "id": ranking.annotator,
        "name": ranking.annotator__name or ranking.annotator_name,
        "is_scripted": bool(ranking.annotator__is_scripted),
    }


def annotator_row(person: dict[str, Any], rankings: list[RankingRead], skips: int) -> dict[str, Any]:
    times = [ranking.active_ms for ranking in rankings if ranking.active_ms is not None]
    return {
        "annotator": person,
        "rankings": len(rankings),
        "skips": skips,
        "median_active_ms": round(median(times)) if times else None,
        "first_shown_wins": first_shown_wins(ranking.shown for ranking in rankings).to_json(),
    }
