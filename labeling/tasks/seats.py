"""Writes on a held seat: renew, fill, give back. Whatever one person does in a project waits for each other."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from labeling.accounts.services import audit_add
from labeling.problems import Conflict
from labeling.projects.models import Exclusion, Member
from labeling.tasks.claim import lease_extend
from labeling.tasks.models import Assignment, Seat


def assignment_lock(*, assignment: Assignment) -> Assignment:
    """Lock the person's membership, which claims lock too, and return the assignment with its state as it now is."""
    members = Member.objects.select_for_update().filter(
        user_id=assignment.annotator_id, project_id=assignment.task.project_id
    )
    list(members.values_list("id"))
    found = Assignment.objects.select_for_update(of=("self",)).values_list(
        "status", "lease_until", "task__kind"
    )
    assignment.status, assignment.lease_until, assignment.task.kind = found.get(pk=assignment.pk)
    return assignment


def seat_fill(*, assignment: Assignment, now: datetime) -> bool:
    """Fill the person's seat, or another free one of the task; False when all have gone to others: late.

    Who was excluded so that others rank again fills none, nor does a repeat or practice.
    """
    held = Seat.objects.filter(assignment=assignment)
    if assignment.is_repeat or assignment.is_practice or is_ranked_again(assignment):
        held.update(assignment=None, lease_until=None, filled_at=None)
        filled = False
    else:
        own = held.update(lease_until=None, filled_at=Coalesce("filled_at", Value(now)))
        filled = own > 0 or free_seat_fill(assignment, now)
    assignment.status = Assignment.Status.SUBMITTED
    assignment.ended_at = now
    assignment.skip_reason = assignment.skip_note = ""
    assignment.save(update_fields=["status", "ended_at", "skip_reason", "skip_note"])
    return filled or assignment.is_personal


def is_ranked_again(assignment: Assignment) -> bool:
    """Tell whether others rank what this person ranks: their answers do not count for the task."""
    return Exclusion.objects.filter(
        project_id=assignment.task.project_id, annotator_id=assignment.annotator_id, seats_reopened=True
    ).exists()


def free_seat_fill(assignment: Assignment, now: datetime) -> bool:
    free = Q(assignment__isnull=True) | Q(lease_until__lt=now)
    seats = Seat.objects.select_for_update(skip_locked=True).filter(
        free, task_id=assignment.task_id, filled_at=None
    )
    seat = seats.order_by("number").first()
    if seat is None:
        return False
    seat.assignment, seat.filled_at, seat.lease_until = assignment, now, None
    seat.save(update_fields=["assignment", "filled_at", "lease_until"])
    return True


@transaction.atomic
def assignment_renew(*, assignment: Assignment) -> Assignment:
    """Lease the seat for another full time; Conflict when it has gone, which costs the person nothing."""
    assignment = assignment_lock(assignment=assignment)
    leased = assignment.status == Assignment.Status.LEASED
    if not leased or not lease_extend(assignment, timezone.now()):
        raise Conflict(
            "This task is no longer held for you.",
            hint="Your ranking is kept all the same when you submit it.",
        )
    return assignment


@transaction.atomic
def assignment_skip(
    *, assignment: Assignment, reason: str, note: str = "", client_id: UUID | None = None
) -> Assignment:
    """Give the seat back with a reason; skipping what is skipped changes nothing."""
    assignment = assignment_lock(assignment=assignment)
    if assignment.status == Assignment.Status.SKIPPED:
        return assignment
    if assignment.is_practice:
        raise Conflict("A practice task cannot be skipped.", hint="Rank it as well as you can.")
    if assignment.status == Assignment.Status.SUBMITTED:
        raise Conflict("You have ranked this task already.", hint="Submit another ranking to change it.")
    Seat.objects.filter(assignment=assignment).update(assignment=None, lease_until=None)
    assignment.status = Assignment.Status.SKIPPED
    assignment.ended_at = timezone.now()
    assignment.skip_reason, assignment.skip_note = reason, note
    assignment.clean_fields(exclude=["task", "annotator"])
    assignment.save(update_fields=["status", "ended_at", "skip_reason", "skip_note"])
    audit_add(
        actor=assignment.annotator,
        action="skip",
        subject="assignment",
        subject_id=assignment.id,
        project_id=assignment.task.project_id,
        detail={"reason": reason, "client_id": str(client_id or "")},
    )
    return assignment
