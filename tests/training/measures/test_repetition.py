from __future__ import annotations

import pytest

from training.measures.repetition import repeated_share


@pytest.mark.parametrize(
    ("ids", "share"),
    [
        ([1, 2, 3], 0.0),  # no run of four
        ([1, 2, 3, 4, 5], 0.0),
        # runs: 1212 2121 1212 2121 1212: 2 distinct of 5
        ([1, 2, 1, 2, 1, 2, 1, 2], 0.6),
        ([7] * 103, 0.99),  # 100 runs, all the same
    ],
)
def test_it_counts_runs_that_stood_there_before(ids: list[int], share: float) -> None:
    assert repeated_share(ids) == pytest.approx(share)
