from __future__ import annotations

import pytest
import torch

from training.rl.masking import last_token_mask, masked_mean, masked_variance, scatter_tokens
from training.rl.whitening import whiten

MASK = torch.tensor([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
VALUES = torch.tensor([[1.0, 2.0, 90.0], [6.0, 90.0, 90.0]])


def test_it_averages_answer_tokens_alone() -> None:
    # (1 + 2 + 6) / 3 = 3; ((1 - 3)^2 + (2 - 3)^2 + (6 - 3)^2) / 3 = 14 / 3
    assert float(masked_mean(VALUES, MASK)) == pytest.approx(3.0)
    assert float(masked_variance(VALUES, MASK)) == pytest.approx(14 / 3)


def test_it_whitens_answer_tokens_alone() -> None:
    # sqrt(14 / 3) = 2.160247: (1 - 3) / 2.160247 = -0.925820, -0.462910, 1.388730
    expected = torch.tensor([[-0.925820, -0.462910, 0.0], [1.388730, 0.0, 0.0]])
    torch.testing.assert_close(whiten(VALUES, MASK), expected, atol=1e-5, rtol=0)


def test_it_whitens_rewards_and_keeps_their_mean() -> None:
    # As above, and the mean of 3 again: 2.074180, 2.537090, 4.388730
    expected = torch.tensor([[2.074180, 2.537090, 0.0], [4.388730, 0.0, 0.0]])
    torch.testing.assert_close(whiten(VALUES, MASK, keep_mean=True), expected, atol=1e-5, rtol=0)


def test_it_finds_each_rows_last_token() -> None:
    assert last_token_mask(MASK).tolist() == [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    assert last_token_mask(torch.ones(1, 2)).tolist() == [[0.0, 1.0]]


def test_it_lays_tokens_out_by_answer_and_time_and_keeps_gradients() -> None:
    flat = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    table = scatter_tokens(flat, torch.tensor([0, 1, 1]), torch.tensor([0, 0, 1]), (2, 2))
    assert table.tolist() == [[1.0, 0.0], [2.0, 3.0]]
    (table * torch.tensor([[1.0, 7.0], [2.0, 3.0]])).sum().backward()
    assert flat.grad is not None
    assert flat.grad.tolist() == [1.0, 2.0, 3.0]
