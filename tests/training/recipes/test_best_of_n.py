from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tiny import completed, make_run, of_kind, prompt_rows, rows_of, train
from training.contract.events import read_events


def settings(model: str, reward: Path | str, **others: Any) -> dict[str, Any]:
    return {"model": model, "reward_model": str(reward), "samples": 6, "max_new_tokens": 6, **others}


def test_it_estimates_what_the_best_of_n_earns(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, keep_best="on")
    run_dir = make_run(tmp_path, "best_of_n", prompt_rows(2, 14), given)
    events = completed("best_of_n", run_dir)
    result = of_kind(events, "result")[0].body["values"]
    curve = result["curve"]
    told = [
        (event.body["step"], event.body["values"]["heldout_reward"])
        for event in of_kind(events, "evaluation")
    ]
    assert told == [(point["n"], point["reward"]) for point in curve]
    assert [point["n"] for point in curve] == [1, 2, 4, 6]
    rewards = [point["reward"]["value"] for point in curve]
    assert rewards == sorted(rewards)
    assert curve[0]["reward_gain"] == {"value": 0.0, "low": 0.0, "high": 0.0, "n": 14}
    for point in curve[1:]:
        gain = point["reward_gain"]
        assert gain["low"] < gain["value"] < gain["high"]
        assert gain["value"] == pytest.approx(point["reward"]["value"] - rewards[0])
    best = rows_of(run_dir.artifacts / "best_answers.jsonl")
    assert [row["prompt_id"] for row in best] == [f"p{number}" for number in range(2, 16)]
    # The best of all six earns what the best answers earn.
    assert result["reward_after"] == pytest.approx(sum(row["sampling"]["reward"] for row in best) / 14)
    assert result["length_after"] == pytest.approx(sum(row["sampling"]["tokens"] for row in best) / 14)
    assert result["gain"] == curve[-1]["reward_gain"]


def test_its_first_answers_are_those_of_ppos_reference(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    shared = {"model": llama, "reward_model": str(reward_folder), "max_new_tokens": 6}
    shown = {}
    for verb, others in (("best_of_n", {"samples": 3}), ("ppo", {"steps": 1, "prompts_per_step": 2})):
        run_dir = make_run(tmp_path / verb, verb, prompt_rows(4, 5), {**shared, **others})
        shown[verb] = of_kind(completed(verb, run_dir), "samples")[-1].body["rows"]
    for one, other in zip(shown["best_of_n"], shown["ppo"], strict=True):
        assert (one["prompt_id"], one["reference"]) == (other["prompt_id"], other["reference"])
        assert one["reward_reference"] == pytest.approx(other["reward_reference"], abs=1e-4)
        assert one["reward_policy"] >= one["reward_reference"]


def test_it_keeps_no_answers_unasked(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    run_dir = make_run(tmp_path, "best_of_n", prompt_rows(0, 2), settings(llama, reward_folder))
    assert of_kind(completed("best_of_n", run_dir), "artifact") == []


def test_it_says_when_nothing_is_held_out(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    run_dir = make_run(tmp_path, "best_of_n", prompt_rows(3), settings(llama, reward_folder))
    assert train("best_of_n", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "split heldout" in last.body["reason"]
