from __future__ import annotations

import math

import pytest
import torch

from training.rl.losses import centring_loss, pairwise_loss, policy_loss, value_loss


def test_it_adds_up_weighted_bradley_terry_losses() -> None:
    # 1/2 * -log sigmoid(2 - 0) + 1/4 * -log sigmoid(0 - 1) = 0.5 * 0.126928 + 0.25 * 1.313262 = 0.391780
    scores = torch.tensor([2.0, 0.0, 1.0])
    loss = pairwise_loss(scores, torch.tensor([0, 1]), torch.tensor([1, 2]), torch.tensor([0.5, 0.25]))
    assert float(loss) == pytest.approx(
        0.5 * math.log1p(math.exp(-2)) + 0.25 * math.log1p(math.exp(1)), abs=1e-6
    )
    assert float(loss) == pytest.approx(0.391780, abs=1e-5)


def test_it_pulls_the_two_sides_of_a_tie_together() -> None:
    # A tie is half a pair either way; its gradient vanishes where the scores are equal and points inwards elsewhere.
    scores = torch.tensor([1.0, 0.0], requires_grad=True)
    pairwise_loss(scores, torch.tensor([0, 1]), torch.tensor([1, 0]), torch.tensor([0.5, 0.5])).backward()
    assert scores.grad is not None
    # d/ds0 = 0.5 * (sigmoid(1) - sigmoid(-1)) = 0.5 * (0.731059 - 0.268941) = 0.231059
    torch.testing.assert_close(scores.grad, torch.tensor([0.231059, -0.231059]), atol=1e-5, rtol=0)


def test_it_centres_each_prompts_scores() -> None:
    # means 2 and -1: 4 + 1 = 5
    loss = centring_loss(torch.tensor([1.0, 3.0, -1.0]), torch.tensor([0, 0, 1]), 2)
    assert float(loss) == pytest.approx(5.0)


def test_it_clips_the_ratio_on_the_side_that_earns() -> None:
    # r = 1.5, A = 1: min(1.5, 1.2) = 1.2, clipped. r = 0.5, A = 1: min(0.5, 0.8) = 0.5, free.
    # r = 0.5, A = -1: min(-0.5, -0.8) = -0.8, clipped. The fourth is masked.
    # loss = -(1.2 + 0.5 - 0.8) / 3 = -0.3, clipped 2 / 3
    logprobs = torch.tensor([[1.5, 0.5, 0.5, 9.0]]).log()
    found = policy_loss(
        logprobs,
        torch.zeros(1, 4),
        torch.tensor([[1.0, 1.0, -1.0, 1.0]]),
        torch.tensor([[1.0, 1.0, 1.0, 0.0]]),
        0.2,
    )
    assert float(found.loss) == pytest.approx(-0.3)
    assert float(found.clipped) == pytest.approx(2 / 3)


def test_it_takes_the_worse_of_value_and_clipped_value() -> None:
    # old 0, R = 1, c = 0.2. v = 0.5: max(0.25, (0.2 - 1)^2 = 0.64) = 0.64, clipped. v = 0.1: 0.81 either way.
    # 0.5 * (0.64 + 0.81) / 2 = 0.3625
    found = value_loss(torch.tensor([[0.5, 0.1]]), torch.zeros(1, 2), torch.ones(1, 2), torch.ones(1, 2), 0.2)
    assert float(found.loss) == pytest.approx(0.3625)
    assert float(found.clipped) == pytest.approx(0.5)
