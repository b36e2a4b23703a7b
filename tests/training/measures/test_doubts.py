from __future__ import annotations

import pytest
import torch

from training.measures.doubts import constant_doubt, cut_doubt, kl_doubt, least_kl


def test_it_knows_how_low_an_honest_kl_can_fall() -> None:
    # ln(0.05) / 10 = -0.299573
    assert least_kl(10, 0.05) == pytest.approx(-0.299573)
    # Answers of one token, drawn with p = (0.9, 0.1). Against q = (0.5, 0.5), a mean of ten lies below in 5 % at most.
    p, q = torch.tensor([0.9, 0.1]).log(), torch.tensor([0.5, 0.5]).log()
    drawn = torch.multinomial(p.exp(), 100_000, replacement=True, generator=torch.Generator().manual_seed(0))
    honest = (p - q)[drawn].reshape(-1, 10).mean(dim=1)
    assert float((honest < least_kl(10, 0.05)).float().mean()) <= 0.05
    # Taken at twice the temperature, p would be (0.75, 0.25): against p itself 0.9 ln(0.75 / 0.9) + 0.1 ln(2.5) = -0.0725
    wrong = ((p / 2).log_softmax(dim=0) - p)[drawn].reshape(-1, 1000).mean(dim=1)
    assert float(wrong.mean()) == pytest.approx(-0.0725, abs=0.003)
    assert bool((wrong < least_kl(1000)).all())


def test_it_calls_a_kl_below_zero_the_bug_it_is() -> None:
    # ln(1e-6) / 100 = -0.138
    words = kl_doubt([-0.5] * 50 + [0.1] * 50)
    assert "The KL of 100 held-out answers is -0.2 nats" in words
    assert "below -0.14 less than once in a million" in words
    assert "this is a bug" in words
    assert kl_doubt([-0.2] * 50 + [0.1] * 50) == ""
    assert kl_doubt([-0.5]) == ""


def test_it_doubts_a_reward_that_tells_no_answers_apart() -> None:
    assert "All 8 answers of a step earned the same score, 0.5" in constant_doubt(0.5, 0.0, 8)
    assert constant_doubt(1000.0, 1e-4, 8) != ""
    assert constant_doubt(0.5, 0.01, 8) == ""
    assert constant_doubt(0.5, 0.0, 1) == ""


def test_it_doubts_answers_of_which_none_ends() -> None:
    assert "all were cut at 48 tokens" in cut_doubt(0.0, 48, has_end=True)
    assert "names no end token" in cut_doubt(0.0, 48, has_end=False)
    assert cut_doubt(0.01, 48, has_end=True) == ""
