"""What a person sees of a practice task once they have ranked it: their ranking beside the solution."""

from __future__ import annotations

from typing import Any

from labeling.problems import Conflict, NotFound
from labeling.rankings.solution import pairs_right
from labeling.tasks.models import Assignment
from labeling.tasks.shown import shown_id


def practised(assignment: Assignment) -> dict[str, Any]:
    """Return both under the ids that the person's page knows; nothing tells a gold task from an ordinary one here."""
    practice_round, solution = assignment.practice_round, assignment.task.solution
    if practice_round is None or solution is None:
        raise NotFound("There is no solution to see of this task.", hint="Practice tasks have one.")
    ranking = assignment.rankings.order_by("revision").first()
    if ranking is None:
        raise Conflict("You have not ranked this practice task yet.", hint="Its solution comes afterwards.")
    names = {str(answer): shown_id(assignment, answer) for answer in assignment.display_order}
    right = pairs_right(solution, ranking.groups)
    mark = practice_round.mark if practice_round.ended_at else practice_round.project.practice_mark
    return {
        "assignment": assignment,
        "groups": [[names[answer] for answer in group] for group in ranking.groups],
        "solution": [[names[answer] for answer in group] for group in solution],
        "explanation": assignment.task.explanation,
        "right": right.right,
        "pairs": right.pairs,
        "round": {
            "status": practice_round.status,
            "number": practice_round.number,
            "tasks": practice_round.tasks,
            "score": practice_round.score,
            "mark": mark,
        },
    }
