from __future__ import annotations

import torch

from training.rl.entropy import exact_entropy


def test_it_sums_entropy_over_the_whole_vocabulary() -> None:
    # (1/2, 1/4, 1/4): 1/2 ln 2 + 1/2 ln 4 = 1.5 ln 2 = 1.039721; a sure token has none
    probabilities = torch.tensor([[0.5, 0.25, 0.25], [1.0, 0.0, 0.0]])
    torch.testing.assert_close(
        exact_entropy(probabilities.log()), torch.tensor([1.039721, 0.0]), atol=1e-6, rtol=0
    )
