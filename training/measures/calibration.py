"""Does a difference of scores mean the probability it stands for?

The model's probability that people prefer the answer it scores higher is sigma(|difference of scores|), the
Bradley-Terry reading of the scores. All functions take the differences [v] of votes as in `Votes`.
"""

from __future__ import annotations

from typing import Any

import numpy
from numpy.typing import NDArray

from training.measures.scored import Votes
from training.measures.uncertainty import NO_MEASURE, Measure, mean, measure, share, sum_by_prompt
from training.support.intervals import Floats, bootstrap_ends

BINS = 10
"""Of equal width between 0.5, a coin's, and 1."""
SIMULATIONS = 200
STEEPEST = 100.0
"""Temperatures beyond 1 / this and this are not fitted."""


def calibration(votes: Votes, seed: int) -> dict[str, Any]:
    """Return how far the probabilities hold, before and after one temperature.

    ece                expected calibration error, with its interval
    ece_by_chance      what it would be on as many votes if every probability were exact: it is never zero
    log_loss           mean of -log of the probability given to what people said; a coin's is log 2 = 0.693
    temperature        the T for which sigma(difference / T) fits these held-out votes best; above 1 the model is
                       over-confident
    ece_scaled, log_loss_scaled   the same figures with a temperature, each half of the prompts scaled by the T of
                       the other half: nothing is fitted and reported on the same votes. null where T has no value
    bins               the reliability diagram
    """
    scaled = cross_scaled(votes, seed)
    return {
        "ece": expected_error(votes, seed),
        "ece_by_chance": error_by_chance(votes.difference, seed),
        "log_loss": log_loss(votes, seed),
        "temperature": {**temperature(votes, seed), "fitted_on": "heldout"},
        "ece_scaled": NO_MEASURE if scaled is None else expected_error(scaled, seed),
        "log_loss_scaled": NO_MEASURE if scaled is None else log_loss(scaled, seed),
        "bins": reliability(votes, seed),
    }


def sigmoid(values: Floats) -> Floats:
    """Return 1 / (1 + exp(-x)), safe for any x."""
    small = numpy.exp(-numpy.abs(values))
    return numpy.where(values >= 0, 1 / (1 + small), small / (1 + small))


def confidence(difference: Floats) -> Floats:
    """Return [v] the model's probability of its own choice, between 0.5 and 1."""
    return sigmoid(numpy.abs(difference))


def bin_places(confident: Floats) -> NDArray[numpy.int64]:
    """Return [v] the bin of each probability; each bin holds its lower end, the last its upper end too."""
    places: NDArray[numpy.int64] = numpy.minimum((confident - 0.5) * 2 * BINS, BINS - 1).astype(numpy.int64)
    return places


def reliability(votes: Votes, seed: int) -> list[dict[str, Any]]:
    """Return {"low", "high", "predicted", "observed"} of each bin that has votes.

    predicted is the mean probability, observed the share of votes that agree, with n. Source: Niculescu-Mizil &
    Caruana 2005, "Predicting good probabilities with supervised learning".
    """
    confident = confidence(votes.difference)
    places = bin_places(confident)
    return [
        {
            "low": 0.5 + place * 0.5 / BINS,
            "high": 0.5 + (place + 1) * 0.5 / BINS,
            "predicted": float(confident[places == place].mean()),
            "observed": share(votes.prompt[places == place], votes.agreed[places == place], seed=seed),
        }
        for place in sorted(set(places.tolist()))
    ]


def expected_error(votes: Votes, seed: int) -> Measure:
    """Return ECE = sum over bins of |sum of (probability - agreed)| / votes.

    Source: Guo et al. 2017, "On calibration of modern neural networks", equation 3.
    """
    confident = confidence(votes.difference)
    inside = numpy.arange(BINS) == bin_places(confident)[:, None]
    misses = numpy.where(inside, (confident - votes.agreed)[:, None], 0.0)
    sums = sum_by_prompt(votes.prompt, numpy.ones(len(confident)), *misses.T)
    return measure(
        sums, lambda totals: numpy.abs(totals[:, 1:]).sum(axis=1) / totals[:, 0], n=len(confident), seed=seed
    )


def error_by_chance(difference: Floats, seed: int) -> float:
    """Return the mean ECE of votes drawn from the model's own probabilities, independent of each other."""
    confident = confidence(difference)
    inside = (numpy.arange(BINS) == bin_places(confident)[:, None]).astype(numpy.float64)
    random = numpy.random.default_rng(seed)
    errors = [
        numpy.abs((confident - (random.random(len(confident)) < confident)) @ inside).sum() / len(confident)
        for _ in range(SIMULATIONS)
    ]
    return float(numpy.mean(errors))


def log_loss(votes: Votes, seed: int) -> Measure:
    """Return the mean of log(1 + exp(-difference)), in nats a vote."""
    return mean(votes.prompt, numpy.logaddexp(0.0, -votes.difference), seed=seed)


def steepness(difference: Floats) -> float | None:
    """Return the b = 1 / T that maximises the sum of log sigma(b * difference).

    The sum is concave in b and its slope U(b) = sum difference * sigma(-b * difference) falls: bisection finds its
    zero. None where there is none between 1 / STEEPEST and STEEPEST: the scores are no better than chance, or they
    are right every time. Source: Guo et al. 2017, section 4.2.
    """

    def slope(b: float) -> float:
        return float((difference * sigmoid(-b * difference)).sum())

    low, high = 1 / STEEPEST, STEEPEST
    if slope(low) <= 0 or slope(high) >= 0:
        return None
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return (low + high) / 2


def temperature(votes: Votes, seed: int) -> Measure:
    """Return the fitted T with its interval over resamples of prompts.

    A resample's own fit is taken as one Newton step from this one, b + U / A with U as in `steepness` and
    A = sum difference^2 sigma (1 - sigma); high is null where that reaches zero.
    """
    fitted = steepness(votes.difference)
    nothing: Measure = {**NO_MEASURE, "n": len(votes.difference)}
    if fitted is None:
        return nothing
    right = sigmoid(fitted * votes.difference)
    slopes = votes.difference * (1 - right)
    curvature = votes.difference**2 * right * (1 - right)
    sums = sum_by_prompt(votes.prompt, slopes, curvature)
    if len(sums) == 1:
        return {**nothing, "value": 1 / fitted}
    low, high = bootstrap_ends(sums, lambda totals: fitted + totals[:, 0] / totals[:, 1], seed=seed)
    return {**nothing, "value": 1 / fitted, "low": 1 / high, "high": 1 / low if low > 0 else None}


def cross_scaled(votes: Votes, seed: int) -> Votes | None:
    """Return the votes with each half of the prompts scaled by the temperature fitted on the other half."""
    prompts = numpy.unique(votes.prompt)
    first = numpy.random.default_rng(seed).permutation(prompts)[: len(prompts) // 2]
    half = numpy.isin(votes.prompt, first)
    on_first, on_second = steepness(votes.difference[half]), steepness(votes.difference[~half])
    if on_first is None or on_second is None:
        return None
    return votes._replace(difference=votes.difference * numpy.where(half, on_second, on_first))
