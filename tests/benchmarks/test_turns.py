"""Contestants that take turns: orders and answers, what is printed between them, and one that breaks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.turns import Contestant

WORKER = """
from benchmarks.turns import Desk
desk = Desk()
while (given := desk.order()) is not None:
    print("a library says something")
    if given["order"] == "break":
        raise ValueError("broken on purpose")
    desk.answer({"twice": 2 * given["number"]})
"""


def test_it_answers_one_order_after_the_other_whatever_is_printed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Contestant([sys.executable, "-c", WORKER], log) as worker:
        assert [worker.ask("double", number=number)["twice"] for number in (1, 4)] == [2, 8]
        assert worker.peak_mb() > 1
    assert worker.process.returncode == 0
    assert log.read_text().count("a library says something") == 2


def test_it_shows_the_log_of_one_that_breaks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worker = Contestant([sys.executable, "-c", WORKER], tmp_path / "log")
    with pytest.raises(RuntimeError, match="ended during break"), worker:
        worker.ask("break")
    assert "broken on purpose" in capsys.readouterr().err
