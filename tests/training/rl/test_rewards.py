from __future__ import annotations

import torch

from training.rl.rewards import penalise_cut, standardise_scores, token_rewards


def test_it_standardises_and_clips_scores() -> None:
    # (3 - 1) / 2 = 1; (41 - 1) / 2 = 20, clipped to 5; (-19 - 1) / 2 = -10, clipped to -5
    found = standardise_scores(torch.tensor([3.0, 41.0, -19.0]), mean=1.0, std=2.0, clip=5.0)
    assert found.tolist() == [1.0, 5.0, -5.0]


def test_it_takes_the_penalty_from_cut_answers_alone() -> None:
    assert penalise_cut(torch.tensor([1.0, 1.0]), torch.tensor([1.0, 0.0]), 2.5).tolist() == [1.0, -1.5]


def test_it_pays_kl_at_every_token_and_the_score_at_the_last() -> None:
    # first row: (-0.1 * 1, -0.1 * 2 + 5, nothing); second: (-0.1 * 4 - 1, nothing, nothing)
    kl = torch.tensor([[1.0, 2.0, 9.0], [4.0, 9.0, 9.0]])
    mask = torch.tensor([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    found = token_rewards(torch.tensor([5.0, -1.0]), kl, mask, 0.1)
    torch.testing.assert_close(found, torch.tensor([[-0.1, 4.8, 0.0], [-1.4, 0.0, 0.0]]))
