"""How far the policy is from its reference, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch


def kl_k1(logprobs: torch.Tensor, reference: torch.Tensor) -> torch.Tensor:
    """Return log p - log q of the drawn tokens: unbiased for KL(p, q) token by token, of either sign.

    Any shape. Source: Schulman 2020, "Approximating KL Divergence", estimator k1.
    """
    return logprobs - reference


def kl_k3(logprobs: torch.Tensor, reference: torch.Tensor) -> torch.Tensor:
    """Return exp(q - p) - 1 - (q - p) in log-probabilities: unbiased too, never negative, of less variance.

    Any shape. For reporting: as a loss its gradient is wrong. Source: Schulman 2020, as above, estimator k3.
    """
    gap = reference - logprobs
    return gap.expm1() - gap


def exact_kl(logprobs: torch.Tensor, reference: torch.Tensor) -> torch.Tensor:
    """Return [n] sum_v p_v (log p_v - log q_v) over the whole vocabulary, of log-probabilities [n, v] that sum to one.

    No estimate: what k1 and k3 are estimates of, token by token, given the tokens before. A token of probability zero
    adds nothing. Source: Kullback & Leibler 1951, "On Information and Sufficiency", equation 2.4.
    """
    probabilities = logprobs.exp()
    return torch.where(probabilities > 0, probabilities * (logprobs - reference), 0.0).sum(dim=1)


@dataclass(frozen=True)
class KLController:
    """The price of a nat. Fixed, or moved so that the KL of an answer meets its target."""

    coefficient: float
    adaptive: bool
    target: float
    horizon: int

    def after(self, kl: float, answers: int) -> KLController:
        """Return the controller after a step: coefficient * (1 + clip(kl / target - 1, -0.2, 0.2) * answers / horizon).

        Source: Ziegler et al. 2019, "Fine-Tuning Language Models from Human Preferences", section 2.2.
        """
        if not self.adaptive:
            return self
        error = min(max(kl / self.target - 1, -0.2), 0.2)
        return self.at(self.coefficient * (1 + error * answers / self.horizon))

    def at(self, coefficient: float) -> KLController:
        """Return the controller with another coefficient, for a run that goes on."""
        return replace(self, coefficient=coefficient)
