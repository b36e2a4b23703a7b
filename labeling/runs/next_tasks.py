"""Which task next: the waiting tasks in the order of what an ensemble of reward models is unsure of."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from statistics import fmean
from uuid import UUID

from django.db import transaction
from django.db.models import F, FilteredRelation, Q

from labeling.accounts.models import User
from labeling.accounts.services import audit_add
from labeling.preferences.information import expected_information, most_telling_first
from labeling.problems import Conflict, FieldProblem, Problem
from labeling.projects.models import Project
from labeling.registry.models import ModelVersion
from labeling.runs.models import Run, TaskOrder
from labeling.runs.takers import ENSEMBLE
from labeling.tasks.models import Task
from labeling.tasks.requeue import tasks_requeue, tasks_waiting

ROWS_AT_ONCE = 5000
RANDOM_SHARE = 0.2


def tasks_order(
    *, run: Run, user: User, random_share: float = RANDOM_SHARE, reward_model: UUID | None = None
) -> TaskOrder:
    """Let the waiting tasks come next by what their rankings would tell the ensemble that the run scored with.

    Tasks without its scores keep their order and come after. Two reads of the waiting tasks and one write of their
    places, however many there are; the scores are read before anything is locked, since their arithmetic takes a while.
    """
    order = TaskOrder(
        project=run.project,
        run=run,
        reward_model=ensemble_of(run, reward_model),
        random_share=random_share,
        seed=secrets.randbits(32),
        created_by=user,
    )
    information = information_of(run.project, order.reward_model)
    with transaction.atomic():
        order_apply(order, information)
        order.full_clean()
        order.save(force_insert=True)
        order_audit(order)
    return order


def order_apply(order: TaskOrder, information: dict[UUID, float]) -> None:
    """Put the tasks that still wait in their new places, and note in the order how many there were."""
    project = Project.objects.select_for_update(no_key=True).get(pk=order.project_id)
    waiting = list(tasks_waiting(project).order_by("position").values_list("pk", flat=True))
    telling = {task: information[task] for task in waiting if task in information}
    if not telling:
        raise Conflict(
            f"No waiting task has scores of {order.reward_model.name} for all its answers.",
            hint="Score the project's answers with it, then order the tasks by that run.",
        )
    first = most_telling_first(telling, random_share=order.random_share, seed=order.seed)
    rest = [task for task in waiting if task not in telling]
    order.tasks = len(first)
    order.mean_information = fmean(telling.values())
    order.after_position = tasks_requeue(project=project, order=[*first, *rest])


def ensemble_of(run: Run, asked: UUID | None) -> ModelVersion:
    """Return the ensemble that the run scored with, the first of several unless one is named."""
    if run.verb != "score" or run.taken_in_at is None:
        raise Conflict(
            "Only a score run that has completed can order the tasks.",
            hint="Score the project's answers with an ensemble first.",
        )
    known = [UUID(output["id"]) for output in run.outputs if output["type"] == ENSEMBLE]
    if not known:
        raise Conflict(
            "The reward model of this run is no ensemble: one model alone cannot say what it is unsure of.",
            hint="Train one with members of 2 or more, and score with it.",
        )
    if asked is not None and asked not in known:
        raise Problem(
            "The run did not score with this ensemble.",
            fields=[FieldProblem("reward_model", "Choose an ensemble that the run scored with.")],
        )
    return ModelVersion.objects.get(pk=asked or known[0])


def information_of(project: Project, model: ModelVersion) -> dict[UUID, float]:
    """Return the expected information of every waiting task whose answers all have scores of the model's members."""
    answers = Task.completions.through.objects.filter(task__in=tasks_waiting(project)).order_by("task_id")
    of_model = Q(completion__scores__reward_model_id=model.pk)
    scored = answers.annotate(scored=FilteredRelation("completion__scores", condition=of_model))
    rows = scored.values_list("task_id", F("scored__members"))
    return dict(informative(rows.iterator(chunk_size=ROWS_AT_ONCE)))


def informative(rows: Iterable[tuple[UUID, list[float] | None]]) -> Iterator[tuple[UUID, float]]:
    """Yield (task, information) from the rows of its answers, which come together.

    A task is left out unless all its answers have scores of the same number of members, two or more.
    """
    for task, answers in groupby(rows, key=itemgetter(0)):
        members = [said or [] for _, said in answers]
        if len({len(said) for said in members}) == 1 and len(members[0]) > 1:
            yield task, expected_information(list(zip(*members, strict=True)))


def order_audit(order: TaskOrder) -> None:
    audit_add(
        actor=order.created_by,
        action="order",
        subject="project",
        subject_id=order.project_id,
        project_id=order.project_id,
        detail={
            "order": str(order.pk),
            "run": str(order.run_id),
            "reward_model": order.reward_model.name,
            "random_share": order.random_share,
            "seed": order.seed,
            "tasks": order.tasks,
        },
    )
