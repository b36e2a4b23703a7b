"""Reads of practice for leads: where each annotator stands, and every round."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Q

from labeling.projects.models import Member, Project
from labeling.tasks.models import Assignment, PracticeRound
from labeling.tasks.practice import practice_tasks

EXEMPT = "exempt"
WAITING = "waiting"


def practice_of(project: Project) -> dict[str, Any]:
    """Return the mark, the number of tasks, and one row for each annotator and whoever has practised since."""
    found = project.practice_rounds.select_related("person", "decided_by").order_by("number")
    rounds: dict[UUID, list[PracticeRound]] = defaultdict(list)
    for one in found:
        rounds[one.person_id].append(one)
    asked = Q(role=Member.Role.ANNOTATOR) | Q(user__in=list(rounds))
    members = project.members.filter(asked).select_related("user").order_by("created_at", "id")
    ranked = people_ranked(project)
    return {
        "mark": project.practice_mark,
        "tasks": practice_tasks(project).count(),
        "people": [
            {
                "member": member.id,
                "person": member.user,
                "state": state_of(rounds[member.user_id], has_ranked=member.user_id in ranked),
                "rounds": list(reversed(rounds[member.user_id])),
            }
            for member in members
        ],
    }


def state_of(rounds: list[PracticeRound], *, has_ranked: bool) -> str:
    """Return the status of the latest round; without any: exempt who has ranked here before, waiting who has not."""
    if rounds:
        return rounds[-1].status
    return EXEMPT if has_ranked else WAITING


def people_ranked(project: Project) -> set[UUID]:
    """Return who has ranked a real task here."""
    ranked = Assignment.objects.filter(
        task__project=project, status=Assignment.Status.SUBMITTED, practice_round=None
    )
    return set(ranked.order_by().values_list("annotator_id", flat=True).distinct())
