"""A new PPO run that goes on from a checkpoint of another one, with other numbers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.tiny import completed, make_run, of_kind, prompt_rows, train
from training.__main__ import main
from training.contract.events import read_events
from training.contract.rundir import RunDir, write_json

HELD_OUT = 3


def settings(model: str, reward: Path, **others: Any) -> dict[str, Any]:
    return {
        "model": model,
        "reward_model": str(reward),
        "steps": 4,
        "prompts_per_step": 4,
        "max_new_tokens": 5,
        "lora_r": 4,
        "learning_rate": 0.003,
        "evaluate_every": 2,
        "checkpoint_every": 2,
        **others,
    }


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory, llama: str, reward_folder: Path) -> RunDir:
    """A run of four steps, with checkpoints of steps 2 and 4."""
    given = settings(llama, reward_folder)
    run_dir = make_run(tmp_path_factory.mktemp("old"), "ppo", prompt_rows(6, HELD_OUT), given)
    completed("ppo", run_dir)
    return run_dir


def continuation(folder: Path, old: RunDir, step: int, *, rows: int = 6, **changes: Any) -> RunDir:
    """Make a run that goes on from a checkpoint of the old one."""
    request = old.read_spec()
    run_dir = make_run(folder, "ppo", prompt_rows(rows, HELD_OUT), {**request["settings"], **changes})
    shutil.copytree(old.checkpoints / f"step-{step:06d}", run_dir.path / "start")
    start = {"path": "start", "run_id": request["run_id"], "step": step}
    write_json(run_dir.spec, {**run_dir.read_spec(), "start": start})
    return run_dir


def weights(run_dir: RunDir) -> dict[str, torch.Tensor]:
    return load_file(run_dir.artifacts / "policy" / "adapter_model.safetensors")


def test_it_ends_as_the_old_run_did_when_no_number_changes(tmp_path: Path, old: RunDir) -> None:
    run_dir = continuation(tmp_path, old, 2)
    events = completed("ppo", run_dir)
    assert of_kind(events, "started")[0].body["resumed_from"] == 2
    assert [event.body["step"] for event in of_kind(events, "metric")] == [3, 4]
    expected = weights(old)
    assert all(torch.equal(value, expected[name]) for name, value in weights(run_dir).items())
    # What the reference answered is the old run's, told again: the page draws it as a line.
    first, first_of_old = (
        of_kind(found, "evaluation")[0].body for found in (events, list(read_events(old.events)))
    )
    assert first == {name: value for name, value in first_of_old.items() if name != "seconds"}
    answers = [of_kind(found, "samples")[0].body for found in (events, list(read_events(old.events)))]
    assert answers[0] == answers[1]


def test_it_goes_on_with_its_own_numbers(tmp_path: Path, old: RunDir) -> None:
    run_dir = continuation(tmp_path, old, 4, steps=6, learning_rate=0.01, kl_coefficient=0.2)
    metrics = [event.body["values"] for event in of_kind(completed("ppo", run_dir), "metric")]
    assert [values["kl_coefficient"] for values in metrics] == [0.2, 0.2]
    # The rate falls in a line to a tenth over six steps: 0.01 * (1 - 0.9 * 4 / 6) before step 5, then 0.9 / 6 less.
    assert [values["learning_rate"] for values in metrics] == pytest.approx([0.004, 0.0025])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seed": 3}, "settings.seed must stay 0"),
        ({"lora_r": 8}, "settings.lora_r must stay 4"),
        ({"steps": 4}, "settings.steps must be more than the 4 that are done already"),
        ({"rows": 7, "steps": 5}, "it must read the same rows"),
    ],
)
def test_it_refuses_what_the_checkpoint_has_fixed(
    tmp_path: Path, old: RunDir, changes: dict[str, Any], said: str
) -> None:
    run_dir = continuation(tmp_path, old, 4, **{"steps": 6, **changes})
    assert train("ppo", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert last.kind == "failed"
    assert said in last.body["reason"]


def test_it_is_made_from_the_command_line(tmp_path: Path, old: RunDir) -> None:
    run_dir = RunDir(tmp_path / "next")
    make = ["new", "ppo", str(run_dir.path), "--continue", str(old.path), "--set"]
    assert main([*make, "seed=3"]) == 2
    assert not run_dir.path.exists()
    assert main([*make, "steps=5"]) == 0
    request = run_dir.read_spec()
    assert request["start"] == {"path": "start", "run_id": old.read_spec()["run_id"], "step": 4}
    assert request["lineage"]["continues"]["changes"] == {"steps": [4, 5]}
    assert [event.body["step"] for event in of_kind(completed("ppo", run_dir), "metric")] == [5]


def test_it_is_not_made_from_a_run_that_has_no_checkpoint(
    tmp_path: Path, old: RunDir, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(old.path, tmp_path / "old", ignore=shutil.ignore_patterns("step-*"))
    assert main(["new", "ppo", str(tmp_path / "next"), "--continue", str(tmp_path / "old")]) == 2
    assert "with a checkpoint between two steps" in capsys.readouterr().err


def test_it_refuses_a_start_for_verbs_that_have_none(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(2), {"model": llama})
    start = {"path": "start", "run_id": "1", "step": 1}
    write_json(run_dir.spec, {**run_dir.read_spec(), "start": start})
    assert train("sample", run_dir) == 2
