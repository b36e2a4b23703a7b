from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.tiny import broken_llama, completed, make_run, of_kind, prompt_rows, train
from training.contract.events import read_events
from training.contract.rundir import RunDir
from training.models.decoding import CausalDecoding
from training.models.packing import Group
from training.models.policy import AnswerStates, Policy


def settings(model: str, reward: Path | str, **others: Any) -> dict[str, Any]:
    return {
        "model": model,
        "reward_model": str(reward),
        "steps": 6,
        "prompts_per_step": 4,
        "samples_per_prompt": 2,
        "max_new_tokens": 6,
        "lora_r": 4,
        "evaluate_every": 3,
        "checkpoint_every": 3,
        "learning_rate": 0.003,
        **others,
    }


def weights(run_dir: RunDir) -> dict[str, torch.Tensor]:
    return load_file(run_dir.artifacts / "policy" / "adapter_model.safetensors")


def test_it_raises_the_learned_reward(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(
        llama,
        reward_folder,
        steps=24,
        prompts_per_step=8,
        samples_per_prompt=16,
        lora_alpha=8,
        learning_rate=0.01,
        kl_coefficient=0.001,
        missing_end_penalty=0.0,
        evaluate_every=0,
    )
    run_dir = make_run(tmp_path, "ppo", prompt_rows(8, 24), given)
    events = completed("ppo", run_dir)
    result = of_kind(events, "result")[0].body["values"]
    assert result["gain"]["low"] > 0
    assert result["reward_after"] - result["reward_before"] == pytest.approx(
        result["gain"]["value"], abs=1e-5
    )
    assert result["kl"]["value"] > 0
    made = [event.body["name"] for event in of_kind(events, "artifact")]
    assert made == ["policy-best", "policy"]
    assert (run_dir.artifacts / "policy" / "value_head.safetensors").exists()
    card = json.loads((run_dir.artifacts / "policy" / "podium.json").read_text())
    assert (card["type"], card["base"], card["steps"]) == ("policy", llama, 24)


def test_it_learns_to_end_when_a_missing_end_costs_more(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(
        llama,
        reward_folder,
        steps=20,
        prompts_per_step=8,
        samples_per_prompt=16,
        lora_alpha=8,
        learning_rate=0.01,
        kl_coefficient=0.001,
        missing_end_penalty=5.0,
        evaluate_every=0,
    )
    metrics = of_kind(completed("ppo", make_run(tmp_path, "ppo", prompt_rows(8), given)), "metric")
    assert metrics[-1].body["values"]["ended_share"] > metrics[0].body["values"]["ended_share"] + 0.3


def test_it_begins_as_its_reference(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4, 3), settings(llama, reward_folder, steps=1))
    events = completed("ppo", run_dir)
    first = of_kind(events, "metric")[0].body["values"]
    assert first["kl"] == pytest.approx(0.0, abs=1e-3)
    assert first["explained_variance"] == pytest.approx(0.0, abs=1e-5)
    start = of_kind(events, "evaluation")[0].body
    assert start["step"] == 0
    assert start["values"]["heldout_reward_gain"]["value"] == 0.0
    assert set(start["values"]) == {"heldout_reward", "heldout_reward_gain", "heldout_kl", "heldout_length"}
    before, after = [event.body["rows"] for event in of_kind(events, "samples")]
    of_reference = {"prompt_id", "prompt", "domain", "reference", "reward_reference"}
    assert set(before[0]) == of_reference
    assert set(after[0]) == of_reference | {"policy", "reward_policy", "kl"}
    assert [row["reference"] for row in before] == [row["reference"] for row in after]


def test_it_stays_put_with_a_learning_rate_of_zero(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, steps=2, learning_rate=0.0, evaluate_every=0)
    events = completed("ppo", make_run(tmp_path, "ppo", prompt_rows(4, 3), given))
    # The same policy with the same chances gives the same answers and the same scores.
    assert of_kind(events, "result")[0].body["values"]["gain"]["value"] == pytest.approx(0.0, abs=1e-5)


def test_it_resumes_bit_for_bit(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, kl_controller="adaptive", kl_target=0.1)
    whole = make_run(tmp_path / "same" / "whole", "ppo", prompt_rows(6, 3), given)
    whole_events = completed("ppo", whole)

    # The second run is the first as a kill after its third step leaves it.
    half = make_run(tmp_path / "other" / "whole", "ppo", prompt_rows(6, 3), given)
    half.checkpoints.mkdir()
    (whole.checkpoints / "step-000003").rename(half.checkpoints / "step-000003")
    events = completed("ppo", half)
    assert of_kind(events, "started")[0].body["resumed_from"] == 3
    expected = weights(whole)
    assert all(torch.equal(value, expected[name]) for name, value in weights(half).items())
    assert of_kind(events, "result")[0].body == of_kind(whole_events, "result")[0].body
    last, last_whole = of_kind(events, "metric")[-1].body, of_kind(whole_events, "metric")[-1].body
    assert last["values"]["kl_coefficient"] == last_whole["values"]["kl_coefficient"] != 0.05


def test_it_starts_from_a_policy_and_leaves_it_in_the_reference(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    first = make_run(tmp_path / "first", "ppo", prompt_rows(6, 3), settings(llama, reward_folder))
    before = of_kind(completed("ppo", first), "result")[0].body["values"]
    policy = str(first.artifacts / "policy")
    second = make_run(tmp_path / "second", "ppo", prompt_rows(6, 3), settings(policy, reward_folder, steps=1))
    start = of_kind(completed("ppo", second), "evaluation")[0].body["values"]
    # Its reference is the first run's policy, so it begins where that one ended.
    assert start["heldout_reward"]["value"] == pytest.approx(before["reward_after"], abs=1e-3)
    card = json.loads((second.artifacts / "policy" / "podium.json").read_text())
    assert card["base"] == policy


def test_it_begins_its_values_at_what_the_first_answers_earn(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(
        llama, reward_folder, steps=1, learning_rate=0.0, value_learning_rate=0.0, kl_coefficient=0.0
    )
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4), {**given, "missing_end_penalty": 0.0})
    earned = of_kind(completed("ppo", run_dir), "metric")[0].body["values"]["reward_standardised"]
    head = load_file(run_dir.artifacts / "policy" / "value_head.safetensors")
    assert float(head["linear.bias"]) == pytest.approx(earned, abs=1e-5)
    assert float(head["linear.weight"].abs().max()) == 0.0


def test_it_trains_other_layers_than_the_reward_models(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(llama, reward_folder, steps=2, lora_layers=1)
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4, 2), given)
    events = completed("ppo", run_dir)
    assert {name.split(".layers.")[1].split(".")[0] for name in weights(run_dir)} == {"1"}
    assert any("shares the policy's base" in event.body["message"] for event in of_kind(events, "log"))


