from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests.tiny import completed, completion_rows, make_run, rows_of
from training.contract.rows import CompletionRow

TEXTS = ["***", "...", "*..", "a longer answer, to be padded against", "", "**."]


def scores(folder: Path, rows: list[CompletionRow], reward: Path, batch_size: int) -> dict[str, float]:
    run_dir = make_run(folder, "score", rows, {"reward_model": str(reward), "batch_size": batch_size})
    completed("score", run_dir)
    return {row["completion_id"]: row["score"] for row in rows_of(run_dir.artifacts / "scores.jsonl")}


def test_it_scores_stars_above_dots(tmp_path: Path, reward_folder: Path) -> None:
    found = scores(tmp_path, completion_rows(["...", "...", "**.", "**."]), reward_folder, 16)
    assert found["c2"] > found["c0"]
    assert found["c3"] > found["c1"]


def test_it_scores_the_same_in_any_batch_and_order(tmp_path: Path, reward_folder: Path) -> None:
    rows = completion_rows(TEXTS)
    wide = scores(tmp_path / "wide", rows, reward_folder, 16)
    narrow = scores(tmp_path / "narrow", rows[::-1], reward_folder, 1)
    assert list(wide) == [row.completion_id for row in rows]
    assert wide == pytest.approx(narrow, abs=1e-5)


def test_it_scores_an_answer_that_was_cut_without_an_end(tmp_path: Path, reward_folder: Path) -> None:
    whole, cut = completion_rows(["**.", "**."])[:2]
    cut = dataclasses.replace(cut, messages=whole.messages, sampling={"ended": False})
    found = scores(tmp_path, [whole, cut], reward_folder, 16)
    assert found["c0"] != pytest.approx(found["c1"], abs=1e-4)
