"""Reads of reviews: where people disagree, what each said of a task, and what was settled."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from labeling.accounts.models import User
from labeling.preferences.agreement import Judgement
from labeling.preferences.disagreement import disagreement_of
from labeling.preferences.snapshots import snapshot_look
from labeling.problems import NotFound
from labeling.projects.models import Project
from labeling.projects.selectors import excluded_people
from labeling.prompts.models import Completion
from labeling.rankings.models import Ranking
from labeling.rankings.selectors import latest_rankings
from labeling.reviews.models import Adjudication
from labeling.tasks.models import Task
from labeling.tasks.shown import display_order

EXCERPT = 200


def latest_adjudication(task: Task) -> Adjudication | None:
    return task.adjudications.select_related("reviewer").order_by("-revision").first()


def adjudications_in_force(project: Project, domains: Sequence[str] | None = None) -> QuerySet[Adjudication]:
    """Return what counts of each task of the project: the latest revision, unless it was withdrawn."""
    newer = Adjudication.objects.filter(task=OuterRef("task"), revision__gt=OuterRef("revision"))
    found = Adjudication.objects.filter(
        ~Exists(newer), task__project=project, status=Adjudication.Status.GIVEN
    )
    if domains is not None:
        found = found.filter(task__prompt__domain__in=domains)
    return found.select_related("task__prompt", "reviewer").order_by("-created_at", "id")


def reviews_page(
    project: Project, *, state: str, start: int, limit: int
) -> tuple[dict[str, Any], int | None]:
    """Return some tasks to review and where the next ones start: open ones by disagreement, settled ones the newest first."""
    look = snapshot_look(project=project)
    scored = {row["task_id"]: row for row in (look.snapshot.disagreements if look.snapshot else [])}
    settled = {str(one.task_id): one for one in adjudications_in_force(project)}
    waiting = [task for task in scored if task not in settled]
    chosen = list(settled) if state == "settled" else waiting
    tasks = Task.objects.select_related("prompt").in_bulk(
        [UUID(task) for task in chosen[start : start + limit]]
    )
    rows = [
        task_row(task, scored.get(str(task.id)), settled.get(str(task.id)))
        for name in chosen[start : start + limit]
        if (task := tasks.get(UUID(name)))
    ]
    content = {
        "computed_at": look.snapshot.computed_at if look.snapshot else None,
        "pending": look.pending,
        "open": len(waiting),
        "settled": len(settled),
        "results": rows,
    }
    return content, start + limit if len(chosen) > start + limit else None


def task_row(task: Task, score: dict[str, Any] | None, settled: Adjudication | None) -> dict[str, Any]:
    said = str(task.prompt.messages[-1]["content"])
    return {
        "id": task.id,
        "domain": task.prompt.domain,
        "excerpt": said if len(said) <= EXCERPT else f"{said[:EXCERPT]}…",
        "share": score["share"] if score else None,
        "people": score["people"] if score else None,
        "settled_by": settled.reviewer.name if settled else "",
        "settled_at": settled.created_at if settled else None,
    }


def task_for_review(project: Project, task_id: UUID) -> Task:
    found = project.tasks.select_related("prompt", "project").filter(pk=task_id, kind=Task.Kind.ORDINARY)
    task = found.first()
    if task is None:
        raise NotFound("There is no such task to review here.", hint="Go back to the list of disagreements.")
    return task


def answers_of(task: Task) -> list[tuple[str, Completion]]:
    """Return the answers with their letters, in an order of the task's own that says nothing of where they come from."""
    texts = {answer.id: answer for answer in task.completions.all()}
    order = display_order(texts, seed=task.id.int)
    return [(f"Answer {chr(ord('A') + place)}", texts[answer]) for place, answer in enumerate(order)]


def review_of(task: Task, user: User, *, names: bool) -> dict[str, Any]:
    """Return all that a reviewer sees of a task. Without `names` the annotators are numbered, each task anew."""
    rankings = task_rankings(task)
    score = disagreement_of(str(task.id), (judgement_of(task, ranking) for ranking in rankings))
    return {
        "id": task.id,
        "domain": task.prompt.domain,
        "messages": task.prompt.messages,
        "allow_ties": task.project.allow_ties,
        "answers": [{"id": answer.id, "text": answer.text} for _, answer in answers_of(task)],
        "share": score.share,
        "judged": score.judged,
        "people": score.people,
        "rankings": [
            {
                "annotator": name_of(ranking) if names else f"Annotator {number}",
                "is_yours": ranking.annotator_id == user.pk,
                "groups": ranking.groups,
                "all_bad": ranking.all_bad,
                "note": ranking.note,
                "active_ms": ranking.active_ms,
            }
            for number, ranking in enumerate(rankings, start=1)
        ],
        "adjudications": task.adjudications.select_related("reviewer").order_by("-revision"),
    }


def task_rankings(task: Task) -> list[Ranking]:
    """Return the rankings that count, in an order that follows from task and person and so links no two tasks."""
    excluded = excluded_people(task.project)
    found = latest_rankings(task.project).filter(task=task)
    counted = [ranking for ranking in found if ranking.annotator_id not in excluded]
    return sorted(counted, key=lambda one: hashlib.sha256(f"{task.id}:{person_of(one)}".encode()).hexdigest())


def person_of(ranking: Ranking) -> str:
    return str(ranking.annotator_id) if ranking.annotator_id else f"imported:{ranking.annotator_name}"


def name_of(ranking: Ranking) -> str:
    return ranking.annotator.name if ranking.annotator else ranking.annotator_name


def judgement_of(task: Task, ranking: Ranking) -> Judgement:
    return Judgement(str(task.prompt_id), person_of(ranking), ranking.groups, str(task.id))
