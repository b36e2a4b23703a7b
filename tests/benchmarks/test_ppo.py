"""The measurement of a PPO update: prompts of an exact length, one reward model in two forms, our side's updates."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSequenceClassification

from benchmarks.ppo import summary
from benchmarks.ppo_material import (
    made_prompts,
    new_run,
    token_ids,
    untrained_reward_model,
    whole_reward_model,
)
from benchmarks.turns import Contestant
from tests.tiny import tiny_llama
from training.models.packing import Group
from training.models.reward import load_reward_model
from training.models.source import resolve_source
from training.support.device import Device


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_llama(tmp_path_factory.mktemp("llama"))


@pytest.fixture(scope="module")
def reward(tmp_path_factory: pytest.TempPathFactory, llama: str) -> Path:
    return untrained_reward_model(llama, tmp_path_factory.mktemp("made") / "reward")


def test_it_makes_prompts_of_exactly_so_many_tokens(llama: str) -> None:
    rows = made_prompts(llama, 5, 61, split="train", seed=0)
    assert {len(ids) for ids in token_ids(llama, rows)} == {61}
    assert len({row.messages for row in rows}) == 5
    with pytest.raises(SystemExit, match="the template alone"):
        made_prompts(llama, 1, 3, split="train", seed=0)


def test_it_gives_trl_the_reward_model_over_its_scale(tmp_path: Path, llama: str, reward: Path) -> None:
    cpu = Device(place=torch.device("cpu"), dtype=torch.float32, name="CPU")
    prompt, answer = [5, 6, 7, 8], [9, 10, 11]
    ours = load_reward_model(resolve_source(str(reward), "reward"), cpu, longest=64)
    score = ours.score_all([Group(prompt, [answer])], 64)[0][0]
    whole = AutoModelForSequenceClassification.from_pretrained(
        whole_reward_model(reward, tmp_path / "whole", scale=4.0)
    )
    with torch.no_grad():
        theirs = float(whole(input_ids=torch.tensor([prompt + answer])).logits)
    assert abs(score) > 1e-4
    assert theirs == pytest.approx(score / 4, abs=1e-6)


def test_our_side_takes_an_update_when_told_to_and_counts_operations(
    tmp_path: Path, llama: str, reward: Path
) -> None:
    settings = {
        "model": llama,
        "reward_model": str(reward),
        "steps": 3,
        "prompts_per_step": 4,
        "samples_per_prompt": 1,
        "min_new_tokens": 5,
        "max_new_tokens": 5,
        "lora_targets": "q_proj,v_proj",
    }
    rows = made_prompts(llama, 4, 40, split="train", seed=0)
    place = new_run(tmp_path / "run", "ppo", rows, settings)
    command = [sys.executable, "-m", "benchmarks.ppo_podium", str(place)]
    with Contestant(command, tmp_path / "log") as side:
        first, second = side.ask("update", count=True), side.ask("update", count=False)
        assert set(side.ask("calibrate")) == {"float32", "bfloat16"}
    assert first["operations"] > 1e6
    assert second["operations"] is None
    assert (first["length"], first["kl"]) == (5.0, pytest.approx(0.0, abs=1e-3))
    assert second["seconds"] >= sum(second["phases"].values())


def test_it_reports_medians_and_the_floor() -> None:
    updates = [
        {"seconds": seconds, "phases": {"generate": seconds / 2, "train": seconds / 4}}
        for seconds in (8.0, 2.0, 4.0)
    ]
    # 6e12 operations at 300e9 a second take 20 s.
    assert summary(updates, int(6e12), 300.0, 100.0) == {
        "seconds": 4.0,
        "phases": {"generate": 2.0, "train": 1.0},
        "peak_mb": 100.0,
        "tflop": 6.0,
        "floor_s": 20.0,
        "each_s": [8.0, 2.0, 4.0],
    }
