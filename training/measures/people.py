"""The human ceiling: how far people agree with each other on the very pairs that the model is measured on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy

from training.measures.scored import ScoredPrompt, votes_of
from training.measures.uncertainty import share


def human_ceiling(prompts: Sequence[ScoredPrompt], seed: int) -> dict[str, Any] | None:
    """Return {"pairs", "people", "model", "best"}, or None where no pair was judged by two people.

    Only pairs with two votes or more count, all three shares are of the same votes, and n counts these:
    people  how often one person's vote is that of another person who judged the pair, (w(w-1) + l(l-1)) / (n-1) of n
            votes of which w say one thing and l the other; for two people, raw agreement
    model   how often it is that of the model
    best    how often it can be that of any scorer, which must give one answer to all: max(w, l) of n
    A model above `people` predicts a person better than another person does; above `best` nothing is possible.
    """
    counts = Counter((vote.prompt, vote.better, vote.worse) for vote in votes_of(prompts))
    rows = []
    for number, one, other in sorted({(prompt, *sorted(pair)) for prompt, *pair in counts}):
        wins, losses = counts[number, one, other], counts[number, other, one]
        votes = wins + losses
        if votes > 1:
            difference = prompts[number].scores[one] - prompts[number].scores[other]
            met = (wins * (wins - 1) + losses * (losses - 1)) / (votes - 1)
            model = wins if difference > 0 else losses if difference < 0 else votes / 2
            rows.append((number, votes, met, model, max(wins, losses)))
    if not rows:
        return None
    prompt, votes, met, model, best = numpy.array(rows, dtype=numpy.float64).T
    shares = {"people": met, "model": model, "best": best}
    measured = {
        name: {**share(prompt.astype(numpy.int64), part, votes, seed=seed), "n": int(votes.sum())}
        for name, part in shares.items()
    }
    return {"pairs": len(rows), **measured}
