from __future__ import annotations

import math

import numpy
import pytest

from tests.training.measures.judged import judged
from training.measures.calibration import (
    calibration,
    confidence,
    cross_scaled,
    error_by_chance,
    expected_error,
    log_loss,
    reliability,
    sigmoid,
    steepness,
    temperature,
)
from training.measures.scored import Votes, vote_columns

LOG_3 = math.log(3)
"""A difference of log 3 is a probability of 3/4."""


def votes(*differences: float) -> Votes:
    """Return one vote a prompt with these differences of scores."""
    return vote_columns([judged([difference, 0.0], [[0], [1]]) for difference in differences])


def test_it_reads_a_difference_as_a_probability() -> None:
    assert sigmoid(numpy.array([0.0, LOG_3, -LOG_3, 800.0, -800.0])) == pytest.approx([0.5, 0.75, 0.25, 1, 0])
    assert confidence(numpy.array([-LOG_3])) == pytest.approx([0.75])


def test_it_bins_what_the_model_is_sure_of() -> None:
    # Three votes at 3/4 of which two agree, one at sigma(log 19) = 0.95 that does not, an equal score.
    rows = reliability(votes(LOG_3, LOG_3, -LOG_3, -math.log(19) - 1e-9, 0.0), seed=0)
    assert [
        (row["low"], row["predicted"], row["observed"]["value"], row["observed"]["n"]) for row in rows
    ] == [
        (0.5, 0.5, 0.5, 1),
        (0.75, pytest.approx(0.75), pytest.approx(2 / 3), 3),
        (0.95, pytest.approx(0.95), 0.0, 1),
    ]


def test_it_weighs_each_bin_s_error_by_its_votes() -> None:
    # Bin of 3/4: 3 * 0.75 - 2 = 0.25. Bin of 0.95: 0.95 - 0. Over 4 votes: 1.2 / 4.
    found = expected_error(votes(LOG_3, LOG_3, -LOG_3, -math.log(19) - 1e-9), seed=0)
    assert found["value"] == pytest.approx(0.3)


def test_it_says_what_error_exact_probabilities_would_show() -> None:
    # One vote at p: |p - 1| with chance p, |p - 0| with 1 - p: 2 p (1 - p) = 0.375 for 3/4.
    assert error_by_chance(numpy.array([LOG_3]), seed=0) == pytest.approx(0.375, abs=0.05)
    assert error_by_chance(numpy.full(20_000, LOG_3), seed=0) < 0.01


def test_it_takes_the_log_of_the_probability_of_what_people_said() -> None:
    assert log_loss(votes(0.0, 0.0), seed=0)["value"] == pytest.approx(math.log(2))
    # -log 3/4 and -log 1/4
    assert log_loss(votes(LOG_3, -LOG_3), seed=0)["value"] == pytest.approx(math.log(16 / 3) / 2)


def test_it_finds_the_temperature_that_fits() -> None:
    # Of four votes with |difference| 2 log 3 three agree: best is sigma(2 log 3 / T) = 3/4, so T = 2.
    differences = numpy.array([2 * LOG_3, 2 * LOG_3, 2 * LOG_3, -2 * LOG_3])
    assert steepness(differences) == pytest.approx(0.5)
    found = temperature(votes(*differences.tolist() * 25), seed=0)
    assert found["value"] == pytest.approx(2.0)
    assert found["low"] is not None
    assert found["high"] is not None
    assert found["low"] < 2.0 < found["high"]
    assert found["n"] == 100


def test_its_interval_of_the_temperature_is_that_of_fits_to_resamples() -> None:
    random = numpy.random.default_rng(3)
    differences = random.normal(size=300) * 2
    differences = numpy.abs(differences) * numpy.where(
        random.random(300) < sigmoid(numpy.abs(differences) / 2), 1, -1
    )
    found = temperature(votes(*differences), seed=0)
    fits = [steepness(random.choice(differences, 300)) for _ in range(400)]
    low, high = numpy.percentile([1 / fit for fit in fits if fit], [2.5, 97.5])
    assert found["low"] == pytest.approx(low, rel=0.1)
    assert found["high"] == pytest.approx(high, rel=0.15)


@pytest.mark.parametrize("differences", [(1.0, 2.0), (-1.0, -2.0), (0.0, 0.0)])
def test_it_fits_nothing_to_scores_always_right_or_no_better_than_chance(
    differences: tuple[float, float],
) -> None:
    assert steepness(numpy.array(differences)) is None
    assert temperature(votes(*differences), seed=0)["value"] is None
    assert calibration(votes(*differences), seed=0)["ece_scaled"]["value"] is None


def test_it_scales_each_half_by_the_fit_of_the_other() -> None:
    differences = [2 * LOG_3, 2 * LOG_3, 2 * LOG_3, -2 * LOG_3] * 10
    given = votes(*differences)
    scaled = cross_scaled(given, seed=0)
    assert scaled is not None
    factors = scaled.difference / given.difference
    first, second = sorted(set(factors.round(9).tolist()))
    half = factors.round(9) == first
    assert half.sum() == 20
    assert steepness(given.difference[~half]) == pytest.approx(first)
    assert steepness(given.difference[half]) == pytest.approx(second)


def test_it_says_where_its_temperature_comes_from() -> None:
    found = calibration(votes(LOG_3, LOG_3, LOG_3, -LOG_3), seed=0)
    assert found["temperature"]["fitted_on"] == "heldout"
    assert found["temperature"]["value"] == pytest.approx(1.0)
    assert found["ece"]["value"] == pytest.approx(0.0, abs=1e-12)
