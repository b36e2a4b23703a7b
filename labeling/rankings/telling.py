"""What webhooks hear of rankings: each one, and once that everything asked for is ranked."""

from __future__ import annotations

from django.db import connection

from labeling.hooks.models import Kind
from labeling.hooks.services import event_tell, is_listened_to
from labeling.projects.models import Project
from labeling.rankings.models import Ranking
from labeling.tasks.models import Seat

NEAR_THE_END = 200
"""More unfilled seats than transactions can be under way: none of these can be the last one."""


def ranking_tell(ranking: Ranking, project: Project) -> None:
    data = {
        "ranking": str(ranking.id),
        "revision": ranking.revision,
        "task": str(ranking.task_id),
        "prompt": str(ranking.task.prompt_id),
        "annotator": str(ranking.annotator_id),
        "late": ranking.late,
        "repeat": ranking.assignment is not None and ranking.assignment.is_repeat,
        "submitted_at": ranking.submitted_at.isoformat(),
    }
    event_tell(project=project, kind=Kind.RANKING_SUBMITTED, key=str(ranking.id), data=data)


def finished_tell(project: Project) -> None:
    """Tell when no seat is left to fill, once for this number of seats: with new tasks a project finishes anew.

    Two people who fill the last two seats at once do not see each other's. Near the end everybody therefore takes the
    project's lock after filling, and looks then: whoever takes it last sees all that the others committed.
    """
    if not is_listened_to(project, Kind.PROJECT_FINISHED):
        return
    unfilled = Seat.objects.filter(project=project, filled_at=None)
    if len(unfilled.values_list("id")[:NEAR_THE_END]) == NEAR_THE_END:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"finished {project.pk}"])
    seats = Seat.objects.filter(project=project).count()
    if seats and not unfilled.exists():
        event_tell(project=project, kind=Kind.PROJECT_FINISHED, key=str(seats), data={"seats": seats})
