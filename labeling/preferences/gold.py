"""How well people answer what measures them: gold tasks, whose right order is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np

from labeling.preferences.measure import Measure, ratio_measure
from labeling.projects.models import Project
from labeling.rankings.selectors import latest_rankings
from labeling.rankings.solution import Right, pairs_right
from labeling.tasks.models import Task

ROWS_AT_ONCE = 2000


def gold_accuracy(answered: Iterable[Right], seed: int = 0) -> Measure:
    """Return the share of ordered gold pairs that were ordered the same way; n counts pairs, the interval is by task."""
    rows = np.array([tuple(right) for right in answered], dtype=np.float64).reshape(-1, 2)
    return ratio_measure(rows[:, 0], rows[:, 1], seed)


class GoldRead(NamedTuple):
    """One person's answer to one gold task."""

    annotator: str
    at: datetime
    right: Right


def gold_read(project: Project, domains: Sequence[str] | None = None) -> list[GoldRead]:
    """Return the answers to gold tasks, each in its latest revision. One statement."""
    found = latest_rankings(project, domains, kinds=[Task.Kind.GOLD]).filter(annotator__isnull=False)
    rows = found.select_related(None).values_list("annotator_id", "submitted_at", "task__solution", "groups")
    return [
        GoldRead(str(annotator), at, pairs_right(solution or [], groups))
        for annotator, at, solution, groups in rows.iterator(chunk_size=ROWS_AT_ONCE)
    ]


def gold_accuracy_by_annotator(answered: Iterable[GoldRead]) -> dict[str, Measure]:
    """Return {annotator's id: gold accuracy} for everybody who has answered a gold task."""
    rights: dict[str, list[Right]] = defaultdict(list)
    for one in answered:
        rights[one.annotator].append(one.right)
    return {annotator: gold_accuracy(given) for annotator, given in rights.items()}
