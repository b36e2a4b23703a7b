"""How well the scores order whole rankings: Kendall's tau-b, and the best answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import sqrt
from typing import Any

import numpy
from numpy.typing import NDArray

from training.measures.scored import ScoredPrompt
from training.measures.uncertainty import mean, share
from training.support.intervals import Floats


def tau_b(groups: Sequence[Sequence[int]], scores: Sequence[float]) -> float | None:
    """Return Kendall's tau-b of a ranking and the scores of the answers it places.

    (concordant - discordant) / sqrt(pairs that people do not tie * pairs that the scores do not tie); None where
    either ties everything. Source: Kendall 1945, "The treatment of ties in ranking problems".
    """
    placed = [(place, scores[answer]) for place, group in enumerate(groups) for answer in group]
    balance = decided = scored = 0
    for (place, score), (other_place, other_score) in combinations(placed, 2):
        said = (place < other_place) - (place > other_place)
        scored_so = (score > other_score) - (score < other_score)
        balance += said * scored_so
        decided += said != 0
        scored += scored_so != 0
    return balance / sqrt(decided * scored) if decided and scored else None


def top_share(groups: Sequence[Sequence[int]], scores: Sequence[float]) -> float | None:
    """Return 1 if the answer the model scores best is among those people put first, 0 if not.

    Where several answers share the best score, the share of them that people put first. None where people tied all.
    """
    if len(groups) < 2:
        return None
    placed = [answer for group in groups for answer in group]
    most = max(scores[answer] for answer in placed)
    best = [answer for answer in placed if scores[answer] == most]
    return sum(answer in groups[0] for answer in best) / len(best)


def rank_agreement(prompts: Sequence[ScoredPrompt], seed: int) -> dict[str, Any]:
    """Return {"tau_b", "top_1", "top_1_by_chance"}, each over rankings; n counts the rankings that have one.

    By chance is the mean share of answers in the first group: what a random choice gets.
    """
    judged = [(number, prompt, given) for number, prompt in enumerate(prompts) for given in prompt.judgements]
    taus = [(number, tau_b(given.groups, prompt.scores)) for number, prompt, given in judged]
    tops = [(number, top_share(given.groups, prompt.scores)) for number, prompt, given in judged]
    known_taus = [(number, tau) for number, tau in taus if tau is not None]
    known_tops = [(number, top) for number, top in tops if top is not None]
    chances = [
        len(given.groups[0]) / sum(map(len, given.groups)) for _, _, given in judged if len(given.groups) > 1
    ]
    return {
        "tau_b": mean(*columns(known_taus), seed=seed),
        "top_1": share(*columns(known_tops), seed=seed),
        "top_1_by_chance": sum(chances) / len(chances) if chances else None,
    }


def columns(values: Sequence[tuple[int, float]]) -> tuple[NDArray[numpy.int64], Floats]:
    return (
        numpy.array([number for number, _ in values], dtype=numpy.int64),
        numpy.array([value for _, value in values], dtype=numpy.float64),
    )
