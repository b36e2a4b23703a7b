from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from training.rl.kl import KLController, exact_kl, kl_k1, kl_k3


def test_it_estimates_kl_without_bias_by_k1_and_k3() -> None:
    # p = (0.5, 0.5), q = (0.25, 0.75). KL(p, q) = 0.5 ln 2 + 0.5 ln(2/3) = 0.143841
    p, q = torch.tensor([0.5, 0.5]), torch.tensor([0.25, 0.75])
    exact = 0.5 * math.log(2) + 0.5 * math.log(2 / 3)
    # k1 = ln(p/q) = (0.693147, -0.405465); k3 = q/p - 1 - ln(q/p) = (0.5 - 1 + 0.693147, 1.5 - 1 - 0.405465)
    torch.testing.assert_close(
        kl_k1(p.log(), q.log()), torch.tensor([0.693147, -0.405465]), atol=1e-5, rtol=0
    )
    torch.testing.assert_close(kl_k3(p.log(), q.log()), torch.tensor([0.193147, 0.094535]), atol=1e-5, rtol=0)
    assert float((p * kl_k1(p.log(), q.log())).sum()) == pytest.approx(exact, abs=1e-6)
    assert float((p * kl_k3(p.log(), q.log())).sum()) == pytest.approx(exact, abs=1e-6)


@given(st.floats(-20, 0), st.floats(-20, 0))
def test_it_never_reports_a_negative_k3(logprob: float, reference: float) -> None:
    assert float(kl_k3(torch.tensor(logprob), torch.tensor(reference))) >= 0


def test_it_sums_kl_over_the_whole_vocabulary() -> None:
    # p = (1/2, 1/2, 0), q = (1/4, 1/2, 1/4): 1/2 ln 2 + 1/2 ln 1 + 0 = 0.346574; of a distribution to itself 0
    p = torch.tensor([[0.5, 0.5, 0.0], [0.2, 0.3, 0.5]])
    q = torch.tensor([[0.25, 0.5, 0.25], [0.2, 0.3, 0.5]])
    torch.testing.assert_close(exact_kl(p.log(), q.log()), torch.tensor([0.346574, 0.0]), atol=1e-6, rtol=0)


def test_it_moves_an_adaptive_price_towards_its_target() -> None:
    # kl 9 at target 6: error 0.5, clipped to 0.2; 0.1 * (1 + 0.2 * 32 / 64) = 0.11
    controller = KLController(coefficient=0.1, adaptive=True, target=6.0, horizon=64)
    assert controller.after(9.0, 32).coefficient == pytest.approx(0.11)
    # kl 5.4: error -0.1; 0.1 * (1 - 0.1 * 0.5) = 0.095
    assert controller.after(5.4, 32).coefficient == pytest.approx(0.095)


def test_it_leaves_a_fixed_price_alone() -> None:
    controller = KLController(coefficient=0.1, adaptive=False, target=6.0, horizon=64)
    assert controller.after(100.0, 32) is controller
