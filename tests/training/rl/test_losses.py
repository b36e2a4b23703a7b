from __future__ import annotations

import pytest
import torch

from training.rl.losses import policy_loss, value_loss


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
