from __future__ import annotations

import random

import numpy
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from training.support.intervals import mean_interval, ratio_interval
from training.support.seed import (
    chance_state,
    draw_without_repetition,
    restore_chance,
    seed_everything,
    uniforms,
)


def draws() -> tuple[float, float, float]:
    return random.gauss(), float(numpy.random.rand()), float(torch.rand(()))


def test_it_restores_every_generator() -> None:
    seed_everything(7)
    draws()
    state = chance_state()
    expected = draws()
    draws()
    restore_chance(state)
    assert draws() == expected


def test_it_gives_the_same_chances_to_the_same_parts() -> None:
    assert torch.equal(uniforms(2, 3, 1, "ppo", 5), uniforms(2, 3, 1, "ppo", 5))
    assert not torch.equal(uniforms(2, 3, 1, "ppo", 5), uniforms(2, 3, 1, "ppo", 6))
    assert not torch.equal(uniforms(1, 3, 1, 23), uniforms(1, 3, 12, 3))


@given(st.integers(1, 12), st.integers(1, 12))
def test_it_draws_all_before_any_again(count: int, size: int) -> None:
    drawn = [place for turn in range(count) for place in draw_without_repetition(count, size, turn, 0)]
    for start in range(0, len(drawn), count):
        assert sorted(drawn[start : start + count]) == list(range(count))


def test_it_gives_the_ratio_of_sums_with_its_interval() -> None:
    # (1 + 0 + 3) / (1 + 1 + 4) = 4 / 6
    found = ratio_interval([1, 0, 3], [1, 1, 4], n=6)
    assert found["value"] == pytest.approx(4 / 6)
    assert 0 <= found["low"] <= found["value"] <= found["high"] <= 1
    assert found["n"] == 6


def test_it_keeps_a_prompts_answers_together() -> None:
    # Ten answers of one prompt say no more than one: the interval is that of two prompts, from 0 to 1.
    found = mean_interval([[1.0] * 10, [0.0] * 10])
    assert (found["value"], found["low"], found["high"], found["n"]) == (0.5, 0.0, 1.0, 2)


def test_it_has_about_the_coverage_of_the_normal_interval() -> None:
    values = numpy.random.default_rng(0).normal(size=400)
    found = mean_interval([[value] for value in values], seed=1)
    half = 1.96 * values.std() / 20
    assert found["high"] - found["low"] == pytest.approx(2 * half, rel=0.1)
