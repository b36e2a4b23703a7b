"""Seats follow the project's overlap when it changes. Here, because imported rankings stand for seats."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from labeling.projects.models import Project
from labeling.prompts.models import Import
from labeling.rankings.telling import finished_tell

WANTED = """
    SELECT t.id AS task_id, t.priority, t.position, GREATEST(0, %(overlap)s - (
        SELECT count(*) FROM rankings_ranking r WHERE r.task_id = t.id AND r.assignment_id IS NULL
    )) AS seats
    FROM tasks_task t JOIN prompts_prompt p ON p.id = t.prompt_id LEFT JOIN prompts_import i ON i.id = p.source_id
    WHERE t.project_id = %(project)s AND t.kind = 'ordinary' AND (i.id IS NULL OR i.status = 'complete')
    AND (%(source)s::uuid IS NULL OR i.id = %(source)s)
"""
ADD = f"""
INSERT INTO tasks_seat (task_id, number, project_id, priority, position)
SELECT wanted.task_id, number, %(project)s, wanted.priority, wanted.position
FROM ({WANTED}) AS wanted CROSS JOIN LATERAL generate_series(1, wanted.seats) AS number
ON CONFLICT (task_id, number) DO NOTHING
"""  # noqa: S608  made of the constants above
REMOVE = f"""
DELETE FROM tasks_seat USING ({WANTED}) AS wanted
WHERE tasks_seat.task_id = wanted.task_id AND tasks_seat.number > wanted.seats AND tasks_seat.assignment_id IS NULL
"""  # noqa: S608  made of the constants above


@transaction.atomic
def seats_match_overlap(*, project_id: UUID) -> tuple[int, int]:
    """Return how many seats were added and removed. A seat that somebody holds or has filled stays."""
    project = Project.objects.select_for_update(no_key=True).get(pk=project_id)
    parameters = seat_parameters(project)
    with connection.cursor() as cursor:
        cursor.execute(ADD, parameters)
        added = cursor.rowcount
        cursor.execute(REMOVE, parameters)
        removed = cursor.rowcount
    finished_tell(project)
    return added, removed


def seats_open(*, source: Import) -> int:
    """Open the seats of all tasks of an import that has just become complete, and return how many there are."""
    project = Project.objects.select_for_update(no_key=True).get(pk=source.project_id)
    with connection.cursor() as cursor:
        cursor.execute(ADD, seat_parameters(project, source.pk))
        return int(cursor.rowcount)


def seat_parameters(project: Project, source: UUID | None = None) -> dict[str, UUID | int | None]:
    return {"project": project.pk, "overlap": project.overlap, "source": source}
