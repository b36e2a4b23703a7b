"""Several processes of torchrun train one model: the same gradient, one log, one end."""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.tiny import completed, make_run, of_kind, prompt_rows, ranking_rows, torchrun, train
from tests.training.rank_gradients import step_of
from training.contract.events import Event, read_events
from training.contract.rows import RankingRow
from training.contract.rundir import RunDir
from training.support.ranks import Ranks


def start_ranks(run_dir: RunDir) -> subprocess.Popen[str]:
    return torchrun("training", "reward", str(run_dir.path))


def completed_by_ranks(run_dir: RunDir) -> list[Event]:
    process = start_ranks(run_dir)
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 0, said
    return list(read_events(run_dir.events))


def rows() -> list[RankingRow]:
    given = ranking_rows(5, 3, k=4)
    a, b, c, d = [level[0] for level in given[0].groups]
    return [replace(given[0], groups=[[a, b], [c, d]]), *given[1:]]


def settings(model: str, **others: Any) -> dict[str, Any]:
    return {
        "model": model,
        "prompts_per_step": 5,
        "learning_rate": 0.01,
        "lora_r": 4,
        "ties": "davidson",
        "checkpoint_every": 1,
        **others,
    }


def test_it_has_the_gradient_of_one_process_over_two_ranks(tmp_path: Path, llama: str) -> None:
    file = tmp_path / "gradients.pt"
    process = torchrun("tests.training.rank_gradients", llama, str(file))
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    found, expected = torch.load(file), step_of(llama, Ranks())
    assert found["figures"] == pytest.approx(expected["figures"], abs=1e-5)
    assert len(found["gradients"]) == len(expected["gradients"]) > 20
    for gradient, other in zip(found["gradients"], expected["gradients"], strict=True):
        assert float(other.abs().max()) > 1e-4
        torch.testing.assert_close(gradient, other, atol=1e-5, rtol=1e-5)


def test_it_lets_one_rank_write(tmp_path: Path, llama: str) -> None:
    given = settings(llama, epochs=1)
    alone = make_run(tmp_path / "alone", "reward", rows(), given)
    expected = completed("reward", alone)
    shared = make_run(tmp_path / "shared", "reward", rows(), given)
    events = completed_by_ranks(shared)

    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    kinds = ("started", "metric", "evaluation", "checkpoint", "artifact", "result", "completed")
    for kind in kinds:
        assert len(of_kind(events, kind)) == len(of_kind(expected, kind))
    one, other = (of_kind(found, "metric")[0].body["values"] for found in (events, expected))
    assert one["loss"] == pytest.approx(other["loss"], abs=1e-5)
    assert one["accuracy"] == other["accuracy"]
    measures = [of_kind(found, "result")[0].body["values"]["heldout_loss"] for found in (events, expected)]
    assert measures[0]["value"] == pytest.approx(measures[1]["value"], abs=1e-4)
    assert any("2 ranks share" in event.body["message"] for event in of_kind(events, "log"))


def test_it_stops_all_ranks_after_the_same_step_and_resumes_bit_for_bit(tmp_path: Path, llama: str) -> None:
    given = settings(llama, epochs=15, lora_dropout=0.1, prompts_per_step=3, checkpoint_every=5)
    run_dir = make_run(tmp_path / "a", "reward", rows(), given)
    process = start_ranks(run_dir)
    deadline = time.monotonic() + 300
    while len(of_kind(read_events(run_dir.events), "metric")) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    run_dir.request_stop()
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    events = list(read_events(run_dir.events))
    assert events[-1].kind == "stopped", said
    stopped_at = events[-1].body["step"]
    assert of_kind(events, "metric")[-1].body["step"] == stopped_at
    assert of_kind(events, "checkpoint")[-1].body["step"] == stopped_at

    run_dir.clear_stop()
    resumed = completed_by_ranks(run_dir)
    assert of_kind(resumed, "started")[-1].body["resumed_from"] == stopped_at
    whole = make_run(tmp_path / "b", "reward", rows(), given)
    completed_by_ranks(whole)
    expected = load_file(whole.artifacts / "reward_model" / "adapter_model.safetensors")
    found = load_file(run_dir.artifacts / "reward_model" / "adapter_model.safetensors")
    assert all(torch.equal(value, expected[name]) for name, value in found.items())


def test_it_refuses_several_ranks_where_one_process_works(
    tmp_path: Path, llama: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    run_dir = make_run(tmp_path, "sample", prompt_rows(1), {"model": llama})
    assert train("sample", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "sample runs as one process, and torchrun started 2" in last.body["reason"]


def test_it_keeps_the_numbers_of_a_process_alone() -> None:
    alone = Ranks()
    assert alone.share([3, 1, 2]) == [3, 1, 2]
    assert alone.gather(["a", "b"]) == ["a", "b"]
    assert alone.total(1.5, 2) == [1.5, 2]
    assert (alone.agree(""), alone.agree("stop")) == ("", "stop")


def test_it_brings_what_ranks_share_back_in_order() -> None:
    class Two(Ranks):
        """Two ranks in one process: what each would give."""

        def all_of(self, mine: Any) -> list[Any]:
            return [things[rank::2] for rank in range(2)] if isinstance(mine, list) else [mine]

    things = list(range(7))
    assert Two(1, 2).share(things) == [1, 3, 5]
    assert Two(1, 2).gather([1, 3, 5]) == things
