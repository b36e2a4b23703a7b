from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from transformers import pipeline

from tests.tiny import completed, make_run, of_kind, prompt_rows, rows_of, tiny_llama, train
from training.contract.events import read_events

MEASURES = {
    "reward_before",
    "reward_after",
    "reward_gain",
    "kl",
    "length_before",
    "length_after",
    "ended_before",
    "ended_after",
    "win_rate",
}


def test_it_puts_policy_and_reference_side_by_side(
    tmp_path: Path, llama: str, reward_folder: Path, policy_folder: Path
) -> None:
    settings = {
        "policy": str(policy_folder),
        "reference": llama,
        "reward_model": str(reward_folder),
        "max_new_tokens": 6,
        "samples_per_prompt": 2,
        "resamples": 200,
    }
    run_dir = make_run(tmp_path, "evaluate", prompt_rows(2, 5), settings)
    events = completed("evaluate", run_dir)
    result = of_kind(events, "result")[0].body["values"]
    assert set(result) >= MEASURES
    assert all(set(result[name]) == {"value", "low", "high", "n"} for name in MEASURES)
    assert result["reward_gain"]["n"] == 5
    rows = rows_of(run_dir.artifacts / "comparisons.jsonl")
    assert [row["prompt_id"] for row in rows] == [f"p{n}" for n in range(2, 7)]
    assert all(len(row["reference"]) == len(row["policy"]) == 2 for row in rows)
    assert set(rows[0]["reference"][0]) == {"text", "reward", "tokens", "ended"}
    assert set(rows[0]["policy"][0]) == {"text", "reward", "kl", "tokens", "ended"}
    rewards = [answer["reward"] for row in rows for answer in row["reference"]]
    assert result["reward_before"]["value"] == pytest.approx(sum(rewards) / 10)


def test_it_finds_no_difference_between_a_model_and_itself(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    settings = {"policy": llama, "reference": llama, "reward_model": str(reward_folder), "max_new_tokens": 6}
    run_dir = make_run(tmp_path, "evaluate", prompt_rows(0, 4), settings)
    result = of_kind(completed("evaluate", run_dir), "result")[0].body["values"]
    assert result["reward_gain"]["value"] == 0.0
    assert result["win_rate"] == {"value": 0.5, "low": 0.5, "high": 0.5, "n": 4}
    assert result["kl"]["value"] == pytest.approx(0.0, abs=1e-3)


def test_it_gives_the_same_figures_whether_or_not_the_base_is_shared(
    tmp_path: Path, llama: str, reward_folder: Path, policy_folder: Path
) -> None:
    # The same weights in another folder are another base to the trainer: nothing is shared.
    copy = tiny_llama(tmp_path / "copy")
    found = []
    for name, reference in (("shared", llama), ("apart", copy)):
        settings = {
            "policy": str(policy_folder),
            "reference": reference,
            "reward_model": str(reward_folder),
            "max_new_tokens": 6,
        }
        run_dir = make_run(tmp_path / name, "evaluate", prompt_rows(0, 4), settings)
        result = of_kind(completed("evaluate", run_dir), "result")[0].body["values"]
        found.append({measure: result[measure]["value"] for measure in MEASURES})
    assert found[0] == pytest.approx(found[1], abs=1e-4)


def test_it_says_when_nothing_is_held_out(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    settings = {"policy": llama, "reference": llama, "reward_model": str(reward_folder)}
    run_dir = make_run(tmp_path, "evaluate", prompt_rows(3), settings)
    assert train("evaluate", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "split heldout" in last.body["reason"]


def test_it_compares_by_a_classifier_made_elsewhere(
    tmp_path: Path, llama: str, policy_folder: Path, roberta: str
) -> None:
    settings = {
        "policy": str(policy_folder),
        "reference": llama,
        "reward_model": f"{roberta}?label=nothate",
        "max_new_tokens": 6,
        "resamples": 200,
    }
    run_dir = make_run(tmp_path, "evaluate", prompt_rows(0, 3), settings)
    completed("evaluate", run_dir)
    texts, rewards = zip(
        *(
            (answer["text"], answer["reward"])
            for row in rows_of(run_dir.artifacts / "comparisons.jsonl")
            for answer in (*row["reference"], *row["policy"])
        ),
        strict=True,
    )
    read: Any = pipeline("text-classification", model=roberta, function_to_apply="none", top_k=None)
    expected = [one["score"] for found in read(list(texts)) for one in found if one["label"] == "nothate"]
    assert list(rewards) == pytest.approx(expected, abs=1e-4)
