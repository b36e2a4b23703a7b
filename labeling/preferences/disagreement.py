"""Which tasks people disagree on most. Pure.

A task's score is the share of disagreeing judgements among those of two people on the same pair of answers that neither
tied. Tasks of the same score go by the number of people who ranked them, the most first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from labeling.preferences.agreement import FIRST, SECOND, Judgement, pair_votes


class Disagreement(NamedTuple):
    task_id: str
    share: float
    judged: int
    """Judgements of two people on a pair that neither tied."""
    people: int

    def to_json(self) -> dict[str, Any]:
        return self._asdict()


def disagreements(judgements: Iterable[Judgement]) -> list[Disagreement]:
    """Return the tasks on which at least one judgement disagrees, the greatest disagreement first."""
    tasks: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        tasks[judgement.task_id].append(judgement)
    scored = [disagreement_of(task, given) for task, given in tasks.items() if len(given) > 1]
    return sorted(
        (task for task in scored if task.share > 0),
        key=lambda task: (-task.share, -task.people, task.task_id),
    )


def disagreement_of(task_id: str, judgements: Iterable[Judgement]) -> Disagreement:
    """Return the task's score; 0 where no pair was judged twice without a tie."""
    given = list(judgements)
    counts = [(row[FIRST], row[SECOND]) for row in pair_votes(given).values()]
    judged = sum((first + second) * (first + second - 1) // 2 for first, second in counts)
    differing = sum(first * second for first, second in counts)
    people = len({judgement.annotator for judgement in given})
    return Disagreement(task_id, differing / judged if judged else 0.0, judged, people)
