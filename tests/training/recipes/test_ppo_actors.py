"""PPO runs whose actors are put together in other ways: every weight trained, a value adapter, an encoder-decoder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoTokenizer

from tests.tiny import (
    completed,
    make_run,
    of_kind,
    prompt_rows,
    ranking_rows,
    reward_model_made,
    rows_of,
)
from training.contract.events import read_events
from training.contract.rundir import RunDir

SMALL = {
    "steps": 2,
    "prompts_per_step": 3,
    "samples_per_prompt": 2,
    "max_new_tokens": 5,
    "lora_r": 4,
    "checkpoint_every": 1,
    "learning_rate": 0.01,
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
    (whole.checkpoints / "step-000001").rename(half.checkpoints / "step-000001")
    events = completed("ppo", half)
    assert of_kind(events, "started")[0].body["resumed_from"] == 1
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
    if value_model == "adapter":
        config = json.loads((whole.artifacts / "policy" / "value_model" / "adapter_config.json").read_text())
        assert config["base_model_name_or_path"] == llama


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


@pytest.mark.parametrize("model", ["llama", "t5"])
def test_every_weight_is_trained_in_float32_where_it_computes_in_bfloat16(
    tmp_path: Path, model: str, bert: str, request: pytest.FixtureRequest
) -> None:
    whole = ran(
        tmp_path,
        model=request.getfixturevalue(model),
        reward_model=bert,
        tuning="full",
        dtype="bfloat16",
        steps=2,
    )
    assert {weight.dtype for weight in weights(whole).values()} == {torch.float32}
    first, *_ = of_kind(read_events(whole.events), "metric")
    assert first.body["values"]["kl"] == pytest.approx(0.0, abs=0.1)
    assert first.body["values"]["clip_fraction"] < 0.5


def test_an_end_token_that_pads_keeps_the_reward_of_the_end(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    padding = tmp_path / "model"
    shutil.copytree(llama, padding)
    tokenizer = AutoTokenizer.from_pretrained(llama)
    tokenizer.pad_token = tokenizer.eos_token
    tokenizer.save_pretrained(padding)
    (tmp_path / "reward").mkdir()
    for file in reward_folder.iterdir():
        shutil.copy(file, tmp_path / "reward")
    card = json.loads((tmp_path / "reward" / "podium.json").read_text())
    (tmp_path / "reward" / "podium.json").write_text(json.dumps({**card, "base": str(padding)}))
    same, own = (
        ran(tmp_path / name, model=model, reward_model=reward, max_new_tokens=24, samples_per_prompt=8)
        for name, model, reward in (
            ("same", str(padding), str(tmp_path / "reward")),
            ("own", llama, str(reward_folder)),
        )
    )
    found = [
        [event.body["values"] for event in of_kind(read_events(run_dir.events), "metric")]
        for run_dir in (same, own)
    ]
    assert any(0 < values["ended_share"] < 1 for values in found[0])
    for mine, theirs in zip(*found, strict=True):
        for name in ("reward", "kl", "length", "ended_share", "value_loss", "policy_loss"):
            assert mine[name] == pytest.approx(theirs[name], abs=1e-4), name


def test_it_says_how_prompts_are_written_for_a_model_without_a_chat_template(
    tmp_path: Path, gpt2: str, bert: str
) -> None:
    run_dir = ran(tmp_path, model=gpt2, reward_model=bert, steps=1)
    said = [event.body["message"] for event in of_kind(read_events(run_dir.events), "log")]
    assert len([message for message in said if "has no chat template" in message]) == 1


def test_a_reward_model_with_a_base_of_its_own_reads_the_text(
    tmp_path: Path, llama: str, t5_reward: str
) -> None:
    run_dir = ran(tmp_path, model=llama, reward_model=t5_reward, steps=1)
    said = [event.body["message"] for event in of_kind(read_events(run_dir.events), "log")]
    assert any("has base weights of its own" in message for message in said)


@pytest.fixture(scope="module")
def t5_reward(tmp_path_factory: pytest.TempPathFactory, t5: str) -> str:
    settings = {"model": t5, "epochs": 2, "learning_rate": 0.01, "prompts_per_step": 4, "lora_r": 4}
    return str(reward_model_made(tmp_path_factory.mktemp("t5_reward"), ranking_rows(8, 4), **settings))


@pytest.mark.parametrize(
    ("reward", "others"),
    [
        ("t5_reward", {}),
        ("t5_reward", {"value_model": "adapter"}),
        ("t5_reward", {"tuning": "full"}),
        ("reward_folder", {"value_model": "adapter"}),
    ],
)
def test_an_encoder_decoder_learns_and_resumes(
    tmp_path: Path, t5: str, reward: str, others: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    whole = check_resumes(tmp_path, model=t5, reward_model=str(request.getfixturevalue(reward)), **others)
    moved = [weight for name, weight in weights(whole).items() if ".lora_B." in name or "lm_head" in name]
    assert all(float(weight.abs().max()) > 0 for weight in moved)
    kl = [event.body["values"]["kl"] for event in of_kind(read_events(whole.events), "metric")]
    assert kl[0] == pytest.approx(0.0, abs=1e-3)
    assert kl[-1] != pytest.approx(0.0, abs=1e-3)


def test_an_encoder_decoder_is_sampled_and_compared(tmp_path: Path, t5: str, t5_reward: str) -> None:
    policy = ran(tmp_path / "ppo", model=t5, reward_model=t5_reward).artifacts / "policy"
    sampled = make_run(
        tmp_path / "sample", "sample", prompt_rows(3), {"model": str(policy), "k": 2, "max_new_tokens": 6}
    )
    completed("sample", sampled)
    assert len(rows_of(sampled.artifacts / "completions.jsonl")) == 6
    compared = make_run(
        tmp_path / "evaluate",
        "evaluate",
        prompt_rows(0, 3),
        {"policy": str(policy), "reference": t5, "reward_model": t5_reward, "max_new_tokens": 6},
    )
    measured = of_kind(completed("evaluate", compared), "result")[0].body["values"]
    assert measured["kl"]["value"] != 0.0
