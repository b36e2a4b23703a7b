"""How well people answer what measures them: gold tasks, whose right order is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

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


def gold_accuracy_by_annotator(project: Project, domains: Sequence[str] | None = None) -> dict[str, Measure]:
    """Return {annotator's id: gold accuracy} for everybody who has answered a gold task. One pass over the gold rankings."""
    found = latest_rankings(project, domains, kinds=[Task.Kind.GOLD]).filter(annotator__isnull=False)
    rows = found.select_related(None).values_list("annotator_id", "task__solution", "groups")
    answered: dict[str, list[Right]] = defaultdict(list)
    for annotator, solution, groups in rows.iterator(chunk_size=ROWS_AT_ONCE):
        answered[str(annotator)].append(pairs_right(solution or [], groups))
    return {annotator: gold_accuracy(rights) for annotator, rights in answered.items()}
