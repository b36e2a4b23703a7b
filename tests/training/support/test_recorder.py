from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from training.contract.events import fold, read_events
from training.support.errors import TrainerError
from training.support.recorder import Recorder


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_it_numbers_events_and_goes_on_where_it_left_off(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    for _ in range(2):
        with Recorder(path) as recorder:
            recorder.emit("started", verb="ppo")
            recorder.metric(1, {"loss": 0.5})
    assert [line["seq"] for line in lines(path)] == [1, 2, 3, 4]
    assert fold(read_events(path)).metrics == {"loss": 0.5}


def test_it_removes_a_line_that_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with Recorder(path) as recorder:
        recorder.info("whole")
    with path.open("a") as log:
        log.write('{"seq": 2, "kind": "lo')
    with Recorder(path) as recorder:
        recorder.info("after")
    assert [line["message"] for line in lines(path)] == ["whole", "after"]
    assert [line["seq"] for line in lines(path)] == [1, 2]


def test_it_starts_over_in_a_file_that_holds_only_a_cut_line(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('{"seq": 1')
    with Recorder(path) as recorder:
        recorder.info("first")
    assert lines(path)[0]["seq"] == 1


def test_it_gives_signs_of_life_while_nothing_else_happens(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with Recorder(path, heartbeat_seconds=0.05) as recorder:
        time.sleep(0.5)
        assert recorder.last_kind == "heartbeat"
    assert {line["kind"] for line in lines(path)} == {"heartbeat"}


def test_it_leaves_out_numbers_that_json_cannot_hold(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with Recorder(path) as recorder:
        recorder.metric(1, {"loss": float("nan"), "norm": 2.0})
        recorder.emit("started", resumed_from=None)
    assert lines(path)[0]["values"] == {"norm": 2.0}
    assert lines(path)[1]["resumed_from"] is None


def test_it_thins_progress_out_but_keeps_the_last_word(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with Recorder(path) as recorder:
        for done in range(1, 101):
            recorder.progress(done, 100, "steps")
    assert [line["done"] for line in lines(path)] == [1, 100]


def test_it_keeps_a_second_writer_out(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with Recorder(path), pytest.raises(TrainerError, match="Another trainer"):
        Recorder(path).__enter__()
