"""Several processes of torchrun make one PPO step: the same experience and gradient, one log, one checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
import torch
from safetensors.torch import load_file

from tests.tiny import completed, make_run, of_kind, prompt_rows, torchrun
from tests.training.ppo_rank_step import step_of
from training.contract.events import read_events
from training.contract.rows import PromptRow, read_rows
from training.contract.settings import PPOSettings
from training.contract.spec import parse_spec
from training.recipes.ppo import check_prompts
from training.support.errors import TrainerError
from training.support.ranks import Ranks
from training.support.recorder import Recorder


def settings(model: str, reward: Path, **others: Any) -> dict[str, Any]:
    return {
        "model": model,
        "reward_model": str(reward),
        "steps": 2,
        "prompts_per_step": 5,
        "samples_per_prompt": 4,
        "max_new_tokens": 6,
        "lora_r": 4,
        "learning_rate": 0.003,
        "evaluate_every": 1,
        "tokens_per_batch": 64,
        **others,
    }


def test_it_learns_the_same_of_prompts_shared_by_two_ranks(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(llama, reward_folder, max_new_tokens=20, tokens_per_batch=100, temperature=2.0)
    shared = make_run(tmp_path / "shared", "ppo", prompt_rows(12), given)
    process = torchrun("tests.training.ppo_rank_step", str(shared.path), str(tmp_path / "step.pt"))
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    found = torch.load(tmp_path / "step.pt")
    expected = step_of(make_run(tmp_path / "alone", "ppo", prompt_rows(12), given), Ranks())

    assert found["ids"] == expected["ids"]
    assert len({len(ids) for ids in found["ids"]}) > 1
    for table, other in zip(found["tables"], expected["tables"], strict=True):
        torch.testing.assert_close(table, other, atol=1e-5, rtol=1e-5)
    assert found["figures"] == pytest.approx(expected["figures"], abs=1e-5)
    assert found["figures"]["kl"] > 0.1
    assert found["update"] == pytest.approx(expected["update"], abs=1e-5)
    assert len(found["gradients"]) == len(expected["gradients"]) > 20
    for gradient, other in zip(found["gradients"], expected["gradients"], strict=True):
        assert float(other.abs().max()) > 1e-4
        torch.testing.assert_close(gradient, other, atol=1e-5, rtol=1e-5)


def test_it_stops_all_ranks_after_one_step_which_a_single_process_goes_on_from(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(llama, reward_folder)
    whole = make_run(tmp_path / "whole", "ppo", prompt_rows(12, 3), given)
    expected = completed("ppo", whole)
    run_dir = make_run(tmp_path / "shared", "ppo", prompt_rows(12, 3), given)
    run_dir.request_stop()
    process = torchrun("training", "ppo", str(run_dir.path))
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    events = list(read_events(run_dir.events))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert (events[-1].kind, events[-1].body["step"]) == ("stopped", 1)
    assert [len(of_kind(events, kind)) for kind in ("started", "metric", "checkpoint")] == [1, 1, 1]

    run_dir.clear_stop()
    events = completed("ppo", run_dir)
    for one, other in zip(of_kind(events, "evaluation"), of_kind(expected, "evaluation"), strict=True):
        for name, measure in other.body["values"].items():
            assert one.body["values"][name]["value"] == pytest.approx(measure["value"], abs=1e-4)
    same = load_file(whole.artifacts / "policy" / "adapter_model.safetensors")
    for name, value in load_file(run_dir.artifacts / "policy" / "adapter_model.safetensors").items():
        torch.testing.assert_close(value, same[name], atol=1e-4, rtol=1e-4)


def test_it_wants_a_prompt_for_every_rank(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, prompts_per_step=1)
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4), given)
    rows = list(read_rows(run_dir.data / "prompts.jsonl", PromptRow))
    spec = parse_spec(run_dir.read_spec())
    with (
        Recorder(run_dir.events) as recorder,
        pytest.raises(TrainerError, match="2 ranks cannot share 1 prompts"),
    ):
        check_prompts(cast(PPOSettings, spec.settings), rows, [], Ranks(0, 2), recorder)
