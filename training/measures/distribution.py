"""Where the scores lie: a histogram of those that people put first beside all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from training.measures.scored import ScoredPrompt

BINS = 24


def score_distribution(prompts: Sequence[ScoredPrompt]) -> dict[str, Any]:
    """Return {"mean", "deviation", "answers", "bins"} of all scores; each bin {"low", "high", "first", "others"}.

    An answer counts as first when at least half of the rankings that place it, and do not tie all, put it first.
    """
    first = [flag for prompt in prompts for flag in put_first(prompt)]
    scores = numpy.array([score for prompt in prompts for score in prompt.scores], dtype=numpy.float64)
    edges = numpy.histogram_bin_edges(scores, bins=BINS)
    chosen = numpy.array(first, dtype=numpy.bool_)
    counts = zip(
        numpy.histogram(scores[chosen], edges)[0], numpy.histogram(scores[~chosen], edges)[0], strict=True
    )
    return {
        "answers": len(scores),
        "mean": float(scores.mean()),
        "deviation": float(scores.std()),
        "bins": [
            {"low": float(low), "high": float(high), "first": int(best), "others": int(rest)}
            for low, high, (best, rest) in zip(edges[:-1], edges[1:], counts, strict=True)
        ],
    }


def put_first(prompt: ScoredPrompt) -> list[bool]:
    """Return for each answer whether people put it first."""
    times = [0] * len(prompt.texts)
    placed = [0] * len(prompt.texts)
    for judgement in prompt.judgements:
        if len(judgement.groups) < 2:
            continue
        for place, group in enumerate(judgement.groups):
            for answer in group:
                placed[answer] += 1
                times[answer] += place == 0
    return [count > 0 and 2 * best >= count for best, count in zip(times, placed, strict=True)]
