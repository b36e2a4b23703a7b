"""How undecided the policy is."""

from __future__ import annotations

import torch


def exact_entropy(logprobs: torch.Tensor) -> torch.Tensor:
    """Return [n] -sum_v p_v log p_v in nats, of log-probabilities [n, v] that sum to one.

    The mean of -log p over drawn tokens estimates it without a look at the whole vocabulary. A token of probability
    zero adds nothing. Source: Shannon 1948, "A Mathematical Theory of Communication", section 6.
    """
    probabilities = logprobs.exp()
    return -torch.where(probabilities > 0, probabilities * logprobs, 0.0).sum(dim=1)
