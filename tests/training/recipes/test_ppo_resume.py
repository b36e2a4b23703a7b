"""A PPO run that is ended by a signal after every update, and moved, ends with the very weights of one that was not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.tiny import completed, make_run, of_kind, prompt_rows, signals_kept, tiny_llama, train
from tests.training.signalling import Signalling
from training.__main__ import run_spec
from training.contract.events import Event, read_events
from training.contract.rundir import RunDir
from training.contract.spec import parse_spec
from training.support.launched import Launched

UPDATES = 4
"""Two epochs of two minibatches."""
OF_THE_CLOCK = ("seconds_", "tokens_per_second", "memory_mb")


def settings(model: str, reward: Path, **others: Any) -> dict[str, Any]:
    return {
        "model": model,
        "reward_model": str(reward),
        "steps": 6,
        "prompts_per_step": 4,
        "max_new_tokens": 5,
        "lora_r": 4,
        "learning_rate": 0.003,
        "evaluate_every": 2,
        "checkpoint_every": 1000,
        **others,
    }


def attempt(run_dir: RunDir) -> list[Event]:
    """Let the trainer work until its first update is done, and return all events."""
    with signals_kept(), Signalling(run_dir.events) as recorder:
        assert run_spec(run_dir, parse_spec(run_dir.read_spec()), recorder, Launched()) == 0
    return list(read_events(run_dir.events))


def in_pieces(folder: Path, given: dict[str, Any]) -> tuple[RunDir, list[Event]]:
    """Run to the end, one update at a time, each in another place."""
    run_dir = make_run(folder / "pieces", "ppo", prompt_rows(6, 2), given)
    for number in range(100):
        events = attempt(run_dir)
        if events[-1].kind == "completed":
            return run_dir, events
        assert (events[-1].kind, events[-1].body["reason"]) == ("stopped", "signal"), events[-1].body
        run_dir = RunDir(run_dir.path.rename(folder / f"moved-{number}"))
    raise AssertionError("the run never ended")


def weights(run_dir: RunDir) -> dict[str, torch.Tensor]:
    files = sorted((run_dir.artifacts / "policy").rglob("*.safetensors"))
    assert len(files) > 1
    return {f"{file.parent.name}/{name}": value for file in files for name, value in load_file(file).items()}


def metrics(events: list[Event]) -> list[tuple[int, dict[str, float]]]:
    return [
        (event.body["step"], {name: event.body["values"][name] for name in sorted(event.body["values"])})
        for event in of_kind(events, "metric")
    ]


def without_clock(values: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if not name.startswith(OF_THE_CLOCK)}


@pytest.mark.parametrize(
    "others",
    [
        {"kl_controller": "adaptive", "kl_target": 0.05, "kl_horizon": 40},
        {"steps": 2, "temperature": 0.7, "lora_layers": 1, "whiten_rewards": "on"},
        {"steps": 2, "tuning": "full", "value_model": "adapter", "value_warmup": 1, "learning_rate": 1e-4},
    ],
    ids=["adaptive price", "upper layer", "every weight"],
)
def test_it_resumes_bit_for_bit_from_every_update(
    tmp_path: Path, llama: str, reward_folder: Path, others: dict[str, Any]
) -> None:
    compare(tmp_path, settings(llama, reward_folder, **others))


def test_it_resumes_bit_for_bit_on_an_ensemble(tmp_path: Path, llama: str, ensemble_folder: Path) -> None:
    compare(tmp_path, settings(llama, ensemble_folder, steps=2, ensemble="cautious"))


def compare(folder: Path, given: dict[str, Any]) -> None:
    whole = make_run(folder / "whole", "ppo", prompt_rows(6, 2), given)
    expected = completed("ppo", whole)
    pieces, events = in_pieces(folder, given)

    # Every attempt makes one update: the state lies inside a step, and after its last update behind it.
    attempts = [event.body["resumed_from"] for event in of_kind(events, "started")]
    updates = [int(values["updates"]) for _, values in metrics(expected)]
    assert len(updates) == given["steps"]
    assert max(updates) == UPDATES
    assert attempts == [None, *[step for step, count in enumerate(updates) for _ in range(count)][1:]]
    assert [(step, without_clock(values)) for step, values in metrics(events)] == [
        (step, without_clock(values)) for step, values in metrics(expected)
    ]
    same = weights(whole)
    assert all(torch.equal(value, same[name]) for name, value in weights(pieces).items())
    assert of_kind(events, "result")[0].body == of_kind(expected, "result")[0].body
    exams, expected_exams = (
        [(event.body["step"], event.body["values"]) for event in of_kind(found, "evaluation")]
        for found in (events, expected)
    )
    assert exams == expected_exams


def test_it_counts_the_time_of_both_attempts(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, steps=1, evaluate_every=0)
    run_dir = make_run(tmp_path / "run", "ppo", prompt_rows(4), given)
    attempt(run_dir)
    (folder,) = run_dir.checkpoints.glob("step-*")
    assert folder.name == "step-000000-update-0001"
    state = torch.load(folder / "state.pt", weights_only=True)
    state["under_way"]["seconds"] += 1000
    torch.save(state, folder / "state.pt")
    values = of_kind(completed("ppo", run_dir), "metric")[0].body["values"]
    assert 1000 < values["seconds_train"] < 1100
    assert values["tokens_per_second"] < 1


def test_it_names_the_libraries_that_changed_since(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, steps=1, evaluate_every=0)
    run_dir = make_run(tmp_path / "run", "ppo", prompt_rows(4), given)
    events = attempt(run_dir)
    used = of_kind(events, "started")[0].body["versions"]
    (folder,) = run_dir.checkpoints.glob("step-*")
    state = torch.load(folder / "state.pt", weights_only=True)
    assert state["versions"] == used
    state["versions"] = {**used, "peft": "0.1.0"}
    torch.save(state, folder / "state.pt")

    warnings = [
        event.body["message"]
        for event in of_kind(completed("ppo", run_dir), "log")
        if "other versions" in event.body["message"]
    ]
    assert [f"peft 0.1.0, here {used['peft']}" in warning for warning in warnings] == [True]
    assert "torch" not in warnings[0]


@pytest.mark.parametrize("tuning", ["lora", "full"])
def test_it_refuses_the_checkpoint_of_another_base(tmp_path: Path, reward_folder: Path, tuning: str) -> None:
    model = tiny_llama(tmp_path / "model", seed=5)
    given = settings(model, reward_folder, steps=1, evaluate_every=0, tuning=tuning)
    run_dir = make_run(tmp_path / "run", "ppo", prompt_rows(4), given)
    attempt(run_dir)
    tiny_llama(tmp_path / "model", seed=6)
    assert train("ppo", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "belongs to another base model: its weights have changed since" in last.body["reason"]


def test_it_refuses_the_checkpoint_of_another_request(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(llama, reward_folder, steps=1, evaluate_every=0)
    run_dir = make_run(tmp_path / "run", "ppo", prompt_rows(4), given)
    attempt(run_dir)
    spec = run_dir.read_spec()
    run_dir.spec.write_text(json.dumps({**spec, "settings": {**given, "seed": 1}}))
    assert train("ppo", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "was made with another spec.json" in last.body["reason"]
