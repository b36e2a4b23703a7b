"""Practice: tasks with a known order and an explanation, which people rank before real ones come.

A round gives a person every practice task of the project, one after the other. Its score is the share of pairs that they
order as the solutions do; at the project's mark or above it is passed. Who has ranked real tasks here before practice was
asked for is not held back, unless a lead asks them to practise. The rows of rounds are kept for ever.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from labeling.accounts.models import User
from labeling.accounts.services import audit_add
from labeling.problems import Conflict
from labeling.projects.models import Member, Project
from labeling.prompts.models import Import
from labeling.tasks.models import Assignment, PracticeRound, Task
from labeling.tasks.shown import display_order

Decision = Literal["waived", "reset"]
WhyNot = Literal["", "practice", "holding"]
Status = PracticeRound.Status
ROUNDING = 1e-9
FINISH_FIRST = "Rank the practice task you have first: its solution comes before the next one."


def practice_tasks(project: Project) -> QuerySet[Task]:
    """Return the practice tasks in their order, without those of an import that is not complete."""
    whole = Q(prompt__source=None) | Q(prompt__source__status=Import.Status.COMPLETE)
    return Task.objects.filter(whole, project=project, kind=Task.Kind.PRACTICE).order_by("position")


def latest_round(member: Member) -> PracticeRound | None:
    mine = PracticeRound.objects.filter(project_id=member.project_id, person_id=member.user_id)
    return mine.order_by("-number").first()


def practice_due(*, member: Member, now: datetime) -> bool:
    """Tell whether the person practises before real tasks come. Without a pass mark nothing is asked."""
    project = member.project
    if project.practice_mark is None or member.role != Member.Role.ANNOTATOR:
        return False
    latest = latest_round(member)
    if latest is None:
        return not has_ranked(member) and practice_tasks(project).exists()
    if is_done(latest):
        round_end(latest, now)
    return latest.status not in (Status.PASSED, Status.WAIVED) and practice_tasks(project).exists()


def has_ranked(member: Member) -> bool:
    """Tell whether the person has ranked a real task here."""
    return Assignment.objects.filter(
        annotator_id=member.user_id,
        status=Assignment.Status.SUBMITTED,
        task__project_id=member.project_id,
        practice_round=None,
    ).exists()


def practice_next(*, member: Member, again: bool, now: datetime) -> tuple[Assignment | None, WhyNot, str]:
    """Return the next practice task of the person, or why there is none and in which words.

    A round that was not passed is followed by another one only when the person asks for it: `again`.
    """
    latest = latest_round(member)
    if latest is not None and latest.status == Status.FAILED and not again:
        return None, "practice", failed_words(latest)
    if latest is None or latest.status != Status.OPEN:
        latest = round_begin(member)
    if latest.assignments.filter(status=Assignment.Status.LEASED).exists():
        return None, "holding", FINISH_FIRST
    task = remaining(latest).first()
    if task is None:  # the last one has just become something else
        return None, "holding", "The practice tasks are being changed. Try again in a moment."
    return practice_assign(latest, task, member, now), "", ""


def failed_words(latest: PracticeRound) -> str:
    return (
        f"You ordered {shown_percent(latest.score)} of the pairs as the solutions do; "
        f"{shown_percent(latest.mark)} are needed. Practise again, and real tasks come once you have passed."
    )


def shown_percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f}".removesuffix(".0") + " %"


def round_begin(member: Member) -> PracticeRound:
    return PracticeRound.objects.create(
        project_id=member.project_id, person_id=member.user_id, number=next_number(member)
    )


def next_number(member: Member) -> int:
    mine = PracticeRound.objects.filter(project_id=member.project_id, person_id=member.user_id)
    return (mine.aggregate(last=Max("number"))["last"] or 0) + 1


def remaining(practice_round: PracticeRound) -> QuerySet[Task]:
    given = practice_round.assignments.values("task_id")
    return practice_tasks(practice_round.project).exclude(pk__in=given)


def practice_assign(practice_round: PracticeRound, task: Task, member: Member, now: datetime) -> Assignment:
    guideline = member.project.guidelines.aggregate(last=Max("version"))["last"] or 1
    seed = secrets.randbits(62)
    return Assignment.objects.create(
        task=task,
        annotator_id=member.user_id,
        practice_round=practice_round,
        order_seed=seed,
        display_order=display_order(task.texts, seed),
        leased_at=now,
        lease_until=now + timedelta(minutes=member.project.lease_minutes),
        guideline_version=guideline,
    )


def practice_place(assignment: Assignment) -> dict[str, int] | None:
    """Return where a practice task stands in its round; None for any other, without a look into the database."""
    practice_round = assignment.practice_round
    if practice_round is None:
        return None
    given = practice_round.assignments.order_by("leased_at", "id").values_list("id", flat=True)
    number = list(given).index(assignment.id) + 1
    of = len(given) + remaining(practice_round).count()
    return {"number": number, "of": of, "round": practice_round.number}


def practice_count(*, assignment: Assignment, right: float, pairs: int, now: datetime) -> None:
    """Add a ranking to its round, and end the round with its last task. A round that a lead has ended stays as it is."""
    practice_round = PracticeRound.objects.select_related("project").get(assignments=assignment)
    if practice_round.status != Status.OPEN:
        return
    practice_round.tasks += 1
    practice_round.right += right
    practice_round.pairs += pairs
    practice_round.save(update_fields=["tasks", "right", "pairs"])
    if is_done(practice_round):
        round_end(practice_round, now)


def is_done(practice_round: PracticeRound) -> bool:
    """Tell whether an open round has nothing left to rank."""
    if practice_round.status != Status.OPEN or practice_round.pairs == 0:
        return False
    held = practice_round.assignments.filter(status=Assignment.Status.LEASED)
    return not held.exists() and not remaining(practice_round).exists()


def round_end(practice_round: PracticeRound, now: datetime) -> None:
    mark = practice_round.project.practice_mark
    passed = mark is None or (practice_round.score or 0) >= mark - ROUNDING
    practice_round.status = Status.PASSED if passed else Status.FAILED
    practice_round.mark = mark
    practice_round.ended_at = now
    practice_round.save(update_fields=["status", "mark", "ended_at"])


@transaction.atomic
def practice_decide(*, member: Member, decision: Decision, actor: User) -> PracticeRound:
    """Wave a person through, or ask them to practise (again). A round under way ends with it; what it has is kept."""
    member = Member.objects.select_for_update(of=("self",)).select_related("project").get(pk=member.pk)
    if member.role != Member.Role.ANNOTATOR:
        raise Conflict("Only annotators practise.", hint="Owners rank without it; others do not rank.")
    latest = latest_round(member)
    if latest is None or latest.status != Status.OPEN:
        latest = PracticeRound(
            project_id=member.project_id, person_id=member.user_id, number=next_number(member)
        )
    latest.status = Status(decision)
    latest.mark = member.project.practice_mark
    latest.ended_at = timezone.now()
    latest.decided_by = actor
    latest.save()
    audit_add(
        actor=actor,
        action="wave" if decision == "waived" else "retrain",
        subject="member",
        subject_id=member.id,
        project_id=member.project_id,
        detail={"user": str(member.user_id), "round": latest.number},
    )
    return latest
