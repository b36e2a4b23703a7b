"""How far people agree with themselves: tasks that they ranked, and ranked again without being told.

Both rankings count in their latest revision. A pair counts where neither ranking ties it or leaves it out, as in the
agreement of two people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from labeling.preferences.agreement import TIE, Judgement, labels_of
from labeling.preferences.measure import NO_MEASURE, Measure, ratio_measure
from labeling.projects.models import Project
from labeling.rankings.selectors import latest_with_repeats
from labeling.tasks.models import Task

ROWS_AT_ONCE = 2000
NO_REPEATS = "They have not ranked any task a second time."
ALL_TIED = "Every pair was tied, or left out, at least one of the two times."

Groups = Sequence[Sequence[str]]


class Repeat(NamedTuple):
    """One person's two rankings of one task."""

    annotator: str
    before: Groups
    again: Groups


@dataclass(frozen=True)
class SelfAgreement:
    share: Measure
    """Of the pairs that were decided both times, those decided the same way; n counts pairs, the interval is by task."""
    tasks: int
    """Ranked twice."""
    reason: str
    """Why there is no share; empty when there is."""

    def to_json(self) -> dict[str, Any]:
        return {"share": self.share.to_json(), "tasks": self.tasks, "reason": self.reason}


NO_SELF_AGREEMENT = SelfAgreement(NO_MEASURE, 0, NO_REPEATS)


def self_agreement(repeats: Iterable[Repeat], seed: int = 0) -> SelfAgreement:
    rows = [same_and_decided(repeat) for repeat in repeats]
    counted = np.array(rows, dtype=np.float64).reshape(-1, 2)
    share = ratio_measure(counted[:, 0], counted[:, 1], seed)
    reason = "" if share.n else ALL_TIED if rows else NO_REPEATS
    return SelfAgreement(share, len(rows), reason)


def same_and_decided(repeat: Repeat) -> tuple[int, int]:
    """Return (pairs decided the same way both times, pairs decided both times)."""
    before, again = (decided(groups) for groups in (repeat.before, repeat.again))
    both = before.keys() & again.keys()
    return sum(before[pair] == again[pair] for pair in both), len(both)


def decided(groups: Groups) -> dict[tuple[str, str], int]:
    labels = labels_of(Judgement("", "", groups))
    return {(one, other): label for one, other, label in labels if label != TIE}


def repeats_read(project: Project) -> list[Repeat]:
    """Return every task that somebody ranked twice, whatever has become of the task since. Two statements."""
    latest = latest_with_repeats(project, kinds=Task.Kind.values).select_related(None).order_by()
    first = latest.filter(assignment__repetitions__isnull=False).values_list("assignment_id", "groups")
    before = dict(first.iterator(chunk_size=ROWS_AT_ONCE))
    second = latest.filter(assignment__repeats__isnull=False).order_by("submitted_at", "id")
    rows = second.values_list("annotator_id", "assignment__repeats_id", "groups")
    return [
        Repeat(str(annotator), before[repeated], again)
        for annotator, repeated, again in rows.iterator(chunk_size=ROWS_AT_ONCE)
        if repeated in before
    ]


def self_agreement_by_annotator(repeats: Iterable[Repeat]) -> dict[str, SelfAgreement]:
    """Return {annotator's id: self-agreement} for everybody who has ranked a task twice."""
    given: dict[str, list[Repeat]] = defaultdict(list)
    for repeat in repeats:
        given[repeat.annotator].append(repeat)
    return {annotator: self_agreement(mine) for annotator, mine in given.items()}
