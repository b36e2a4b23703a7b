"""One score of several, worked by hand."""

from __future__ import annotations

import pytest
import torch

from training.rl.combining import combine_scores

SCORES = torch.tensor([[1.0, 4.0], [3.0, 4.0], [5.0, 1.0]])


@pytest.mark.parametrize(
    ("way", "penalty", "expected"),
    [
        ("mean", 0.0, [3.0, 3.0]),
        ("min", 0.0, [1.0, 1.0]),
        # The variances are eight thirds and two.
        ("cautious", 0.0, [3.0, 3.0]),
        ("cautious", 0.5, [3.0 - 4 / 3, 2.0]),
    ],
)
def test_each_way(way: str, penalty: float, expected: list[float]) -> None:
    assert combine_scores(SCORES, way, penalty).tolist() == pytest.approx(expected)


def test_one_member_is_itself_whichever_way() -> None:
    for way in ("mean", "min", "cautious"):
        assert combine_scores(SCORES[:1], way, 2.0).tolist() == [1.0, 4.0]


def test_another_way_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="mean, min, cautious"):
        combine_scores(SCORES, "median")
