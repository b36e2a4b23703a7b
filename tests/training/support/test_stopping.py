from __future__ import annotations

import math
from functools import partial

from training.support.stopping import EarlyStopping


def looked(patience: int, losses: list[float | None]) -> EarlyStopping:
    stopping = EarlyStopping(patience)
    for step, loss in enumerate(losses, start=1):
        stopping.look(step, loss, partial(str, f"weights of {loss}"))
    return stopping


def test_it_keeps_the_weights_with_the_lowest_loss() -> None:
    stopping = looked(2, [0.7, 0.5, 0.6])
    assert (stopping.best_step, stopping.best_loss, stopping.weights) == (2, 0.5, "weights of 0.5")
    assert not stopping.ended


def test_it_ends_after_so_many_looks_without_a_lower_one() -> None:
    assert looked(2, [0.7, 0.5, 0.6, 0.5]).ended
    # A lower loss in between begins the count again.
    assert not looked(2, [0.7, 0.5, 0.6, 0.4, 0.6]).ended


def test_it_counts_a_loss_that_is_no_number_as_no_better() -> None:
    for nothing in (math.nan, None):
        stopping = looked(1, [0.7, nothing])
        assert (stopping.best_step, stopping.ended) == (1, True)


def test_it_does_nothing_without_patience() -> None:
    stopping = looked(0, [0.7, 0.8, 0.9])
    assert (stopping.best_step, stopping.weights, stopping.ended) == (0, None, False)


def test_it_goes_on_from_its_state() -> None:
    half = looked(2, [0.5, 0.6])
    again = EarlyStopping(2)
    again.restore(half.state())
    again.look(3, 0.7, lambda: "others")
    assert (again.ended, again.best_step, again.weights) == (True, 1, "weights of 0.5")
