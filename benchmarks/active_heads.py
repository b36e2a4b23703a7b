"""Linear reward heads on given features, fitted by Bradley-Terry: the ensemble of the measurement."""

from __future__ import annotations

from itertools import combinations

import numpy
from numpy.typing import NDArray

from training.support.intervals import Floats

Places = NDArray[numpy.int64]

NEWTON_STEPS = 8
SAME = 1e-9
"""Worths that differ by no more are equal but for rounding."""


def fit_ensemble(
    features: Floats, worths: Floats, members: int, penalty: float, chance: numpy.random.Generator
) -> Floats:
    """Return [n, d] heads, each learned from its own bootstrap over the prompts.

    `features` [m, k, d] of the ranked prompts, `worths` [m, k] as the annotator saw them: only their order is used.
    """
    count = len(features)
    differences = better_minus_worse(features, worths)
    heads = []
    for _ in range(members):
        drawn = numpy.bincount(chance.integers(0, count, count), minlength=count)
        heads.append(fit_head(differences, drawn, penalty))
    return numpy.stack(heads)


def better_minus_worse(features: Floats, worths: Floats) -> Floats:
    """Return [m, p, d] the features of the better answer less those of the worse, for the p pairs of each prompt."""
    first, second = pair_places(features.shape[1])
    sign = numpy.sign(worths[:, first] - worths[:, second])
    differences: Floats = sign[:, :, None] * (features[:, first] - features[:, second])
    return differences


def pair_places(k: int) -> tuple[Places, Places]:
    places = numpy.array(list(combinations(range(k), 2)))
    return places[:, 0], places[:, 1]


def fit_head(differences: Floats, drawn: Places, penalty: float) -> Floats:
    """Return the head [d] that minimises sum over prompts of drawn * mean over pairs of -log sigmoid(difference @ head),
    plus penalty / 2 * |head|^2, by Newton's method. `differences` [m, p, d], `drawn` [m] how often each prompt counts."""
    chosen = drawn > 0
    rows = differences[chosen].reshape(-1, differences.shape[2])
    pairs = differences.shape[1]
    weights = numpy.repeat(drawn[chosen] / pairs, pairs)
    head = numpy.zeros(rows.shape[1])
    for _ in range(NEWTON_STEPS):
        wrong = 1 / (1 + numpy.exp(rows @ head))
        gradient = penalty * head - rows.T @ (weights * wrong)
        curvature = (rows * (weights * wrong * (1 - wrong))[:, None]).T @ rows
        curvature[numpy.diag_indices_from(curvature)] += penalty
        head -= numpy.linalg.solve(curvature, gradient)
    return head


def pair_accuracy(scores: Floats, worths: Floats) -> float:
    """Return the share of pairs of the same prompt that the scores [m, k] order as the worths [m, k] do, ties left out."""
    first, second = pair_places(scores.shape[1])
    gaps = worths[:, first] - worths[:, second]
    agreed = (scores[:, first] - scores[:, second]) * gaps > 0
    return float(agreed[abs(gaps) > SAME].mean())