def test_it_takes_a_reward_model_with_another_tokenizer(tmp_path: Path, llama: str, bert: str) -> None:
    given = settings(llama, bert, steps=1)
    events = completed("ppo", make_run(tmp_path, "ppo", prompt_rows(4, 2), given))
    assert any("used as they are" in event.body["message"] for event in of_kind(events, "log"))


def test_it_stops_at_the_kl_bound(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, learning_rate=0.5, max_kl=0.05, target_kl=0.0)
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4), given)
    assert train("ppo", run_dir) == 0
    *_, last = read_events(run_dir.events)
    assert (last.kind, last.body["reason"]) == ("stopped", "kl bound")
    assert "higher KL penalty" in last.body["next"]
    assert list(run_dir.checkpoints.glob("step-*"))


def test_it_ends_a_steps_updates_when_the_policy_moved_too_far(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(llama, reward_folder, steps=1, learning_rate=0.5, target_kl=0.001, epochs=4)
    events = completed("ppo", make_run(tmp_path, "ppo", prompt_rows(4), given))
    updates = of_kind(events, "metric")[0].body["values"]["updates"]
    assert updates < 8
    assert of_kind(events, "result")[0].body["values"]["optimizer_steps"] == updates - 1


def test_it_trains_float32_adapters_on_a_bfloat16_base(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(llama, reward_folder, steps=2, dtype="bfloat16")
    run_dir = make_run(tmp_path, "ppo", prompt_rows(4, 2), given)
    events = completed("ppo", run_dir)
    assert of_kind(events, "started")[0].body["dtype"] == "bfloat16"
    assert {value.dtype for value in weights(run_dir).values()} == {torch.float32}
    assert of_kind(events, "metric")[0].body["values"]["clip_fraction"] < 0.5


def test_it_fails_in_words_when_a_number_is_none(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    broken = broken_llama(tmp_path / "broken")
    run_dir = make_run(tmp_path / "run", "ppo", prompt_rows(4), settings(broken, reward_folder))
    assert train("ppo", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert last.kind == "failed"
    assert "is no number at step 1" in last.body["reason"]


def test_it_says_when_there_is_no_training_prompt(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    run_dir = make_run(tmp_path, "ppo", prompt_rows(0, 3), settings(llama, reward_folder))
    assert train("ppo", run_dir) == 1
    *_, last = read_events(run_dir.events)
    assert "nothing to learn from" in last.body["reason"]


def test_it_learns_from_a_classifier_made_elsewhere(tmp_path: Path, llama: str, roberta: str) -> None:
    given = settings(llama, f"{roberta}?label=nothate&read=probability", steps=2, evaluate_every=0)
    events = completed("ppo", make_run(tmp_path, "ppo", prompt_rows(8), given))
    rewards = [event.body["values"]["reward"] for event in of_kind(events, "metric")]
    assert len(rewards) == 2
    assert all(0 < reward < 1 for reward in rewards)


@pytest.mark.parametrize("way", ["mean", "min", "cautious"])
def test_it_learns_from_an_ensemble_on_the_policys_base(
    tmp_path: Path, llama: str, ensemble_folder: Path, way: str
) -> None:
    given = settings(llama, ensemble_folder, steps=2, ensemble=way, ensemble_penalty=1.0)
    run_dir = make_run(tmp_path, "ppo", prompt_rows(6, 2), given)
    events = completed("ppo", run_dir)
    assert any("shares the policy's base" in event.body["message"] for event in of_kind(events, "log"))
    for event in of_kind(events, "metric"):  # members are standardised before they are combined
        values = event.body["values"]
        assert values["reward"] == pytest.approx(values["reward_standardised"], abs=1e-5)
    assert all("reward" not in name for name in weights(run_dir))


def test_a_cautious_ensemble_earns_no_more_than_its_mean(
    tmp_path: Path, llama: str, ensemble_folder: Path
) -> None:
    first: dict[str, float] = {}
    for way in ("mean", "cautious", "min"):
        given = settings(llama, ensemble_folder, steps=1, ensemble=way, ensemble_penalty=1.0)
        run_dir = make_run(tmp_path / way, "ppo", prompt_rows(6, 2), given)
        first[way] = of_kind(completed("ppo", run_dir), "metric")[0].body["values"]["reward"]
    assert first["cautious"] < first["mean"]
    assert first["min"] < first["mean"]


def test_it_goes_on_with_half_the_tokens_at_once_when_memory_runs_out(
    tmp_path: Path, llama: str, reward_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = settings(llama, reward_folder, steps=2, prompts_per_step=8)
    half = make_run(tmp_path / "half", "ppo", prompt_rows(8), {**given, "tokens_per_batch": 100})
    expected = completed("ppo", half)

    real = Policy.answer_states

    def on_a_small_gpu(policy: Policy, groups: Sequence[Group]) -> AnswerStates:
        if len(groups) * max(group.length for group in groups) > 100:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        return real(policy, groups)

    monkeypatch.setattr(Policy, "answer_states", on_a_small_gpu)
    run_dir = make_run(tmp_path / "run", "ppo", prompt_rows(8), {**given, "tokens_per_batch": 200})
    events = completed("ppo", run_dir)
    said = [event.body for event in of_kind(events, "log") if "ran out" in event.body["message"]]
    assert [(event["level"], "with 200 tokens" in event["message"]) for event in said] == [("warning", True)]
    for one, other in zip(of_kind(events, "metric"), of_kind(expected, "metric"), strict=True):
        for name in ("reward", "value_loss", "update_kl", "grad_norm"):
            assert one.body["values"][name] == pytest.approx(other.body["values"][name], rel=1e-3, abs=1e-5)


def test_it_answers_the_same_with_half_as_many_at_once_when_memory_runs_out(
    tmp_path: Path, llama: str, reward_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = settings(llama, reward_folder, steps=2, prompts_per_step=8)
    expected = completed("ppo", make_run(tmp_path / "whole", "ppo", prompt_rows(8, 3), given))
    real = CausalDecoding.advance

    def on_a_small_gpu(decoding: CausalDecoding, tokens: torch.Tensor) -> None:
        if len(tokens) > 8:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        real(decoding, tokens)

    monkeypatch.setattr(CausalDecoding, "advance", on_a_small_gpu)
    events = completed("ppo", make_run(tmp_path / "run", "ppo", prompt_rows(8, 3), given))
    said = [event.body["message"] for event in of_kind(events, "log") if event.body["level"] == "warning"]
    assert next(words for words in said if "ran out" in words).startswith(
        "Memory ran out with 16 answers at once. The run goes on with 8"
    )
    for one, other in zip(of_kind(events, "metric"), of_kind(expected, "metric"), strict=True):
        for name in ("reward", "length", "kl_k3", "grad_norm"):
            assert one.body["values"][name] == pytest.approx(other.body["values"][name], rel=1e-3, abs=1e-5)


def test_it_warms_its_value_model_up_while_the_policy_stays(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    given = settings(
        llama, reward_folder, steps=3, value_warmup=2, kl_controller="adaptive", kl_target=1.0, kl_horizon=8
    )
    events = completed("ppo", make_run(tmp_path, "ppo", prompt_rows(4, 2), given))
    steps = [event.body["values"] for event in of_kind(events, "metric")]
    assert [values["kl"] for values in steps] == pytest.approx([0, 0, 0], abs=1e-4)
    assert [values["update_kl"] > 1e-6 for values in steps] == [False, False, True]
    assert [values["kl_coefficient"] for values in steps] == [0.05] * 3
    assert all(values["grad_norm"] > 0 for values in steps)


def test_it_whitens_rewards_when_asked(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    first: dict[str, dict[str, float]] = {}
    for way in ("off", "on"):
        given = settings(llama, reward_folder, steps=1, whiten_rewards=way)
        run_dir = make_run(tmp_path / way, "ppo", prompt_rows(4), given)
        first[way] = of_kind(completed("ppo", run_dir), "metric")[0].body["values"]
    assert first["on"]["reward_standardised"] == first["off"]["reward_standardised"]
    assert first["on"]["value_loss"] != pytest.approx(first["off"]["value_loss"], rel=0.05)


def test_it_sums_over_the_whole_vocabulary_where_asked(
    tmp_path: Path, llama: str, reward_folder: Path
) -> None:
    told: dict[str, tuple[set[str], set[str]]] = {}
    exact = {"kl_exact", "entropy_exact", "heldout_kl_exact", "heldout_entropy"}
    for where in ("never", "exams", "steps"):
        given = settings(llama, reward_folder, steps=2, evaluate_every=1, full_vocabulary=where)
        events = completed("ppo", make_run(tmp_path / where, "ppo", prompt_rows(4, 3), given))
        step = of_kind(events, "metric")[-1].body["values"]
        looks = of_kind(events, "evaluation")
        told[where] = exact & set(step), exact & set(looks[-1].body["values"])
    assert told["never"] == (set(), set())
    assert told["exams"] == (set(), {"heldout_kl_exact", "heldout_entropy"})
    assert told["steps"] == ({"kl_exact", "entropy_exact"}, {"heldout_kl_exact", "heldout_entropy"})
    assert step["kl_exact"] > 0
    assert step["entropy_exact"] == pytest.approx(step["entropy"], abs=1.0)
