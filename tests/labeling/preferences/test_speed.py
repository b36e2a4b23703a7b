"""Who is too fast: a norm worked by hand, and people it must and must not find."""

from __future__ import annotations

from math import exp
from random import Random

import pytest

from labeling.preferences.speed import NO_SPREAD, TOO_FEW, Timed, speed_norm, speeds


def worked(person: str, ms_a_word: float, count: int, spread: float = 0.2, seed: int = 0) -> list[Timed]:
    random = Random(f"{person}{seed}")  # noqa: S311  repeatable on purpose
    return [
        Timed(person, round(ms_a_word * 200 * exp(random.gauss(0, spread))), characters=1000)
        for _ in range(count)
    ]


def test_it_takes_the_medians_of_the_people() -> None:
    # 100 words. Ann: 1000, 2000, 4000 ms a word and twice more 2000; Bea the same, times two.
    ann = [Timed("ann", ms * 100, 500) for ms in (1000, 2000, 2000, 2000, 4000) * 2]
    bea = [Timed("bea", ms * 200, 500) for ms in (1000, 1000, 2000, 4000, 4000) * 2]
    norm = speed_norm(ann + bea)
    # The medians are 2000 and 4000, so the norm is their geometric mean; the deviations 0 and log 2, their median log(2) / 2.
    assert exp(norm.median) == pytest.approx((2000 * 4000) ** 0.5)
    assert norm.spread == pytest.approx(1.4826 * 0.34657359)


def test_it_finds_the_person_who_does_not_read() -> None:
    timed = worked("ann", 300, 60) + worked("bea", 400, 60) + worked("cid", 20, 200)
    norm = speed_norm(timed)
    found = speeds(timed, norm)
    assert found["cid"].stands_out
    assert found["cid"].too_fast.value == pytest.approx(1.0, abs=0.05)
    assert not found["ann"].stands_out
    assert not found["bea"].stands_out
    assert found["ann"].ms_a_word == pytest.approx(300, rel=0.1)


def test_it_does_not_mind_people_who_are_slow() -> None:
    timed = worked("ann", 300, 60) + worked("bea", 310, 60) + worked("cid", 3000, 60)
    found = speeds(timed, speed_norm(timed))
    assert [person for person in found if found[person].stands_out] == []


def test_it_says_why_there_is_no_norm() -> None:
    few = speed_norm(worked("ann", 300, 19))
    assert few.reason == TOO_FEW
    assert not few.is_too_fast(Timed("ann", 1, 10_000))
    assert speed_norm([Timed("ann", 1000, 500)] * 30).reason == NO_SPREAD
