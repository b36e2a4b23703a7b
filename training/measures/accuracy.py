"""How often the model orders two answers as people did: over all pairs, and slice by slice."""

from __future__ import annotations

from typing import Any

import numpy
from numpy.typing import NDArray

from training.measures.scored import Votes
from training.measures.uncertainty import Measure, share

LARGEST_GAP = 5
"""Answers this many groups apart or more make one slice."""

LENGTH_SLICES = (
    ("less than half as long", 0.0, 0.5),
    ("shorter", 0.5, 0.8),
    ("about as long", 0.8, 1.25),
    ("longer", 1.25, 2.0),
    ("more than twice as long", 2.0, numpy.inf),
)
"""By length of the answer people prefer over that of the other, in characters; each bin holds its lower end."""


def pair_accuracy(votes: Votes, seed: int) -> Measure:
    """Return the share of votes whose pair the scores order the same way, an equal score counting half; n counts votes.

    With several rankings of a prompt each vote counts. Source: Ouyang et al. 2022, section 3.5 and appendix C.
    """
    return share(votes.prompt, votes.agreed, seed=seed)


def accuracy_slices(votes: Votes, seed: int) -> list[dict[str, Any]]:
    """Return {"by", "name", "prompts", "accuracy"} for every slice that has votes; nobody's votes have no annotator.

    A slice of few prompts has an interval that is too narrow; the number of prompts is there to judge it by.
    """
    rows = [
        slice_row("domain", name, votes, votes.domain == name, seed) for name in sorted(names(votes.domain))
    ]
    rows += [
        slice_row("annotator", name, votes, votes.annotator == name, seed)
        for name in sorted(names(votes.annotator) - {""}, key=lambda name: (len(name), name))
    ]
    gaps = numpy.minimum(votes.gap, LARGEST_GAP)
    rows += [
        slice_row("rank_gap", gap_name(gap), votes, gaps == gap, seed) for gap in sorted(set(gaps.tolist()))
    ]
    rows += [
        slice_row("length", name, votes, (votes.length_ratio >= low) & (votes.length_ratio < high), seed)
        for name, low, high in LENGTH_SLICES
    ]
    return [row for row in rows if row["prompts"]]


def slice_row(by: str, name: str, votes: Votes, chosen: NDArray[numpy.bool_], seed: int) -> dict[str, Any]:
    prompt = votes.prompt[chosen]
    return {
        "by": by,
        "name": name,
        "prompts": len(set(prompt.tolist())),
        "accuracy": share(prompt, votes.agreed[chosen], seed=seed),
    }


def names(column: NDArray[numpy.str_]) -> set[str]:
    return {str(name) for name in column}


def gap_name(gap: int) -> str:
    return f"{gap} or more" if gap == LARGEST_GAP else str(gap)
