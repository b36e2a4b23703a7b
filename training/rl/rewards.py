"""What an answer earns, token by token."""

from __future__ import annotations

import torch

from training.rl.masking import last_token_mask


def standardise_scores(scores: torch.Tensor, *, mean: float, std: float, clip: float) -> torch.Tensor:
    """Return clip((s - mean) / std, -clip, clip). [b].

    Source: Ziegler et al. 2019, "Fine-Tuning Language Models from Human Preferences", section 2 (mean 0, variance 1).
    """
    return ((scores - mean) / std).clamp(-clip, clip)


def penalise_cut(scores: torch.Tensor, ended: torch.Tensor, penalty: float) -> torch.Tensor:
    """Return scores [b] less the penalty where an answer was cut before it ended. `ended` [b], 1 or 0.

    Source: Huang et al. 2024, "The N+ Implementation Details of RLHF with PPO", the "EOS trick".
    """
    return scores - penalty * (1 - ended)


def token_rewards(
    scores: torch.Tensor, kl: torch.Tensor, mask: torch.Tensor, coefficient: float
) -> torch.Tensor:
    """Return r_t = -coefficient * kl_t, plus the score at the answer's last token.

    `scores` [b], `kl` and `mask` [b, t]. Source: Ouyang et al. 2022 (InstructGPT), section 3.5, equation 2, per token.
    """
    return -coefficient * kl * mask + scores[:, None] * last_token_mask(mask)
