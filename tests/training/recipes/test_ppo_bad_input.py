"""What a PPO run says of input that it cannot learn from."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from tests.tiny import asked, completed, make_run, of_kind, prompt_rows, train
from training.contract.events import Event, read_events
from training.contract.rundir import RunDir


def settings(model: str, reward: Path | str, **others: Any) -> dict[str, Any]:
    return {
        "model": model,
        "reward_model": str(reward),
        "steps": 2,
        "prompts_per_step": 4,
        "max_new_tokens": 6,
        "lora_r": 4,
        "evaluate_every": 0,
        **others,
    }


def with_head(reward: Path, folder: Path, change: Callable[[torch.Tensor], torch.Tensor]) -> Path:
    """Return a copy of a reward model with another head."""
    shutil.copytree(reward, folder)
    file = folder / "adapter_model.safetensors"
    held = load_file(file)
    (head,) = (name for name in held if name.endswith("score.weight"))
    save_file({**held, head: change(held[head])}, file, metadata={"format": "pt"})
    return folder


def last_of(run_dir: RunDir) -> Event:
    assert train("ppo", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert last.kind == "failed"
    return last


def warnings(events: list[Event]) -> list[str]:
    return [event.body["message"] for event in of_kind(events, "log") if event.body["level"] == "warning"]


def test_it_stops_at_a_reward_that_is_no_number(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    broken = with_head(reward_folder, tmp_path / "broken", lambda head: head * torch.nan)
    last = last_of(make_run(tmp_path / "run", "ppo", prompt_rows(4), settings(llama, broken)))
    assert "score is no number for 8 of 8 answers at step 1" in last.body["reason"]
    assert "train the reward model again" in last.body["hint"]


def test_it_warns_once_of_a_constant_reward(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    constant = with_head(reward_folder, tmp_path / "constant", torch.zeros_like)
    events = completed("ppo", make_run(tmp_path / "run", "ppo", prompt_rows(4), settings(llama, constant)))
    said = [
        words for words in warnings(events) if "All 8 answers of a step earned the same score, 0" in words
    ]
    assert len(said) == 1
    assert len(of_kind(events, "metric")) == 2


def test_it_warns_once_of_answers_of_which_none_ends(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, max_new_tokens=2, min_new_tokens=2)
    events = completed("ppo", make_run(tmp_path, "ppo", prompt_rows(4), given))
    said = [words for words in warnings(events) if "all were cut at 2 tokens" in words]
    assert len(said) == 1


def test_it_cuts_prompts_beyond_the_context(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    rows = prompt_rows(4)
    rows[1] = replace(rows[1], messages=asked("x" * 600))
    events = completed("ppo", make_run(tmp_path, "ppo", rows, settings(llama, reward_folder)))
    assert "1 of 4 prompts are longer than 506 tokens and lost their beginning." in warnings(events)


@pytest.mark.parametrize("role", ["reward model", "policy"])
def test_it_names_the_adapter_that_is_missing(
    tmp_path: Path, llama: str, reward_folder: Path, policy_folder: Path, role: str
) -> None:
    folder = tmp_path / "adapter"
    shutil.copytree(reward_folder if role == "reward model" else policy_folder, folder)
    (folder / "adapter_model.safetensors").unlink()
    given = settings(llama, folder) if role == "reward model" else settings(str(folder), reward_folder)
    last = last_of(make_run(tmp_path / "run", "ppo", prompt_rows(4), given))
    assert str(folder) in last.body["reason"]
    assert "adapter_model.safetensors" in last.body["reason"]
