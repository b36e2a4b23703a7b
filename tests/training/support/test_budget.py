"""Memory that runs out: by a fake error of a GPU, and by a request that no machine can meet."""

from __future__ import annotations

import pytest
import torch

from training.support.budget import Budget


def test_it_goes_on_with_half_when_memory_runs_out() -> None:
    said: list[str] = []
    tried: list[int] = []
    budget = Budget(1001, said.append)

    def work(limit: int) -> str:
        tried.append(limit)
        if limit > 600:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return "done"

    assert budget.spend(work) == "done"
    assert budget.spend(work) == "done"
    assert tried == [1001, 500, 500]
    assert len(said) == 1
    assert "ran out with 1001 tokens at once. The run goes on with 500" in said[0]


def test_it_halves_once_and_no_more() -> None:
    said: list[str] = []
    budget = Budget(1000, said.append)

    def work(limit: int) -> torch.Tensor:
        return torch.empty(limit * 10**15)

    with pytest.raises(RuntimeError, match="can't allocate memory"):
        budget.spend(work)
    assert (budget.size, len(said)) == (500, 1)


def test_it_lets_other_errors_through() -> None:
    said: list[str] = []
    budget = Budget(1000, said.append)

    def work(limit: int) -> None:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    with pytest.raises(RuntimeError, match="shapes"):
        budget.spend(work)
    assert (budget.size, said) == (1000, [])


def test_it_keeps_the_half_over_a_checkpoint() -> None:
    said: list[str] = []
    budget, later = Budget(1000, said.append), Budget(1000, said.append)
    budget.halve()
    later.restore(budget.state())
    assert (later.size, later.halved) == (500, True)
