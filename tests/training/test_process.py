"""The trainer as a process: started, stopped, killed, started again, given what cannot work."""

from __future__ import annotations

import ctypes
import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tiny import ROOT, completed, make_run, of_kind, prompt_rows, ranking_rows, start_trainer, train
from training.contract.events import Event, read_events
from training.contract.rows import write_rows
from training.contract.rundir import RunDir
from training.support.recorder import Recorder


def ppo_run(folder: Path, llama: str, reward: Path, **others: Any) -> RunDir:
    settings = {
        "model": llama,
        "reward_model": str(reward),
        "steps": 2000,
        "prompts_per_step": 2,
        "max_new_tokens": 4,
        "lora_r": 2,
        "evaluate_every": 0,
        "checkpoint_every": 1,
        **others,
    }
    return make_run(folder, "ppo", prompt_rows(4), settings)


def wait_for(run_dir: RunDir, enough: Callable[[list[Event]], bool], seconds: float = 90) -> list[Event]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        events = list(read_events(run_dir.events))
        if enough(events):
            return events
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s, last events: {events[-3:]}")


def has_checkpoints(count: int) -> Callable[[list[Event]], bool]:
    return lambda events: len(of_kind(events, "checkpoint")) >= count


def test_it_goes_on_after_a_kill_and_then_ends_in_order(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    run_dir = ppo_run(tmp_path, llama, reward_folder)
    killed = start_trainer("ppo", run_dir)
    wait_for(run_dir, has_checkpoints(3))
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    with run_dir.events.open("a") as log:
        log.write('{"seq": 99, "at": "2026')  # What a kill in the middle of a line leaves behind.

    again = start_trainer("ppo", run_dir)
    wait_for(run_dir, lambda events: len(of_kind(events, "started")) == 2 and events[-1].kind == "metric")
    again.send_signal(signal.SIGTERM)
    _, said = again.communicate(timeout=60)
    assert again.returncode == 0, said

    events = list(read_events(run_dir.events))
    resumed = of_kind(events, "started")[1].body["resumed_from"]
    assert resumed >= 3
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert (events[-1].kind, events[-1].body["reason"]) == ("stopped", "signal")
    steps = [event.body["step"] for event in of_kind(events, "checkpoint")]
    assert events[-1].body["step"] == steps[-1] > resumed
    assert len(list(run_dir.checkpoints.glob("step-*"))) == 2
    assert not list(run_dir.checkpoints.glob(".partial-*"))


def test_it_finishes_its_step_and_ends_when_asked_to_stop(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    run_dir = ppo_run(tmp_path, llama, reward_folder, checkpoint_every=100_000)
    process = start_trainer("ppo", run_dir)
    wait_for(run_dir, lambda events: len(of_kind(events, "metric")) >= 1)
    run_dir.request_stop()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    *_, saved, last = read_events(run_dir.events)
    assert (saved.kind, last.kind, last.body["reason"]) == ("checkpoint", "stopped", "stop")
    assert saved.body["step"] == last.body["step"]
    assert "Start it again" in last.body["next"]


def test_it_ends_at_once_when_asked_to_stop_before_it_began(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(2), {"model": llama})
    run_dir.request_stop()
    assert train("sample", run_dir) == 0
    events = list(read_events(run_dir.events))
    assert [event.kind for event in events] == ["stopped"]
    run_dir.clear_stop()
    completed("sample", run_dir)


def test_it_has_nothing_left_to_do_when_completed(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(2), {"model": llama, "k": 1, "max_new_tokens": 2})
    events = completed("sample", run_dir)
    assert train("sample", run_dir) == 0
    assert list(read_events(run_dir.events)) == events


def test_it_names_every_problem_of_a_bad_spec(tmp_path: Path) -> None:
    run_dir = make_run(tmp_path, "ppo", prompt_rows(2), {"steps": 0, "clip": "much", "stepz": 3})
    assert train("ppo", run_dir) == 2
    (event,) = read_events(run_dir.events)
    assert event.kind == "failed"
    for name in ("settings.steps", "settings.clip", "settings.stepz", "settings.reward_model"):
        assert name in event.body["reason"]


def test_it_refuses_another_verb_than_the_specs(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(2), {"model": llama})
    assert train("ppo", run_dir) == 2


def test_it_says_when_there_is_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train("ppo", RunDir(tmp_path)) == 2
    assert "no spec.json" in capsys.readouterr().err


def test_it_finds_a_missing_model_before_it_loads_torch(tmp_path: Path) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(2), {"model": "/no/such/model"})
    program = (
        "import sys; from training.__main__ import main\n"
        f"code = main(['sample', {str(tmp_path)!r}])\n"
        "sys.exit(100 if 'torch' in sys.modules or 'numpy' in sys.modules else code)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == 1
    (event,) = read_events(run_dir.events)
    assert "settings.model: there is no model folder at /no/such/model" in event.body["reason"]


def test_it_refuses_a_reward_model_as_a_policy(tmp_path: Path, reward_folder: Path) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(2), {"model": str(reward_folder)})
    assert train("sample", run_dir) == 1
    (event,) = read_events(run_dir.events)
    assert "is a reward model" in event.body["reason"]


def test_it_refuses_rows_that_changed(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(2), {"model": llama})
    write_rows(run_dir.data / "prompts.jsonl", prompt_rows(3))
    assert train("sample", run_dir) == 1
    (event,) = read_events(run_dir.events)
    assert "sha256 differs" in event.body["reason"]


def test_it_refuses_a_checkpoint_of_another_spec(tmp_path: Path, llama: str) -> None:
    settings = {"model": llama, "epochs": 1, "prompts_per_step": 2}
    run_dir = make_run(tmp_path / "a", "reward", ranking_rows(2), settings)
    completed("reward", run_dir)
    other = make_run(tmp_path / "b", "reward", ranking_rows(2), {**settings, "seed": 5})
    run_dir.checkpoints.rename(other.checkpoints)
    assert train("reward", other) == 1
    *_, last = read_events(other.events)
    assert "another spec.json" in last.body["reason"]


def test_it_passes_over_a_checkpoint_that_cannot_be_read(tmp_path: Path, llama: str) -> None:
    settings = {"model": llama, "epochs": 4, "prompts_per_step": 2, "checkpoint_every": 1}
    run_dir = make_run(tmp_path / "a", "reward", ranking_rows(2), settings)
    completed("reward", run_dir)
    again = make_run(tmp_path / "b" / "a", "reward", ranking_rows(2), settings)
    run_dir.checkpoints.rename(again.checkpoints)
    (again.checkpoints / "step-000004" / "state.pt").write_bytes(b"cut")
    events = completed("reward", again)
    assert of_kind(events, "started")[0].body["resumed_from"] == 3
    assert any("step-000004 cannot be read" in event.body["message"] for event in of_kind(events, "log"))


def test_it_lets_no_second_trainer_into_a_run(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(2), {"model": llama})
    with Recorder(run_dir.events):
        process = start_trainer("sample", run_dir)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Another trainer is at work" in said


def without_roots_right_to_write() -> None:
    """Let file modes bind the child also when the tests run as root: drop CAP_DAC_OVERRIDE from what it can get."""
    drop_from_bounding_set, dac_override = 24, 1
    ctypes.CDLL(None).prctl(drop_from_bounding_set, dac_override, 0, 0, 0)


def test_it_explains_a_read_only_folder(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(1), {"model": llama})
    tmp_path.chmod(0o555)
    ended = subprocess.run(
        [sys.executable, "-m", "training", "sample", str(run_dir.path)],
        cwd=ROOT,
        preexec_fn=without_roots_right_to_write,
        capture_output=True,
        text=True,
        check=False,
    )
    tmp_path.chmod(0o755)
    assert ended.returncode == 1
    assert "make the folder writable" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_it_explains_a_full_disk(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "sample", prompt_rows(1), {"model": llama})
    full = 100

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (full, full))

    ended = subprocess.run(
        [sys.executable, "-m", "training", "sample", str(run_dir.path)],
        cwd=ROOT,
        preexec_fn=small_files,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "Free some space" in ended.stderr


def test_it_makes_a_run_without_the_web(tmp_path: Path, llama: str) -> None:
    prompts = tmp_path / "mine.jsonl"
    write_rows(prompts, prompt_rows(2))
    folder = tmp_path / "run"
    settings = [f"--set=model={llama}", "--set=k=2", "--set=max_new_tokens=3"]
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "training",
            "new",
            "sample",
            str(folder),
            "--prompts",
            str(prompts),
            *settings,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert f"python -m training sample {folder}" in made.stdout
    written = json.loads((folder / "spec.json").read_text())["settings"]
    assert (written["k"], written["model"], written["temperature"]) == (2, llama, 1.0)
    completed("sample", RunDir(folder))
