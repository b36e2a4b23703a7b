from __future__ import annotations

import math

import pytest
import torch

from training.support.schedule import rate_schedule


def rates(total: int, shape: str, *, warmup_share: float = 0.0, last_share: float = 0.0) -> list[float]:
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = rate_schedule(optimizer, total, shape=shape, warmup_share=warmup_share, last_share=last_share)
    found = []
    for _ in range(total):
        found.append(float(schedule.get_last_lr()[0]))
        optimizer.step()
        schedule.step()
    return found


def test_it_warms_up_and_falls_in_a_line() -> None:
    found = rates(10, "linear", warmup_share=0.2, last_share=0.1)
    # Warm-up of 2 steps: 1/3, 2/3; then 0.1 + 0.9 * (10 - step) / 8: 1, 0.8875, …, 0.2125.
    assert found[:4] == pytest.approx([1 / 3, 2 / 3, 1.0, 0.8875])
    assert found[-1] == pytest.approx(0.2125)


def test_it_falls_along_half_a_wave() -> None:
    # (1 + cos(pi * step / 4)) / 2: 1, 0.853553, 0.5, 0.146447
    assert rates(4, "cosine") == pytest.approx([1.0, (2 + math.sqrt(2)) / 4, 0.5, (2 - math.sqrt(2)) / 4])
    # With 0.2 left at the end: 0.2 + 0.8 times as much.
    assert rates(4, "cosine", last_share=0.2)[2] == pytest.approx(0.6)


def test_it_stays_after_the_warm_up() -> None:
    assert rates(5, "constant", warmup_share=0.2) == pytest.approx([1 / 2, 1.0, 1.0, 1.0, 1.0])
