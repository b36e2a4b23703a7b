"""A disk that fills while a state is written."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.tiny import make_run, ranking_rows
from training.contract.spec import parse_spec
from training.support.checkpoint import Checkpoints
from training.support.errors import TrainerError
from training.support.recorder import Recorder
from training.support.run import Run
from training.support.stop import StopWatch


@pytest.fixture
def checkpoints(tmp_path: Path) -> Iterator[Checkpoints]:
    run_dir = make_run(tmp_path, "reward", ranking_rows(1), {})
    with Recorder(run_dir.events) as recorder:
        yield Checkpoints(Run(run_dir, parse_spec(run_dir.read_spec()), recorder, StopWatch(run_dir)))


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow past a size: the system refuses the write in the middle, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def state(value: float) -> dict[str, Any]:
    return {"weights": torch.full((100_000,), value)}


def test_it_keeps_the_last_good_state_when_the_disk_fills(checkpoints: Checkpoints) -> None:
    checkpoints.save(1, state(1.0))
    with largest_file(50_000), pytest.raises(TrainerError) as caught:
        checkpoints.save(2, state(2.0))
    assert "step 2 could not be written" in caught.value.reason
    assert "step-000001" in caught.value.reason
    assert "Free space" in caught.value.hint
    last = checkpoints.load_last()
    assert last is not None
    assert last.step == 1
    assert torch.equal(last.state["weights"], state(1.0)["weights"])
    assert [folder.name for folder in checkpoints.folder.iterdir()] == ["step-000001"]


def test_it_keeps_the_last_good_state_when_the_disk_is_full_at_the_end(
    checkpoints: Checkpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoints.save(1, state(1.0))

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(TrainerError, match="No space left on device"):
            checkpoints.save(2, state(2.0))
    checkpoints.save(2, state(3.0))
    last = checkpoints.load_last()
    assert last is not None
    assert torch.equal(last.state["weights"], state(3.0)["weights"])


def test_it_says_when_there_is_nothing_to_go_on_from(checkpoints: Checkpoints) -> None:
    with largest_file(50_000), pytest.raises(TrainerError, match="none was written before"):
        checkpoints.save(1, state(1.0))
    assert checkpoints.load_last() is None
