"""Claim and submit over HTTP with many open tasks: latencies with pauses, throughput without, and is every seat right?

Each size is a project of its own with people of its own, so that none brings a history along. Annotators first rank with a pause between their tasks, which
gives the latencies, then without one, which gives the throughput. Then the tasks that were begun are ranked to their
end, and the database is asked whether each has exactly `overlap` answers of different people.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from statistics import quantiles
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks.database import own_database
from benchmarks.kept import Kept
from benchmarks.web import running_web

if TYPE_CHECKING:
    from benchmarks.project import Annotator
    from labeling.projects.models import Project

PAUSE_S = (0.5, 1.5)
NO_PAUSE = (0.0, 0.0)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="open tasks"
    )
    parser.add_argument("--seconds", type=float, default=60, help="of each phase; a size has two")
    parser.add_argument("--annotators", type=int, default=50, help="how many rank at once")
    parser.add_argument("--overlap", type=int, default=3, help="rankings a task wants")
    parser.add_argument("--answers", type=int, default=4, help="answers of a task")
    parser.add_argument("--workers", type=int, default=2, help="of gunicorn")
    parser.add_argument("--threads", type=int, default=4, help="of each worker")


def run(options: argparse.Namespace) -> dict[str, Any]:
    with own_database() as version, running_web(workers=options.workers, threads=options.threads) as port:
        by_size = [measure_size(options, size, port) for size in sorted(options.sizes)]
    return summary(options, by_size, version)


def measure_size(options: argparse.Namespace, tasks: int, port: int) -> dict[str, Any]:
    from benchmarks.annotators import rank_for, visits_make
    from benchmarks.project import people_make, project_make, settle

    began = time.monotonic()
    people = people_make(options.annotators, f"size{tasks}")
    project = project_make(tasks=tasks, answers=options.answers, overlap=options.overlap, people=people)
    settle()
    filled_s = time.monotonic() - began
    say(f"{tasks:,} tasks filled in {filled_s:.0f} s")
    rank_for(
        visits_make(people, port, project.id), seconds=min(5, options.seconds), pause=PAUSE_S
    )  # to warm up
    paced, paced_s = rank_for(visits_make(people, port, project.id), seconds=options.seconds, pause=PAUSE_S)
    say(f"  with pauses: {latencies(paced)['claim']}")
    full, full_s = rank_for(visits_make(people, port, project.id), seconds=options.seconds, pause=NO_PAUSE)
    say(f"  without: {rate(full, full_s)['requests_per_second']} requests a second")
    return {
        "tasks": tasks,
        "fill_s": round(filled_s, 1),
        "with_pauses": {**latencies(paced), **rate(paced, paced_s)},
        "without_pauses": {**latencies(full), **rate(full, full_s)},
        **outcome(project, people, port, [*paced, *full]),
    }


def outcome(project: Project, people: list[Annotator], port: int, kept: list[Kept]) -> dict[str, Any]:
    """Rank what was begun to its end, then count what is wrong with it."""
    from benchmarks.annotators import rank_until, visits_make
    from labeling.rankings.models import Ranking
    from labeling.tasks.models import Assignment, Seat

    begun = set(Assignment.objects.filter(task__project=project).values_list("task_id", flat=True))
    open_seats = Seat.objects.filter(task__in=begun, filled_at__isnull=True)
    rest = rank_until(visits_make(people, port, project.id), done=lambda: not open_seats.exists())
    rankings: dict[UUID, list[UUID | None]] = {task: [] for task in begun}
    rows = Ranking.objects.filter(task__in=begun, revision=1).values_list("task_id", "annotator_id")
    for task, annotator in rows:
        rankings[task].append(annotator)
    known = set(Ranking.objects.filter(task__project=project).values_list("client_id", flat=True))
    said = [client_id for one in [*kept, *rest] for client_id in one.submitted]
    return {
        "tasks_begun": len(begun),
        "duplicates": sum(len(found) - len(set(found)) for found in rankings.values())
        + sum(max(0, len(found) - project.overlap) for found in rankings.values()),
        "missing": sum(max(0, project.overlap - len(found)) for found in rankings.values()),
        "lost": len(set(said) - known),
        "late": Ranking.objects.filter(task__project=project, late=True).count(),
        "starved": refusals(kept),
        "fewest_by_one_annotator": min(fewest(kept, len(people))),
        "most_by_one_annotator": max(fewest(kept, len(people))),
        "errors": [error for one in [*kept, *rest] for error in one.errors][:20],
        "error_count": sum(len(one.errors) for one in [*kept, *rest]),
    }


def refusals(kept: Iterable[Kept]) -> int:
    """Return how often somebody got no task, though there were open ones all the time."""
    return sum(sum(one.refused.values()) for one in kept)


def fewest(kept: list[Kept], people: int) -> list[int]:
    return [sum(len(one.submitted) for one in kept[number::people]) for number in range(people)]


def latencies(kept: Iterable[Kept]) -> dict[str, dict[str, float]]:
    kept = list(kept)
    return {
        "claim": percentiles([spent for one in kept for spent in one.claims_ms]),
        "submit": percentiles([spent for one in kept for spent in one.submits_ms]),
    }


def percentiles(spent: list[float]) -> dict[str, float]:
    if len(spent) < 2:
        return {"n": len(spent)}
    cuts = quantiles(spent, n=100, method="inclusive")
    return {
        "n": len(spent),
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "p99_ms": round(cuts[98], 1),
        "max_ms": round(max(spent), 1),
    }


def rate(kept: Iterable[Kept], seconds: float) -> dict[str, float]:
    kept = list(kept)
    requests = sum(len(one.claims_ms) + len(one.submits_ms) for one in kept)
    tasks = sum(len(one.submits_ms) for one in kept)
    return {
        "seconds": round(seconds, 1),
        "requests_per_second": round(requests / seconds, 1),
        "tasks_per_second": round(tasks / seconds, 1),
    }


def summary(options: argparse.Namespace, by_size: list[dict[str, Any]], version: str) -> dict[str, Any]:
    """Return the figures; the latencies and the throughput at the top are those of the largest size."""
    first, last = by_size[0], by_size[-1]
    claim = last["with_pauses"]["claim"]
    sizes = {size["tasks"]: size["with_pauses"]["claim"].get("p95_ms") for size in by_size}
    return {
        "p50_ms": claim.get("p50_ms"),
        "p95_ms": claim.get("p95_ms"),
        "requests_per_second": last["without_pauses"]["requests_per_second"],
        "p95_growth_10k_to_1m": growth(sizes.get(10_000), sizes.get(1_000_000)),
        "p95_growth_smallest_to_largest": growth(sizes[first["tasks"]], sizes[last["tasks"]]),
        "duplicates": sum(size["duplicates"] for size in by_size),
        "missing": sum(size["missing"] for size in by_size),
        "lost": sum(size["lost"] for size in by_size),
        "starved": sum(size["starved"] for size in by_size),
        "errors": sum(size["error_count"] for size in by_size),
        "by_size": by_size,
        "pause_s": list(PAUSE_S),
        "annotators": options.annotators,
        "overlap": options.overlap,
        "answers": options.answers,
        "gunicorn": {"workers": options.workers, "threads": options.threads},
        "postgresql": version,
        "cpus": os.cpu_count(),
        "load_average_at_end": [round(load, 2) for load in os.getloadavg()],
    }


def growth(small: float | None, large: float | None) -> float | None:
    return round(large / small, 3) if small and large else None


def say(words: str) -> None:
    sys.stderr.write(words + "\n")
