from __future__ import annotations

import pytest
import torch

from training.rl.advantages import estimate_advantages, explained_variance


def test_it_sums_discounted_errors_backwards() -> None:
    # gamma 0.9, lambda 0.5; r = (1, 0, 2), V = (0.5, 1, 1.5)
    # d3 = 2 - 1.5                  = 0.5     A3 = 0.5
    # d2 = 0 + 0.9 * 1.5 - 1        = 0.35    A2 = 0.35 + 0.45 * 0.5      = 0.575
    # d1 = 1 + 0.9 * 1 - 0.5        = 1.4     A1 = 1.4 + 0.45 * 0.575     = 1.65875
    found = estimate_advantages(
        torch.tensor([[1.0, 0.0, 2.0]]), torch.tensor([[0.5, 1.0, 1.5]]), torch.ones(1, 3), gamma=0.9, lam=0.5
    )
    torch.testing.assert_close(found.advantages, torch.tensor([[1.65875, 0.575, 0.5]]))
    torch.testing.assert_close(found.returns, torch.tensor([[2.15875, 1.575, 2.0]]))


def test_it_takes_nothing_from_beyond_an_answers_end() -> None:
    # The row ends after its second token; what stands in the third must not matter.
    # gamma = lambda = 1: A2 = 3 - 1 = 2, A1 = (1 + 1 - 4) + 2 = 0
    mask = torch.tensor([[1.0, 1.0, 0.0]])
    found = estimate_advantages(
        torch.tensor([[1.0, 3.0, 99.0]]), torch.tensor([[4.0, 1.0, 77.0]]), mask, gamma=1.0, lam=1.0
    )
    torch.testing.assert_close(found.advantages, torch.tensor([[0.0, 2.0, 0.0]]))
    torch.testing.assert_close(found.returns, torch.tensor([[4.0, 3.0, 0.0]]))


def test_it_is_the_one_step_error_when_lambda_is_zero() -> None:
    # A_t = r_t + V_(t+1) - V_t: 1 + 2 - 3 = 0, 1 + 0 - 2 = -1
    found = estimate_advantages(
        torch.tensor([[1.0, 1.0]]), torch.tensor([[3.0, 2.0]]), torch.ones(1, 2), gamma=1.0, lam=0.0
    )
    torch.testing.assert_close(found.advantages, torch.tensor([[0.0, -1.0]]))


def test_it_measures_how_much_the_values_explain() -> None:
    # returns (1, 3): variance 1. Errors (0.5, -0.5): variance 0.25. 1 - 0.25 / 1 = 0.75; the masked token is left out.
    returns, values = torch.tensor([[1.0, 3.0, 50.0]]), torch.tensor([[0.5, 3.5, 0.0]])
    mask = torch.tensor([[1.0, 1.0, 0.0]])
    assert explained_variance(values, returns, mask) == pytest.approx(0.75)
    assert explained_variance(values, torch.ones(1, 3), mask) == 0.0
