"""PPO runs whose actors are put together in other ways: every weight trained, a value adapter, an encoder-decoder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.tiny import completed, make_run, of_kind, prompt_rows, rows_of
from training.contract.rundir import RunDir

SMALL = {
    "steps": 4,
    "prompts_per_step": 3,
    "samples_per_prompt": 2,
    "max_new_tokens": 5,
    "lora_r": 4,
    "evaluate_every": 2,
    "checkpoint_every": 2,
    "learning_rate": 0.003,
}


def ran(folder: Path, **settings: Any) -> RunDir:
    run_dir = make_run(folder, "ppo", prompt_rows(5, 2), {**SMALL, **settings})
    completed("ppo", run_dir)
    return run_dir


def weights(run_dir: RunDir) -> dict[str, torch.Tensor]:
    """Return everything that a run learned, by file and name."""
    policy = run_dir.artifacts / "policy"
    return {
        f"{path.relative_to(policy)}:{name}": weight
        for path in policy.rglob("*.safetensors")
        for name, weight in load_file(path).items()
    }


def check_resumes(folder: Path, **settings: Any) -> RunDir:
    """Check that a run goes on after a kill bit for bit as one that never ended, and return that one."""
    whole = ran(folder / "same" / "run", **settings)
    half = make_run(folder / "other" / "run", "ppo", prompt_rows(5, 2), {**SMALL, **settings})
    half.checkpoints.mkdir()
    (whole.checkpoints / "step-000002").rename(half.checkpoints / "step-000002")
    events = completed("ppo", half)
    assert of_kind(events, "started")[0].body["resumed_from"] == 2
    expected, found = weights(whole), weights(half)
    assert expected.keys() == found.keys()
    assert all(torch.equal(value, expected[name]) for name, value in found.items())
    return whole


@pytest.mark.parametrize(
    ("tuning", "value_model", "files"),
    [
        ("lora", "adapter", {"adapter_model", "value_head", "value_model/adapter_model"}),
        ("full", "head", {"model", "value_head"}),
        ("full", "adapter", {"model", "value_head", "value_model/adapter_model"}),
    ],
)
def test_it_resumes_bit_for_bit(
    tmp_path: Path, llama: str, reward_folder: Path, tuning: str, value_model: str, files: set[str]
) -> None:
    given = {"tuning": tuning, "value_model": value_model}
    whole = check_resumes(tmp_path, model=llama, reward_model=str(reward_folder), **given)
    assert {name.partition(".safetensors:")[0] for name in weights(whole)} == files


def test_a_policy_with_every_weight_trained_is_a_model_like_any_other(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    first = ran(tmp_path / "first", model=llama, reward_model=str(reward_folder), tuning="full")
    policy = first.artifacts / "policy"
    before = load_file(Path(llama) / "model.safetensors")
    after = load_file(policy / "model.safetensors")
    assert before.keys() == after.keys()
    assert all(not torch.equal(weight, after[name]) for name, weight in before.items())
    card = json.loads((policy / "podium.json").read_text())
    assert (card["type"], card["base"]) == ("policy", llama)

    compared = {"policy": str(policy), "reference": llama, "reward_model": str(reward_folder)}
    run_dir = make_run(
        tmp_path / "compared", "evaluate", prompt_rows(5, 2), {**compared, "max_new_tokens": 5}
    )
    completed("evaluate", run_dir)
    lines = first.events.read_text(encoding="utf-8").splitlines()
    shown = [row for row in map(json.loads, lines) if row["kind"] == "samples"][-1]["rows"]
    answers = {
        row["prompt_id"]: row["policy"][0]["text"] for row in rows_of(run_dir.artifacts / "comparisons.jsonl")
    }
    assert answers == {row["prompt_id"]: row["policy"] for row in shown}
