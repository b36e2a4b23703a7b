"""The best of n answers: what it is expected to earn, and how far it lies from the model that drew them."""

from __future__ import annotations

import math
from collections.abc import Sequence


def expected_best(values: Sequence[float], scores: Sequence[float], n: int) -> float:
    """Return the expected value of the answer that scores highest among n, estimated from N >= n answers to one prompt.

    sum_i C(i - 1, n - 1) / C(N, n) * v_(i), with v_(i) the value of the answer with the i-th lowest score: the mean over
    every choice of n of the N answers, and so unbiased. `values` [N] and `scores` [N] belong to the same answers and are
    the same where the score itself is asked for; of equal scores the earlier answer counts as the higher. n = 1 is the plain
    mean, n = N the best answer's value. Raises ValueError unless 1 <= n <= N.
    Source: Nakano et al. 2021, "WebGPT", appendix I.
    """
    total = len(scores)
    if not 1 <= n <= total:
        raise ValueError(f"n must lie between 1 and the {total} answers, not {n}")
    order = sorted(range(total), key=lambda place: (scores[place], -place))
    choices = math.comb(total, n)
    return sum(math.comb(rank, n - 1) / choices * values[place] for rank, place in enumerate(order))


def best_of_n_kl(n: int) -> float:
    """Return log n - (n - 1) / n: the KL of the best of n answers to the model that drew them, in nats an answer.

    Exact where no answer is drawn twice and no two score the same, else an upper bound (Beirami et al. 2024, "Theoretical
    guarantees on the best-of-n alignment policy"). Source: Stiennon et al. 2020, appendix G.3.
    """
    return math.log(n) - (n - 1) / n


def doublings(most: int) -> list[int]:
    """Return 1, 2, 4 and so on below `most`, and `most` itself."""
    return [*(2**power for power in range(most.bit_length()) if 2**power < most), most]
