"""Who agrees with whom: each person against the others, and every two people. Pure; every number has n and interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from labeling.preferences.agreement import FIRST, SECOND, TIE, Judgement, labels_of, pair_votes
from labeling.preferences.measure import Measure, ratio_measure


class Met(NamedTuple):
    """How a ranking fares against the others of its answers, over pairs that neither side tied."""

    agreeing: int
    judged: int


def met_others(judgements: Sequence[Judgement]) -> list[Met]:
    """Return for each ranking how many of the others' judgements of its pairs agree; in the order given."""
    votes = pair_votes(judgements)
    return [
        met_of((label, votes[judgement.prompt_id, one, other]) for one, other, label in labels_of(judgement))
        for judgement in judgements
    ]


def met_of(judged: Iterable[tuple[int, list[int]]]) -> Met:
    agreeing = total = 0
    for label, counts in judged:
        if label != TIE:
            agreeing += counts[label] - 1  # without the own vote
            total += counts[FIRST] + counts[SECOND] - 1
    return Met(agreeing, total)


def agreement_with_others(
    judgements: Sequence[Judgement], met: Sequence[Met], seed: int = 0
) -> dict[str, Measure]:
    """Return each person's share of agreement with others on pairs that neither side tied; n counts the judgements met."""
    rows: dict[str, list[Met]] = defaultdict(list)
    for judgement, one in zip(judgements, met, strict=True):
        if one.judged:
            rows[judgement.annotator].append(one)
    return {person: met_measure(given, seed) for person, given in rows.items()}


def met_measure(rows: Sequence[Met], seed: int) -> Measure:
    """Return the share; its interval draws rankings, of which a person has one a task."""
    counted = np.array(rows, dtype=np.float64).reshape(-1, 2)
    return ratio_measure(counted[:, 0], counted[:, 1], seed)


def pairs_of_people(judgements: Iterable[Judgement]) -> dict[tuple[str, str], list[Judgement]]:
    """Return for every two people their rankings of the tasks that both ranked; the two in sorted order."""
    by_task: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        by_task[judgement.prompt_id, judgement.task_id].append(judgement)
    pairs: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for given in by_task.values():
        for one, other in combinations(sorted(given, key=lambda judgement: judgement.annotator), 2):
            if one.annotator != other.annotator:
                pairs[one.annotator, other.annotator] += [one, other]
    return dict(pairs)
