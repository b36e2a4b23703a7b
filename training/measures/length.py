"""Does the score follow the length of the answer? Lengths are in characters, which every model can be compared in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
from numpy.typing import NDArray

from training.measures.scored import ScoredPrompt, Votes
from training.measures.uncertainty import Measure, measure, share, sum_by_prompt
from training.support.intervals import Floats

SHOWN_POINTS = 1000


def length_effects(prompts: Sequence[ScoredPrompt], votes: Votes, seed: int) -> dict[str, Any]:
    """Return the correlations of score and length, and how often the longer answer wins.

    pearson, spearman   over all answers; n counts these
    within_prompt       the same among the answers of one prompt, which is what training can push
    longer_wins         {"people", "model"} on the pairs of unequal length that people decided: where the model's
                        share is above that of people, it leans to length more than they do
    points              [length, score] of the answers, SHOWN_POINTS at most, drawn by the seed
    """
    prompt = numpy.repeat(numpy.arange(len(prompts)), [len(one.texts) for one in prompts])
    length = numpy.array([len(text) for one in prompts for text in one.texts], dtype=numpy.float64)
    score = numpy.array([given for one in prompts for given in one.scores], dtype=numpy.float64)
    ends = numpy.cumsum([len(one.texts) for one in prompts]).tolist()
    parts = [slice(end - len(one.texts), end) for one, end in zip(prompts, ends, strict=True)]
    return {
        "unit": "characters",
        "pearson": correlation(prompt, length, score, seed),
        "spearman": correlation(prompt, ranks(length), ranks(score), seed),
        "within_prompt": {
            "pearson": correlation(prompt, centred(length, parts), centred(score, parts), seed),
            "spearman": correlation(prompt, centred_ranks(length, parts), centred_ranks(score, parts), seed),
        },
        "longer_wins": longer_wins(votes, seed),
        "points": shown_points(length, score, seed),
    }


def correlation(prompt: NDArray[numpy.int64], x: Floats, y: Floats, seed: int) -> Measure:
    """Return Pearson's correlation of columns [a], resampled by prompt.

    Of ranks it is Spearman's; ranks are not taken anew in each resample. Both columns are centred first, which
    changes nothing but the rounding.
    """
    x, y = x - x.mean(), y - y.mean()
    sums = sum_by_prompt(prompt, numpy.ones(len(x)), x, y, x * x, y * y, x * y)

    def statistic(totals: Floats) -> Floats:
        n, sx, sy, xx, yy, xy = totals.T
        spread = (n * xx - sx**2) * (n * yy - sy**2)
        return numpy.where(spread > 0, (n * xy - sx * sy) / numpy.sqrt(spread), numpy.nan)

    return measure(sums, statistic, n=len(x), seed=seed)


def ranks(values: Floats) -> Floats:
    """Return [a] the ranks from 1; equal values share the mean of theirs."""
    _, place, counts = numpy.unique(values, return_inverse=True, return_counts=True)
    last = numpy.cumsum(counts)
    shared: Floats = (last - (counts - 1) / 2)[place]
    return shared


def centred(values: Floats, parts: Sequence[slice]) -> Floats:
    """Return [a] the values less the mean of their prompt."""
    found = values.copy()
    for part in parts:
        found[part] -= values[part].mean()
    return found


def centred_ranks(values: Floats, parts: Sequence[slice]) -> Floats:
    """Return [a] the ranks among the answers of one prompt, less their mean."""
    found = numpy.zeros(len(values))
    for part in parts:
        found[part] = ranks(values[part])
    return centred(found, parts)


def longer_wins(votes: Votes, seed: int) -> dict[str, Measure]:
    uneven = votes.length_ratio != 1
    prompt, agreed = votes.prompt[uneven], votes.agreed[uneven]
    people = (votes.length_ratio[uneven] > 1).astype(numpy.float64)
    model = numpy.where(people == 1, agreed, 1 - agreed)
    return {"people": share(prompt, people, seed=seed), "model": share(prompt, model, seed=seed)}


def shown_points(length: Floats, score: Floats, seed: int) -> list[list[float]]:
    chosen = numpy.arange(len(length))
    if len(chosen) > SHOWN_POINTS:
        chosen = numpy.sort(numpy.random.default_rng(seed).choice(chosen, SHOWN_POINTS, replace=False))
    return [[float(length[place]), float(score[place])] for place in chosen]
