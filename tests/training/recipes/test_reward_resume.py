"""A run that is interrupted after every step ends with the very weights of one that was not."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from tests.tiny import (
    broken_llama,
    completed,
    make_run,
    of_kind,
    ranking_rows,
    signals_kept,
    tiny_llama,
    train,
)
from training.__main__ import run_folder
from training.contract.events import Event, read_events
from training.contract.rows import RankingRow
from training.contract.rundir import RunDir

CASES: dict[str, dict[str, Any]] = {
    "dropout": {"lora_dropout": 0.1, "ties": "half", "margin": "gap"},
    "early stopping": {
        "loss": "plackett-luce",
        "ties": "davidson",
        "learning_rate": 0.03,
        "schedule": "cosine",
        "evaluate_every": 1,
        "patience": 2,
        "several": "soft",
        "left_out": "last",
    },
    "ensemble": {"members": 2, "epochs": 2, "ties": "half", "patience": 1, "evaluate_every": 2},
    "every weight": {
        "tuning": "full",
        "gradient_checkpointing": "on",
        "ties": "davidson",
        "annotators": "people",
        "schedule": "constant",
    },
}


@dataclass(frozen=True)
class Impatient(RunDir):
    """A folder whose stop file is not there when the trainer starts, and is there after its first step."""

    looks: list[int] = field(default_factory=list)

    def stop_requested(self) -> str:
        self.looks.append(len(self.looks))
        return "stop" if len(self.looks) > 1 else ""


def rows() -> list[RankingRow]:
    """Return rankings of which every second has a tie, and the first an answer left out."""
    given = ranking_rows(8, 3, k=4)
    for place, row in enumerate(given):
        a, b, c, d = [level[0] for level in row.groups]
        if place % 2:
            given[place] = replace(row, groups=[[a, b], [c], [d]], annotator="rita")
    return [replace(given[0], groups=given[0].groups[:-1]), *given[1:]]


def settings(model: str, **others: Any) -> dict[str, Any]:
    return {
        "model": model,
        "epochs": 3,
        "prompts_per_step": 3,
        "learning_rate": 0.01,
        "lora_r": 4,
        "checkpoint_every": 1000,
        **others,
    }


def weights(run_dir: RunDir) -> dict[str, torch.Tensor]:
    files = sorted((run_dir.artifacts / "reward_model").rglob("*model.safetensors"))
    assert files
    return {f"{file.parent.name}/{name}": value for file in files for name, value in load_file(file).items()}


def interrupted(run_dir: RunDir) -> list[Event]:
    """Run a folder to its end with a stop after every step, and return all events."""
    for _ in range(100):
        with signals_kept():
            assert run_folder("reward", Impatient(run_dir.path)) == 0
        events = list(read_events(run_dir.events))
        if events[-1].kind == "completed":
            return events
        assert events[-1].kind == "stopped"
    raise AssertionError("the run never ended")


def metrics(events: list[Event]) -> dict[int, dict[str, float]]:
    return {
        event.body["step"]: {
            name: value for name, value in event.body["values"].items() if name != "tokens_per_second"
        }
        for event in of_kind(events, "metric")
    }


@pytest.mark.parametrize("case", CASES)
def test_it_resumes_bit_for_bit_from_every_step(tmp_path: Path, llama: str, case: str) -> None:
    given = settings(llama, **CASES[case])
    whole = make_run(tmp_path / "whole", "reward", rows(), given)
    expected = completed("reward", whole)
    pieces = make_run(tmp_path / "pieces", "reward", rows(), given)
    events = interrupted(pieces)

    steps = len(of_kind(expected, "metric"))
    assert steps > 3
    assert [event.body["resumed_from"] for event in of_kind(events, "started")] == [
        None,
        *range(1, steps + 1),
    ]
    assert metrics(events) == metrics(expected)
    same = weights(whole)
    assert all(torch.equal(value, same[name]) for name, value in weights(pieces).items())
    cards = [
        json.loads((run_dir.artifacts / "reward_model" / "podium.json").read_text())
        for run_dir in (whole, pieces)
    ]
    assert cards[0].get("tie_prevalence") == cards[1].get("tie_prevalence")
    assert bool(cards[0].get("tie_prevalence")) == (given["ties"] == "davidson")
    assert cards[0]["measures"] == cards[1]["measures"]


def test_it_ends_early_with_its_best_weights(tmp_path: Path, llama: str) -> None:
    given = settings(llama, **CASES["early stopping"], epochs=20)
    run_dir = make_run(tmp_path, "reward", rows(), given)
    events = completed("reward", run_dir)
    losses = {
        event.body["step"]: event.body["values"]["heldout_loss"]["value"]
        for event in of_kind(events, "evaluation")
    }
    best = min(losses, key=lambda step: losses[step])
    assert len(losses) == best + 2 < 60
    result = of_kind(events, "result")[0].body["values"]
    assert result["step"] == best
    assert result["heldout_loss"]["value"] == pytest.approx(losses[best], abs=1e-6)
    assert any(
        f"weights of step {best} are kept" in event.body["message"] for event in of_kind(events, "log")
    )


def test_it_says_when_patience_has_nothing_to_look_at(tmp_path: Path, llama: str) -> None:
    run_dir = make_run(tmp_path, "reward", ranking_rows(3), settings(llama, patience=1))
    assert train("reward", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "Patience asks for held-out rankings" in last.body["reason"]


def test_it_refuses_a_checkpoint_of_another_base(tmp_path: Path) -> None:
    model = tiny_llama(tmp_path / "model")
    run_dir = make_run(tmp_path / "run", "reward", rows(), settings(model))
    with signals_kept():
        assert run_folder("reward", Impatient(run_dir.path)) == 0
    tiny_llama(tmp_path / "model", seed=1)
    assert train("reward", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "belongs to another base model" in last.body["reason"]
    assert "Put the old base model back in its place" in last.body["hint"]


def test_it_refuses_a_checkpoint_of_a_base_of_another_shape(tmp_path: Path) -> None:
    model = tiny_llama(tmp_path / "model")
    run_dir = make_run(tmp_path / "run", "reward", rows(), settings(model, tuning="full"))
    with signals_kept():
        assert run_folder("reward", Impatient(run_dir.path)) == 0
    config = json.loads((tmp_path / "model" / "config.json").read_text())
    (tmp_path / "model" / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 3}))
    file = tmp_path / "model" / "model.safetensors"
    held = load_file(file)
    more = {name.replace(".layers.1.", ".layers.2."): value.clone() for name, value in held.items()}
    save_file({**held, **more}, file, metadata={"format": "pt"})
    assert train("reward", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "belongs to another base model: the weight model.layers.2." in last.body["reason"]


def test_it_stops_at_a_loss_that_is_no_number_whatever_is_tuned(tmp_path: Path) -> None:
    broken = broken_llama(tmp_path / "broken")
    run_dir = make_run(
        tmp_path / "run",
        "reward",
        ranking_rows(2),
        settings(broken, tuning="full", loss="plackett-luce", ties="davidson"),
    )
    assert train("reward", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "no number at step 1, on the prompts" in last.body["reason"]
    assert not list(run_dir.checkpoints.glob("step-*"))
