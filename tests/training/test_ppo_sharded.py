"""PPO on weights that two processes share out: they learn what one learns, hold half each, go on and are saved as if whole."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

from tests.tiny import completed, make_run, of_kind, prompt_rows, torchrun, train
from training.contract.events import read_events
from training.contract.rundir import RunDir
from training.contract.settings import PPOSettings

OF_THE_CLOCK = ("seconds_", "tokens_per_second", "memory_mb")


def settings(model: str, reward: Path, **others: Any) -> dict[str, Any]:
    """Return settings under which the ranks have different numbers of micro-batches in an update."""
    return {
        "model": model,
        "reward_model": str(reward),
        "tuning": "full",
        "steps": 2,
        "epochs": 1,
        "prompts_per_step": 3,
        "samples_per_prompt": 4,
        "max_new_tokens": 6,
        "learning_rate": 0.001,
        "evaluate_every": 1,
        "tokens_per_batch": 64,
        **others,
    }


@pytest.fixture(scope="module")
def asked(llama: str, t5: str, reward_folder: Path) -> dict[str, dict[str, Any]]:
    causal = settings(llama, reward_folder)
    return {
        "whole": causal,
        "pieces": causal,
        "t5": settings(t5, reward_folder, evaluate_every=0, value_model="adapter", lora_r=4, value_warmup=1),
        "half": settings(
            llama, reward_folder, evaluate_every=0, steps=1, value_model="adapter", dtype="bfloat16"
        ),
    }


@pytest.fixture(scope="module")
def sharded(tmp_path_factory: pytest.TempPathFactory, asked: dict[str, dict[str, Any]]) -> dict[str, RunDir]:
    """What two ranks made of the runs, started once for all of them."""
    folder = tmp_path_factory.mktemp("sharded")
    runs = {name: make_run(folder / name, "ppo", prompt_rows(6, 3), given) for name, given in asked.items()}
    process = torchrun("tests.training.sharded_runs", *(str(run_dir.path) for run_dir in runs.values()))
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 0, said
    return runs


def weights(run_dir: RunDir) -> dict[str, torch.Tensor]:
    """Return the numbers of the policy that a run made, its value model's among them."""
    files = sorted((run_dir.artifacts / "policy").rglob("*.safetensors"))
    return {f"{file.parent.name}/{name}": value for file in files for name, value in load_file(file).items()}


def metrics(run_dir: RunDir) -> list[dict[str, float]]:
    return [
        {name: value for name, value in event.body["values"].items() if not name.startswith(OF_THE_CLOCK)}
        for event in of_kind(read_events(run_dir.events), "metric")
    ]


def assert_close(found: dict[str, torch.Tensor], expected: dict[str, torch.Tensor]) -> None:
    assert found.keys() == expected.keys()
    for name, value in found.items():
        torch.testing.assert_close(value, expected[name], atol=1e-5, rtol=1e-5, msg=name)


@pytest.mark.parametrize("name", ["whole", "t5"])
def test_it_learns_what_one_process_learns(
    tmp_path: Path, sharded: dict[str, RunDir], asked: dict[str, dict[str, Any]], name: str
) -> None:
    alone = make_run(tmp_path / "alone", "ppo", prompt_rows(6, 3), asked[name])
    completed("ppo", alone)
    assert_close(weights(sharded[name]), weights(alone))
    for found, expected in zip(metrics(sharded[name]), metrics(alone), strict=True):
        assert found == pytest.approx(expected, abs=1e-4, rel=1e-4)


def test_it_holds_half_of_what_is_trained(sharded: dict[str, RunDir], llama: str) -> None:
    (event,) = of_kind(read_events(sharded["whole"].events), "memory")
    roles = {row["role"]: row for row in event.body["roles"]}
    count = sum(weight.numel() for weight in AutoModelForCausalLM.from_pretrained(llama).parameters())
    assert roles["policy"]["trained"] == pytest.approx(count / 2, rel=0.01)
    assert roles["policy"]["bytes"] == roles["reference"]["bytes"] == pytest.approx(count * 2, rel=0.01)
    assert roles["optimizer"]["weights"] == pytest.approx(count, rel=0.01)


def test_it_goes_on_bit_for_bit_from_every_update(sharded: dict[str, RunDir]) -> None:
    whole, pieces = sharded["whole"], sharded["pieces"]
    attempts = of_kind(read_events(pieces.events), "started")
    assert [event.body["resumed_from"] for event in attempts] == [None, 0, 1, 1]
    assert metrics(pieces) == metrics(whole)
    expected = weights(whole)
    assert all(torch.equal(value, expected[name]) for name, value in weights(pieces).items())


def test_one_process_goes_on_from_what_two_left(tmp_path: Path, sharded: dict[str, RunDir]) -> None:
    whole = sharded["whole"]
    alone = RunDir(Path(shutil.copytree(whole.path, tmp_path / "alone")))
    shutil.rmtree(alone.artifacts)
    shutil.rmtree(alone.checkpoints / "step-000002")
    events = completed("ppo", alone)
    assert of_kind(events, "started")[-1].body["resumed_from"] == 1
    assert_close(weights(alone), weights(whole))


@pytest.mark.parametrize("name", ["policy", "policy-best"])
def test_it_saves_an_ordinary_model(sharded: dict[str, RunDir], llama: str, name: str) -> None:
    run_dir = sharded["whole"]
    loaded = AutoModelForCausalLM.from_pretrained(run_dir.artifacts / name)
    assert type(loaded) is type(AutoModelForCausalLM.from_pretrained(llama))
    states = [torch.load(path) for path in sorted(run_dir.checkpoints.glob("*/state.pt"))]
    same = AutoModelForCausalLM.from_pretrained(llama)
    ids = torch.tensor([[5, 9, 77, 41]])
    made = []
    for state in states:
        same.load_state_dict(state["policy"])
        made.append(same(ids).logits)
    assert any(
        torch.equal(loaded(ids).logits, logits) for logits in (made if name != "policy" else made[-1:])
    )


def test_it_trains_float32_where_it_computes_in_bfloat16(sharded: dict[str, RunDir]) -> None:
    found = load_file(sharded["half"].artifacts / "policy" / "model.safetensors")
    assert {value.dtype for value in found.values()} == {torch.float32}
    assert any(not torch.equal(value, value.bfloat16().float()) for value in found.values())


def test_it_wants_several_processes(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4), settings(llama, reward_folder, shard="on"))
    assert train("ppo", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "one process alone has nobody to share the weights out to" in last.body["reason"]


def test_it_is_for_every_weight() -> None:
    given = PPOSettings(reward_model="a", shard="on")
    assert [problem.field for problem in given.cross_checks()] == ["shard"]
