"""Writes on a held seat: renew, fill, give back. Whatever one person does in a project waits for each other."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from labeling.accounts.services import audit_add
from labeling.prepared import rows
from labeling.problems import Conflict, NotFound
from labeling.tasks.claim import lease_extend
from labeling.tasks.models import Assignment, Seat

LOCK_MEMBER = "SELECT id FROM projects_member WHERE user_id = %s AND project_id = %s FOR UPDATE"
LOCK_ASSIGNMENT = """
SELECT a.status, a.lease_until, t.kind FROM tasks_assignment a JOIN tasks_task t ON t.id = a.task_id
WHERE a.id = %s FOR UPDATE OF a
"""
# Others rank what somebody excluded has ranked: their answers do not count for the task.
END = """
WITH ended AS (
    UPDATE tasks_assignment SET status = 'submitted', ended_at = %(now)s, skip_reason = '', skip_note = ''
    WHERE id = %(assignment)s
), again AS (
    SELECT EXISTS (
        SELECT FROM projects_exclusion
        WHERE project_id = %(project)s AND annotator_id = %(annotator)s AND seats_reopened
    ) AS yes
), filled AS (
    UPDATE tasks_seat SET lease_until = NULL, filled_at = COALESCE(filled_at, %(now)s)
    WHERE assignment_id = %(assignment)s AND NOT %(personal)s AND NOT (SELECT yes FROM again) RETURNING id
)
SELECT (SELECT count(*) FROM filled), (SELECT yes FROM again)
"""


def assignment_lock(*, assignment: Assignment) -> Assignment:
    """Lock the person's membership, which claims lock too, and return the assignment with its state as it now is."""
    rows(LOCK_MEMBER, [assignment.annotator_id, assignment.task.project_id])
    found = rows(LOCK_ASSIGNMENT, [assignment.id])
    if not found:
        raise NotFound("This assignment is no longer there.", hint="Ask for the next task instead.")
    assignment.status, assignment.lease_until, assignment.task.kind = found[0]
    return assignment


def seat_fill(*, assignment: Assignment, now: datetime) -> bool:
    """Fill the person's seat, or another free one of the task; False when all have gone to others: late.

    Who was excluded so that others rank again fills none, nor does a repeat or practice.
    """
    values = {
        "now": now,
        "assignment": assignment.id,
        "project": assignment.task.project_id,
        "annotator": assignment.annotator_id,
        "personal": assignment.is_repeat or assignment.is_practice,
    }
    filled, again = rows(END, values)[0]
    assignment.status = Assignment.Status.SUBMITTED
    assignment.ended_at = now
    assignment.skip_reason = assignment.skip_note = ""
    if again or values["personal"]:
        Seat.objects.filter(assignment=assignment).update(assignment=None, lease_until=None, filled_at=None)
        return assignment.is_personal
    return filled > 0 or free_seat_fill(assignment, now) or assignment.is_personal


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
