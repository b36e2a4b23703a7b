"""The comparison of two trainers' policies: at equal samples, and at equal KL by the line between two policies."""

from __future__ import annotations

import pytest

from benchmarks.frontier import Point, compare, rewards_at


def points(*given: tuple[float, list[float]]) -> list[Point]:
    return [{"step": step, "kl": kl, "rewards": rewards} for step, (kl, rewards) in enumerate(given)]


def test_it_reads_rewards_between_two_policies_over_the_root_of_the_kl() -> None:
    along = points((0.0, [0.0, 2.0]), (4.0, [1.0, 2.0]), (16.0, [5.0, 0.0]))
    # The root of 1 lies half way from 0 to 2, that of 9 half way from 2 to 4.
    assert rewards_at(along, 1.0) == [0.5, 2.0]
    assert rewards_at(along, 9.0) == [3.0, 1.0]
    with pytest.raises(ValueError, match="No two points"):
        rewards_at(along, 17.0)


def test_it_compares_at_equal_samples_and_at_equal_kl() -> None:
    sides = {
        "podium": points((0.0, [0.0, 0.0]), (4.0, [2.0, 4.0])),
        "trl": points((0.0, [0.0, 0.0]), (16.0, [3.0, 3.0])),
    }
    found = compare([sides, sides])
    assert found["gain_at_equal_samples"]["value"] == pytest.approx(0.0)  # (2 - 3 + 4 - 3) / 2
    # At a KL of 4, trl has half of what it reaches at 16: gains of 0.5 and 2.5.
    assert found["gain_at_equal_kl"]["value"] == pytest.approx(1.5)
    assert found["equal_kl"] == [4.0, 4.0]
    assert found["not_worse_at_equal_kl"]
