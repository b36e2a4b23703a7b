"""What a PPO run tells of itself: every part of the reward, a second opinion, its alarms, its best policy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file

from tests.tiny import completed, make_run, of_kind, prompt_rows, train
from training.contract.events import Event, fold, read_events


def settings(model: str, reward: Path | str, **others: Any) -> dict[str, Any]:
    return {
        "model": model,
        "reward_model": str(reward),
        "steps": 3,
        "prompts_per_step": 4,
        "samples_per_prompt": 2,
        "max_new_tokens": 6,
        "lora_r": 4,
        "evaluate_every": 1,
        "learning_rate": 0.003,
        **others,
    }


def steps_of(events: list[Event]) -> list[dict[str, float]]:
    return [event.body["values"] for event in of_kind(events, "metric")]


def exams_of(events: list[Event]) -> dict[int, dict[str, Any]]:
    return {event.body["step"]: event.body["values"] for event in of_kind(events, "evaluation")}


def test_it_tells_every_part_of_what_answers_earn(
    tmp_path: Path, llama: str, ensemble_folder: Path, reward_folder: Path
) -> None:
    given = settings(llama, ensemble_folder, missing_end_penalty=0.5, watch_reward_model=str(reward_folder))
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4, 3), given)
    events = completed("ppo", run_dir)
    for values in steps_of(events):
        parts = values["reward_standardised"] - values["missing_end_cost"] - values["kl_cost"]
        assert values["reward_earned"] == pytest.approx(parts, abs=1e-5)
        assert values["missing_end_cost"] == pytest.approx(0.5 * (1 - values["ended_share"]), abs=1e-5)
        assert values["kl_cost"] == pytest.approx(values["kl_coefficient"] * values["kl"], abs=1e-6)
        assert values["members_mean"] == pytest.approx(values["reward"], abs=1e-5)
        assert values["members_spread"] > 0
        assert 0 <= values["repetition"] < 1

    # The second reward model scores the exams, and is no part of what was learned.
    for measures in exams_of(events).values():
        second = measures["heldout_second_reward"]
        assert second["low"] <= second["value"] <= second["high"]
    clocked = [*of_kind(events, "evaluation"), *of_kind(events, "checkpoint")]
    assert len(clocked) == 4 + 3
    assert all(event.body["seconds"] > 0 for event in clocked)
    row = of_kind(events, "samples")[-1].body["rows"][0]
    assert {"second_reference", "second_policy"} <= set(row)
    weights = load_file(run_dir.artifacts / "policy" / "adapter_model.safetensors")
    assert all("second" not in name for name in weights)


def test_it_keeps_the_policy_of_its_best_exam(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, learning_rate=0.05, best_max_kl=1000.0)
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4, 6), given)
    events = completed("ppo", run_dir)
    rewards = {
        step: values["heldout_reward"]["value"] for step, values in exams_of(events).items() if step > 0
    }
    best = max(rewards, key=lambda step: rewards[step])
    card = json.loads((run_dir.artifacts / "policy-best" / "podium.json").read_text())
    assert (card["type"], card["steps"]) == ("policy", best)
    assert card["measures"]["heldout_reward"]["value"] == rewards[best]
    result = of_kind(events, "result")[0].body["values"]
    assert (result["best"]["step"], result["best"]["heldout_reward"]["value"]) == (best, rewards[best])
    assert (run_dir.artifacts / "policy-best" / "adapter_model.safetensors").exists()


def test_it_keeps_no_policy_that_went_too_far(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, steps=1, learning_rate=0.1, target_kl=0.0, best_max_kl=0.001)
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4, 3), given)
    assert "best" not in of_kind(completed("ppo", run_dir), "result")[0].body["values"]
    assert not (run_dir.artifacts / "policy-best").exists()


def test_it_rings_at_the_kl_bound_before_it_ends(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, learning_rate=0.5, max_kl=0.05, target_kl=0.0, evaluate_every=0)
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4), given)
    assert train("ppo", run_dir) == 0
    state = fold(read_events(run_dir.events))
    assert (state.phase, state.reason) == ("stopped", "kl bound")
    assert state.alarms["kl bound"]["step"] == state.step == state.checkpoint_step


def test_it_refuses_to_be_watched_by_what_it_learns_from(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(llama, reward_folder, watch_reward_model=str(reward_folder))
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4), given)
    assert train("ppo", run_dir) == 2
    (event,) = read_events(run_dir.events)
    assert "settings.watch_reward_model" in event.body["reason"]
