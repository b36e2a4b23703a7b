"""How far a project is: counted by the database, so that a page may ask every few seconds however large the project is.

What must be worked out from the rankings one by one (agreement, position bias, ties) comes from the newest snapshot of the
quality board, with its moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Aggregate, Count, Exists, FloatField, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from labeling.preferences.agreement import agreement
from labeling.preferences.measure import NO_MEASURE
from labeling.preferences.snapshots import snapshot_look
from labeling.projects.models import Project
from labeling.projects.selectors import excluded_people, paused_people
from labeling.rankings.models import Ranking
from labeling.rankings.selectors import latest_rankings
from labeling.tasks.models import Assignment, Seat, Task

UNDER_WAY = "The agreement of a project of this size is worked out in the background: look again in a minute."
PERSON = ("annotator_id", "annotator__name", "annotator__is_scripted", "annotator_name")


class Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def project_progress(project: Project) -> dict[str, Any]:
    """Return how far the project is, by domain, by person and by day."""
    look = snapshot_look(project=project)
    board: dict[str, Any] = look.snapshot.board if look.snapshot else {}
    given = latest_rankings(project).select_related(None).order_by()
    people = people_counted(project, given, board)
    return {
        "seats": seats_state(project),
        "rankings": sum(row["rankings"] for row in people),
        "late": sum(row["late"] for row in people),
        "excluded": sum(row["rankings"] for row in people if row["is_excluded"]),
        "skipped": sum(row["skips"] for row in people),
        "ties_share": board.get("ties_share"),
        "by_domain": progress_by_domain(project, given),
        "by_annotator": people,
        "by_day": progress_by_day(given),
        "agreement": {**agreement_kept(board), "at": look.snapshot.computed_at if look.snapshot else None},
    }


def seats_state(project: Project) -> dict[str, int]:
    filled = Q(filled_at__isnull=False)
    leased = ~filled & Q(assignment__isnull=False, lease_until__gte=timezone.now())
    counted = Seat.objects.filter(project=project).aggregate(
        total=Count("id"), filled=Count("id", filter=filled), leased=Count("id", filter=leased)
    )
    return {**counted, "open": counted["total"] - counted["filled"] - counted["leased"]}


def progress_by_domain(project: Project, given: QuerySet[Ranking]) -> list[dict[str, Any]]:
    ranked = dict(given.values_list("task__prompt__domain").annotate(rankings=Count("id")))
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
            "rankings": ranked.get(domain, 0),
        }
        for domain in project.domains
    ]


def progress_by_day(given: QuerySet[Ranking]) -> list[dict[str, Any]]:
    by_day = given.annotate(day=TruncDate("submitted_at")).values_list("day").annotate(rankings=Count("id"))
    return [{"day": day, "rankings": rankings} for day, rankings in sorted(by_day)]


def people_counted(project: Project, given: QuerySet[Ranking], board: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one row a person, the busiest first; who has only skipped is there too."""
    worked = given.values(*PERSON).annotate(
        rankings=Count("id"), late=Count("id", filter=Q(late=True)), median=Median("active_ms")
    )
    skips = skips_counted(project)
    rows = {key_of(row): row for row in [*skips, *worked]}
    skipped = Counter({key_of(row): row["skips"] for row in skips})
    shares = {row["annotator"]["id"]: row["position"]["share"] for row in board.get("annotators", [])}
    excluded, paused = as_text(excluded_people(project)), as_text(paused_people(project))
    people = [
        {
            "annotator": person_of(key, row),
            "rankings": row.get("rankings", 0),
            "late": row.get("late", 0),
            "skips": skipped[key],
            "median_active_ms": None if row.get("median") is None else round(row["median"]),
            "first_shown_wins": shares.get(key, NO_MEASURE.to_json()),
            "is_excluded": key in excluded,
            "is_paused": key in paused,
        }
        for key, row in rows.items()
    ]
    return sorted(people, key=lambda row: (-row["rankings"], row["annotator"]["name"]))


def skips_counted(project: Project) -> list[dict[str, Any]]:
    skipped = Assignment.objects.filter(task__project=project, status=Assignment.Status.SKIPPED)
    return list(skipped.order_by().values(*PERSON[:3]).annotate(skips=Count("id")))


def key_of(row: dict[str, Any]) -> str:
    return str(row["annotator_id"]) if row["annotator_id"] else f"imported:{row['annotator_name']}"


def person_of(key: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": key,
        "name": row["annotator__name"] or row.get("annotator_name", ""),
        "is_scripted": bool(row["annotator__is_scripted"]),
    }


def as_text(people: Iterable[object]) -> set[str]:
    return {str(person) for person in people}


def agreement_kept(board: dict[str, Any]) -> dict[str, Any]:
    """Return the agreement that a board has, in all and in each domain."""
    if not board:
        return {**agreement([]).to_json(), "reason": UNDER_WAY, "by_domain": []}
    by_domain = [{"domain": row["domain"], **row["agreement"]} for row in board["domains"] if row["rankings"]]
    return {**board["agreement"], "by_domain": by_domain}
