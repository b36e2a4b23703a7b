"""How much each annotator's rankings weigh in the loss."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from training.data.rankings import PromptGroup, Ranked

PRIOR_PAIRS = 10.0
"""A person's agreement counts as if they had been compared on this many more pairs, with everybody's agreement."""


def annotator_weights(groups: Sequence[PromptGroup], how: str) -> dict[str, float]:
    """Return each annotator's weight; the mean over all rankings is 1.

    equal: every ranking weighs 1. people: everybody weighs the same in total, however many rankings they gave.
    agreement: by `agreement_weights`; empty where nobody agrees with others more often than chance. A person who is not in
    the result weighs 1.
    """
    counts = Counter(ranked.annotator for group in groups for ranked in group.rankings)
    if how == "people":
        return mean_one({name: 1 / count for name, count in counts.items()}, counts)
    if how == "agreement":
        return mean_one(agreement_weights(groups, counts), counts)
    return {}


def agreement_weights(groups: Sequence[PromptGroup], names: Iterable[str]) -> dict[str, float]:
    """Return max(log(p / (1 - p)), 0), p the share of pairs on which a person agrees with others who ranked them too.

    p = (agreed + c q) / (compared + c), with q the share over everybody and c = PRIOR_PAIRS. These are the weights of
    the best weighted vote of independent judges who are right with probability p; here agreement stands for being
    right. Source: Nitzan & Paroush 1982, "Optimal Decision Rules in Uncertain Dichotomous Choice Situations".
    """
    agreed: Counter[str] = Counter()
    compared: Counter[str] = Counter()
    for group in groups:
        for one, other in combinations(group.rankings, 2):
            if one.annotator != other.annotator:
                same, both = agreement(one, other)
                for name in (one.annotator, other.annotator):
                    agreed[name] += same
                    compared[name] += both
    everybody = agreed.total() / compared.total() if compared.total() else 0.5
    shares = {
        name: (agreed[name] + PRIOR_PAIRS * everybody) / (compared[name] + PRIOR_PAIRS) for name in names
    }
    return {name: max(log_odds(share), 0.0) for name, share in shares.items()}


def agreement(one: Ranked, other: Ranked) -> tuple[int, int]:
    """Return on how many pairs two rankings agree, and how many both order strictly."""
    first, second = set(one.wins()), set(other.wins())
    same = len(first & second)
    return same, same + sum((worse, better) in second for better, worse in first)


def log_odds(share: float) -> float:
    share = min(max(share, 1e-3), 1 - 1e-3)
    return math.log(share / (1 - share))


def mean_one(weights: dict[str, float], counts: Counter[str]) -> dict[str, float]:
    """Return the weights scaled so that their mean over rankings is 1; none where all are zero."""
    total = sum(weights[name] * count for name, count in counts.items())
    if total == 0:
        return {}
    return {name: weight * counts.total() / total for name, weight in weights.items()}
