"""Who takes part in a PPO run, what stands on which weights, and what the reference is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

from tests.tiny import ranking_rows, reward_model_made, tiny_adapter, tiny_llama
from tests.training.models.scorers import LONGEST
from training.contract.events import read_events
from training.contract.settings import PPOSettings
from training.models.actors import Actors, make_actors
from training.models.adapters import adapter_weights, base_weights
from training.models.branches import BRANCHES
from training.models.loading import load_policy
from training.models.packing import Group
from training.models.policy import Policy, as_reference, trainable
from training.models.reward import load_reward_model
from training.models.source import resolve_source
from training.support.device import Device
from training.support.ranks import Ranks
from training.support.recorder import Recorder

GROUPS = [Group([5, 9, 77, 41], [[60, 61, 62, 1], [63, 64]]), Group([8, 7], [[70, 71, 1]])]
REWARD = {"epochs": 2, "learning_rate": 0.01, "prompts_per_step": 4, "lora_r": 4}


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory, llama: str) -> str:
    """A model fine-tuned before PPO: an adapter on the tiny model."""
    return tiny_adapter(tmp_path_factory.mktemp("tuned"), llama)


@pytest.fixture(scope="module")
def reward_on_tuned(tmp_path_factory: pytest.TempPathFactory, tuned: str) -> Path:
    """A reward model that was trained on the fine-tuned model."""
    folder = tmp_path_factory.mktemp("reward_on_tuned")
    return reward_model_made(folder, ranking_rows(8, 4), model=tuned, **REWARD)


@pytest.fixture
def recorder(tmp_path: Path) -> Any:
    with Recorder(tmp_path / "events.jsonl") as opened:
        yield opened


def actors_of(model: str, reward: Path | str, cpu: Device, recorder: Recorder, **others: Any) -> Actors:
    settings = PPOSettings(model=model, reward_model=str(reward), lora_r=4, lora_alpha=8, **others)
    torch.manual_seed(5)
    return make_actors(settings, cpu, recorder, Ranks())


def move_policy(actors: Actors) -> None:
    """Take the policy far from its reference."""
    torch.manual_seed(6)
    with torch.no_grad():
        for weight in trainable(actors.policy.model):
            weight.add_(0.1 * torch.randn_like(weight))


def said_by(policy: Policy) -> torch.Tensor:
    with torch.no_grad():
        return policy.token_states(GROUPS, temperature=1.0, min_new_tokens=0).logprobs


def said_by_reference(actors: Actors) -> torch.Tensor:
    with as_reference(actors.policy) as reference:
        return said_by(reference)


def pointers(weights: Iterable[torch.Tensor]) -> set[int]:
    return {weight.data_ptr() for weight in weights}


def test_the_reference_keeps_the_adapter_the_run_starts_from(
    llama: str, tuned: str, reward_folder: Path, cpu: Device, recorder: Recorder
) -> None:
    actors = actors_of(tuned, reward_folder, cpu, recorder)
    move_policy(actors)
    base = AutoModelForCausalLM.from_pretrained(llama, attn_implementation=BRANCHES).eval()
    raw = said_by(replace(actors.policy, model=base))
    own = said_by(replace(actors.policy, model=PeftModel.from_pretrained(base, tuned).eval()))
    assert torch.equal(said_by_reference(actors), own)
    assert float((own - raw).abs().max()) > 0.1
    assert float((own - said_by(actors.policy)).abs().max()) > 0.1


def test_a_reward_model_on_the_raw_base_shares_it_with_a_tuned_policy(
    llama: str, tuned: str, reward_folder: Path, cpu: Device, recorder: Recorder
) -> None:
    actors = actors_of(tuned, reward_folder, cpu, recorder)
    base = base_weights(actors.policy.model).values()
    assert pointers(actors.reward.trunk.parameters()) >= pointers(actors.policy.trunk.parameters())
    assert sum(weight.numel() for weight in base) == sum(
        weight.numel() for weight in AutoModelForCausalLM.from_pretrained(llama).parameters()
    )
    alone = load_reward_model(resolve_source(str(reward_folder), "m"), cpu, longest=LONGEST)
    with torch.no_grad():
        assert torch.equal(actors.reward.scores(GROUPS), alone.scores(GROUPS))


def test_a_reward_model_that_only_watches_keeps_the_base_apart_too(
    tuned: str, bert: str, reward_folder: Path, cpu: Device, recorder: Recorder
) -> None:
    actors = actors_of(tuned, bert, cpu, recorder, watch_reward_model=str(reward_folder))
    assert actors.second is not None
    assert actors.second.host is actors.policy.model
    assert actors.reward.host is None


def test_it_says_whose_base_the_reward_model_shares(
    llama: str, bert: str, ensemble_folder: Path, cpu: Device, recorder: Recorder, tmp_path: Path
) -> None:
    elsewhere = tiny_llama(tmp_path / "elsewhere", seed=9)
    for model, reward, others, words in (
        (llama, ensemble_folder, {}, "shares the policy's base weights"),
        (llama, ensemble_folder, {"tuning": "full"}, "shares the reference's base weights"),
        (elsewhere, ensemble_folder, {}, "has base weights of its own"),
        (llama, bert, {}, "has base weights of its own"),
    ):
        actors_of(model, reward, cpu, recorder, **others)
        last = [event for event in read_events(recorder.path) if event.kind == "log"][-1]
        assert last.body["message"].endswith(f"the reward model {words}.")


def test_a_reward_model_on_the_tuned_model_shares_it_merged(
    tuned: str, reward_on_tuned: Path, cpu: Device, recorder: Recorder
) -> None:
    actors = actors_of(tuned, reward_on_tuned, cpu, recorder)
    move_policy(actors)
    assert actors.policy.start == ()
    assert actors.reward.trunk is actors.policy.trunk
    merged = load_policy(resolve_source(tuned, "m"), cpu)
    assert torch.equal(said_by_reference(actors), said_by(merged))
    alone = load_reward_model(resolve_source(str(reward_on_tuned), "m"), cpu, longest=LONGEST)
    with torch.no_grad():
        assert torch.equal(actors.reward.scores(GROUPS), alone.scores(GROUPS))


def test_adapters_on_adapters_are_merged_as_far_up_as_the_reward_model_lets_them(
    llama: str, tuned: str, reward_on_tuned: Path, cpu: Device, recorder: Recorder, tmp_path: Path
) -> None:
    twice = tiny_adapter(tmp_path / "twice", llama, seed=8)
    (tmp_path / "twice" / "podium.json").write_text(json.dumps({"type": "policy", "base": tuned}))
    actors = actors_of(twice, reward_on_tuned, cpu, recorder)
    assert (actors.policy.base_key, len(actors.policy.start)) == (resolve_source(tuned, "m").key, 1)
    merged = load_policy(resolve_source(twice, "m"), cpu)
    torch.testing.assert_close(said_by_reference(actors), said_by(merged), atol=1e-4, rtol=1e-4)


def test_an_adapter_that_does_more_than_add_is_merged(
    llama: str, reward_folder: Path, cpu: Device, recorder: Recorder, tmp_path: Path
) -> None:
    odd = tiny_adapter(tmp_path / "odd", llama, use_dora=True)
    actors = actors_of(odd, reward_folder, cpu, recorder)
    assert actors.policy.start == ()
    assert not pointers(actors.reward.trunk.parameters()) & pointers(actors.policy.model.parameters())
    assert torch.equal(said_by_reference(actors), said_by(load_policy(resolve_source(odd, "m"), cpu)))


@pytest.mark.parametrize("kind", ["reward_folder", "bert"])
def test_with_every_weight_trained_the_reference_is_a_frozen_copy(
    llama: str, kind: str, cpu: Device, recorder: Recorder, request: pytest.FixtureRequest
) -> None:
    actors = actors_of(llama, request.getfixturevalue(kind), cpu, recorder, tuning="full")
    before = said_by(load_policy(resolve_source(llama, "m"), cpu))
    assert len(trainable(actors.policy.model)) == len(list(actors.policy.model.parameters()))
    move_policy(actors)
    assert torch.equal(said_by_reference(actors), before)
    assert float((before - said_by(actors.policy)).abs().max()) > 0.1
    with as_reference(actors.policy) as reference:
        shared = pointers(reference.trunk.parameters()) & pointers(actors.reward.trunk.parameters())
    assert bool(shared) is (kind == "reward_folder")
    assert not pointers(actors.policy.model.parameters()) & pointers(actors.reward.trunk.parameters())


@pytest.mark.parametrize("tuning", ["lora", "full"])
def test_a_value_adapter_begins_as_the_reward_model(
    llama: str, reward_folder: Path, cpu: Device, recorder: Recorder, tuning: str
) -> None:
    actors = actors_of(llama, reward_folder, cpu, recorder, value_model="adapter", tuning=tuning)
    mean, deviation = actors.reward.standardisation or (0.0, 1.0)
    with torch.no_grad():
        values = actors.value.own_values(GROUPS)
        # Before an answer's last token it expects what the reward model gives the answer cut there.
        cut = [Group(prompt, [answer[:-1] for answer in answers]) for prompt, answers in GROUPS]
        scores = (actors.reward.scores(cut) - mean) / deviation
    ends = torch.tensor([len(answer) for group in GROUPS for answer in group.answers]).cumsum(0) - 1
    torch.testing.assert_close(values[ends], scores, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("tuning", ["lora", "full"])
def test_a_value_adapter_is_fresh_where_the_reward_model_stands_elsewhere(
    llama: str, bert: str, cpu: Device, recorder: Recorder, tuning: str
) -> None:
    actors = actors_of(llama, bert, cpu, recorder, value_model="adapter", tuning=tuning)
    torch.testing.assert_close(actors.value.own_values(GROUPS), torch.zeros(9))
    assert actors.value.begin_at(0.5) == 0.5
    torch.testing.assert_close(actors.value.own_values(GROUPS), torch.full((9,), 0.5))


def test_policy_and_value_adapter_learn_apart(
    llama: str, tuned: str, reward_folder: Path, cpu: Device, recorder: Recorder
) -> None:
    actors = actors_of(tuned, reward_folder, cpu, recorder, value_model="adapter")
    host = actors.policy.model
    move_policy(actors)

    def taught() -> set[str]:
        """Return the adapters that have a gradient."""
        found = {
            name
            for name in host.peft_config
            for weight in adapter_weights(host, [name]).values()
            if weight.grad is not None
        }
        host.zero_grad()
        return found

    actors.value.own_values(GROUPS).sum().backward()
    assert taught() == {"value_model"}
    states = actors.policy.token_states(GROUPS, temperature=1.0, min_new_tokens=0)
    states.logprobs.sum().backward()
    assert taught() == {"policy"}
    with torch.no_grad():
        actors.reward.scores(GROUPS)
    assert {weight.requires_grad for weight in adapter_weights(host, ["policy", "value_model"]).values()} == {
        True
    }
    assert {weight.requires_grad for weight in adapter_weights(host, ["start_0", "reward"]).values()} == {
        False
    }
