"""Leave somebody's answers out of datasets, and take them in again. The rankings themselves never change."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from labeling.accounts.models import User
from labeling.accounts.services import audit_add
from labeling.problems import Conflict, NotFound
from labeling.projects.models import Exclusion, Project
from labeling.tasks.models import Assignment, Seat

# Each ranking whose seat was given to others goes back to a seat of its task that nobody has taken since.
SEATS_BACK = """
UPDATE tasks_seat SET assignment_id = back.assignment, filled_at = back.ended_at, lease_until = NULL
FROM (
    SELECT a.id AS assignment, a.ended_at, (
        SELECT s.id FROM tasks_seat s WHERE s.task_id = a.task_id AND s.filled_at IS NULL AND s.assignment_id IS NULL
        ORDER BY s.number LIMIT 1
    ) AS seat
    FROM tasks_assignment a JOIN tasks_task t ON t.id = a.task_id
    WHERE a.annotator_id = %(annotator)s AND t.project_id = %(project)s AND a.status = 'submitted'
    AND a.repeats_id IS NULL AND a.practice_round_id IS NULL
    AND NOT EXISTS (SELECT FROM tasks_seat held WHERE held.assignment_id = a.id)
) back
WHERE tasks_seat.id = back.seat AND tasks_seat.assignment_id IS NULL AND tasks_seat.filled_at IS NULL
"""


@transaction.atomic
def annotator_exclude(
    *, project: Project, annotator_id: UUID, reason: str, reopen_seats: bool, actor: User
) -> Exclusion:
    """Leave out of datasets what the person ranked and will rank; with `reopen_seats` others rank those tasks again."""
    annotator = person_here(project, annotator_id)
    if project.exclusions.filter(annotator=annotator).exists():
        raise Conflict(f"The answers of {annotator} are left out already.", hint="Reload the page.")
    exclusion = Exclusion(
        project=project,
        annotator=annotator,
        reason=reason,
        seats_reopened=reopen_seats,
        created_by=actor,
    )
    exclusion.full_clean()
    exclusion.save()
    reopened = seats_reopen(project, annotator) if reopen_seats else 0
    exclusion_audit(exclusion, actor, "exclude", seats=reopened)
    return exclusion


@transaction.atomic
def annotator_include(*, exclusion: Exclusion, actor: User) -> None:
    """Take the person's answers in again; they get back the seats that nobody has taken since."""
    returned = seats_return(exclusion) if exclusion.seats_reopened else 0
    exclusion_audit(exclusion, actor, "include", seats=returned)
    exclusion.delete()


def person_here(project: Project, annotator_id: UUID) -> User:
    """Return a member, or somebody who ranked here and has left since."""
    person = User.objects.filter(pk=annotator_id).first()
    ranked = Assignment.objects.filter(annotator_id=annotator_id, task__project=project)
    if person is None or not (project.members.filter(user=person).exists() or ranked.exists()):
        raise NotFound("Nobody like this has ranked here.", hint="List the members to see who there is.")
    return person


def seats_reopen(project: Project, annotator: User) -> int:
    held = Seat.objects.filter(project=project, assignment__annotator=annotator)
    return held.update(assignment=None, lease_until=None, filled_at=None)


def seats_return(exclusion: Exclusion) -> int:
    parameters = {"annotator": exclusion.annotator_id, "project": exclusion.project_id}
    Project.objects.select_for_update(no_key=True).get(pk=exclusion.project_id)
    with connection.cursor() as cursor:
        cursor.execute(SEATS_BACK, parameters)
        return int(cursor.rowcount)


def exclusion_audit(exclusion: Exclusion, actor: User, action: str, *, seats: int) -> None:
    audit_add(
        actor=actor,
        action=action,
        subject="answers",
        subject_id=exclusion.annotator_id,
        project_id=exclusion.project_id,
        detail={"user": str(exclusion.annotator_id), "reason": exclusion.reason, "seats": seats},
    )
