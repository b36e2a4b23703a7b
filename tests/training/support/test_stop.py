from __future__ import annotations

from pathlib import Path

import pytest

from training.contract.rundir import RunDir
from training.support.errors import RunStopped
from training.support.stop import StopWatch


def test_it_hears_what_it_is_asked_for(tmp_path: Path) -> None:
    watch = StopWatch(RunDir(tmp_path))
    assert watch.asked() == ""
    for word in ("pause", "stop"):
        watch.run_dir.request_stop(word)
        assert watch.asked() == word
    watch.run_dir.stop.write_text("")  # As `touch` leaves it.
    assert watch.asked() == "stop"
    watch.signalled = True
    assert watch.asked() == "signal"


def test_it_ends_a_run_with_words_about_going_on(tmp_path: Path) -> None:
    watch = StopWatch(RunDir(tmp_path))
    watch.end_if_asked(3)
    watch.run_dir.request_stop("pause")
    with pytest.raises(RunStopped) as caught:
        watch.end_if_asked(3)
    assert (caught.value.step, caught.value.reason) == (3, "pause")
    assert "goes on from this very step" in caught.value.next_step
