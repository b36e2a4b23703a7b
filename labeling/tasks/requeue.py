"""Another order for the tasks that still wait: they go behind everything there is, in the order given."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from labeling.projects.models import Project
from labeling.tasks.models import Seat, Task

NEW_PLACES = """
UPDATE tasks_task t SET position = %(last)s + o.place
FROM unnest(%(order)s::uuid[]) WITH ORDINALITY o (id, place) WHERE t.id = o.id AND t.project_id = %(project)s
"""
SEATS_FOLLOW = """
UPDATE tasks_seat s SET position = t.position FROM tasks_task t
WHERE t.id = s.task_id AND t.project_id = %(project)s AND t.position > %(last)s
"""


def tasks_waiting(project: Project) -> QuerySet[Task]:
    """Return the ordinary tasks that lack a ranking."""
    seats = Seat.objects.filter(project=project, filled_at=None)
    return Task.objects.filter(pk__in=seats.values("task_id"), kind=Task.Kind.ORDINARY)


@transaction.atomic
def tasks_requeue(*, project: Project, order: Sequence[UUID]) -> int:
    """Let these tasks of the project come last, in this order, and return the place after which they come.

    Priorities still come first; what is held stays held.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    last = project.tasks.aggregate(last=Max("position"))["last"] or 0
    values = {"last": last, "order": list(order), "project": project.pk}
    with connection.cursor() as cursor:
        cursor.execute(NEW_PLACES, values)
        cursor.execute(SEATS_FOLLOW, values)
    return int(last)
