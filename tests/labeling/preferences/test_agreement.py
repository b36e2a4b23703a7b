"""Agreement on pairs: against sums worked by hand and against the krippendorff package."""

from __future__ import annotations

from random import Random
from time import perf_counter

import krippendorff
import numpy as np
import pytest

from labeling.preferences.agreement import (
    ALL_TIED,
    NO_RANKINGS,
    ONE_LABEL,
    ONE_PERSON,
    Judgement,
    agreement,
    pair_votes,
)


def noisy(prompts: int, people: int, noise: float, seed: int = 0) -> list[Judgement]:
    """People who see one true order of four answers, each with their own noise; close calls are ties."""
    random = Random(seed)  # noqa: S311  repeatable on purpose
    judgements = []
    for prompt in range(prompts):
        for person in range(people):
            scores = {name: round(worth + random.gauss(0, noise)) for worth, name in enumerate("abcd")}
            ranks = sorted(set(scores.values()), reverse=True)
            groups = [[name for name in scores if scores[name] == rank] for rank in ranks]
            judgements.append(Judgement(f"prompt {prompt}", f"person {person}", groups))
    return judgements


def test_it_compares_only_what_both_have_placed() -> None:
    # One places a, b, c; the other leaves b out: they share the pair (a, c) alone, and agree on it.
    found = agreement([Judgement("p", "one", [["a"], ["b"], ["c"]]), Judgement("p", "other", [["a"], ["c"]])])
    assert (found.raw.value, found.raw.n, found.pairs) == (1.0, 1, 1)


def test_it_counts_agreeing_pairs() -> None:
    # Pairs of a, b, c. One: a>b, a>c, b>c. Other: a>b, c>a, c>b. They agree on 1 of 3.
    found = agreement(
        [Judgement("p", "one", [["a"], ["b"], ["c"]]), Judgement("p", "other", [["c"], ["a"], ["b"]])]
    )
    assert found.raw.value == pytest.approx(1 / 3)
    assert (found.raw.n, found.pairs, found.reason) == (3, 3, "")


def test_it_leaves_ties_out_of_raw_agreement() -> None:
    # One: a>b, a>c, b~c. Other: a>b, a>c, b>c. The tied pair does not count: 2 of 2.
    found = agreement(
        [Judgement("p", "one", [["a"], ["b", "c"]]), Judgement("p", "other", [["a"], ["b"], ["c"]])]
    )
    assert (found.raw.value, found.raw.n) == (1.0, 2)
    assert found.pairs == 3


@pytest.mark.parametrize("noise", [0.3, 1.0, 3.0])
def test_it_computes_the_alpha_of_the_krippendorff_package(noise: float) -> None:
    judgements = noisy(prompts=20, people=3, noise=noise)
    counts = np.array(list(pair_votes(judgements).values()))
    expected = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
    assert agreement(judgements).alpha.value == pytest.approx(expected)


def test_it_computes_alpha_with_missing_judgements() -> None:
    judgements = [judgement for place, judgement in enumerate(noisy(30, 4, 1.0)) if place % 3]
    counts = np.array(list(pair_votes(judgements).values()))
    expected = krippendorff.alpha(value_counts=counts, level_of_measurement="nominal")
    assert agreement(judgements).alpha.value == pytest.approx(expected)


def test_it_puts_the_value_inside_its_interval_and_narrows_with_more_prompts() -> None:
    few, many = agreement(noisy(20, 2, 1.0)), agreement(noisy(400, 2, 1.0))
    for measure in (few.raw, few.alpha, many.raw, many.alpha):
        assert measure.low is not None
        assert measure.value is not None
        assert measure.high is not None
        assert measure.low < measure.value < measure.high
    assert many.alpha.high - many.alpha.low < (few.alpha.high - few.alpha.low) / 2  # type: ignore[operator]


def test_it_gives_the_same_interval_for_the_same_seed() -> None:
    judgements = noisy(20, 2, 1.0)
    assert agreement(judgements, seed=3) == agreement(judgements, seed=3)


@pytest.mark.parametrize(
    ("judgements", "reason"),
    [
        ([], NO_RANKINGS),
        ([Judgement("p", "one", [["a"], ["b"]]), Judgement("q", "other", [["a"], ["b"]])], ONE_PERSON),
        ([Judgement("p", "one", [["a"], ["b"]]), Judgement("p", "other", [["a"], ["b"]])], ONE_LABEL),
        ([Judgement("p", "one", [["a"], ["b"]]), Judgement("p", "other", [["a", "b"]])], ALL_TIED),
    ],
)
def test_it_says_why_there_is_none(judgements: list[Judgement], reason: str) -> None:
    assert agreement(judgements).reason == reason


def test_it_is_quick_for_thousands_of_rankings() -> None:
    judgements = noisy(prompts=3000, people=3, noise=1.0)
    start = perf_counter()
    assert agreement(judgements).pairs == 18_000
    assert perf_counter() - start < 5
