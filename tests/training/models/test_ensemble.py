"""An ensemble asks its members together and gives what each gives by itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from tests.tiny import asked, ranking_rows, reward_model_made
from training.models.adapters import AdapterShape
from training.models.ensemble import Combine, Ensemble
from training.models.loading import load_policy
from training.models.packing import Group
from training.models.policy import as_reference, train_adapter
from training.models.reward import load_reward_model, load_reward_models, reward_model_for
from training.models.reward_model import RewardModel
from training.models.source import resolve_reward_source, resolve_source
from training.support.device import Device

TEXTS = ["***", "*..", "a longer answer, to be padded against"]


def loaded(folder: Path, cpu: Device, combine: Combine) -> RewardModel:
    return load_reward_model(resolve_reward_source(str(folder), "m"), cpu, longest=256, combine=combine)


def groups_of(reward: RewardModel) -> list[Group]:
    questions = ["Say 1!", "Say something that is quite a bit longer!"]
    return [reward.encode(asked(text), TEXTS, [True] * 3, 256)[0] for text in questions]


def alone(folder: Path, cpu: Device) -> torch.Tensor:
    """Return [n, a] the scores of every member, each loaded by itself."""
    members = [
        load_reward_model(resolve_source(str(one), "m"), cpu, longest=256)
        for one in sorted(folder.glob("member-*"))
    ]
    with torch.no_grad():
        return torch.stack([member.scores(groups_of(member)) for member in members])


def test_one_forward_pass_gives_what_each_member_gives_alone(ensemble_folder: Path, cpu: Device) -> None:
    reward = loaded(ensemble_folder, cpu, Combine())
    assert isinstance(reward, Ensemble)
    passes: list[int] = []
    reward.trunk.register_forward_hook(lambda *_: passes.append(1))
    with torch.no_grad():
        said = reward.member_scores(groups_of(reward))
    assert len(passes) == 1
    assert torch.allclose(said, alone(ensemble_folder, cpu), atol=1e-5)
    assert said.std(dim=0).min() > 1e-4  # they did not learn the same


@pytest.mark.parametrize("way", ["mean", "min", "cautious"])
def test_members_are_standardised_before_they_are_combined(
    ensemble_folder: Path, cpu: Device, way: str
) -> None:
    cards = [
        json.loads((one / "podium.json").read_text()) for one in sorted(ensemble_folder.glob("member-*"))
    ]
    known = [card["standardisation"] for card in cards]
    standard = torch.stack(
        [(s - k["mean"]) / k["std"] for s, k in zip(alone(ensemble_folder, cpu), known, strict=True)]
    )
    expected = {
        "mean": standard.mean(0),
        "min": standard.min(0).values,
        "cautious": standard.mean(0) - 0.5 * standard.var(0, correction=0),
    }[way]
    reward = loaded(ensemble_folder, cpu, Combine(way, 0.5))
    with torch.no_grad():
        assert torch.allclose(reward.scores(groups_of(reward)), expected, atol=1e-4)
    assert reward.standardisation == (0.0, 1.0)


def test_it_stands_beside_a_policy_on_the_same_base(ensemble_folder: Path, llama: str, cpu: Device) -> None:
    policy = load_policy(resolve_source(llama, "m"), cpu)
    train_adapter(policy, AdapterShape(4, 8, 0))
    reward = reward_model_for(policy, resolve_reward_source(str(ensemble_folder), "m"), longest=256)
    assert reward.host is policy.model
    with torch.no_grad():
        said = reward.member_scores(groups_of(reward))
        with as_reference(policy):
            off = reward.member_scores(groups_of(reward))
    expected = alone(ensemble_folder, cpu)
    assert torch.allclose(said, expected, atol=1e-5)
    assert torch.allclose(off, expected, atol=1e-5)
    assert policy.model.active_adapter == "policy"
    assert [
        name for name, one in policy.model.named_parameters() if one.requires_grad and "reward" in name
    ] == []


def test_it_is_loaded_beside_another_reward_model(
    ensemble_folder: Path, reward_folder: Path, cpu: Device
) -> None:
    sources = [resolve_reward_source(str(one), "m") for one in (reward_folder, ensemble_folder)]
    single, several = load_reward_models(sources, cpu, longest=256)
    assert single.model is several.model  # one set of base weights
    by_itself = load_reward_model(sources[0], cpu, longest=256)
    with torch.no_grad():
        assert torch.allclose(
            single.scores(groups_of(single)), by_itself.scores(groups_of(by_itself)), atol=1e-5
        )
        assert torch.allclose(
            several.member_scores(groups_of(several)), alone(ensemble_folder, cpu), atol=1e-5
        )


def test_every_members_card_has_its_own_figures(ensemble_folder: Path) -> None:
    members = sorted(ensemble_folder.glob("member-*"))
    texts = [(one / "README.md").read_text() for one in members]
    assert all("Nothing was held out" not in text and "PeftModel" in text for text in texts)
    measured = [json.loads((one / "measures.json").read_text()) for one in (*members, ensemble_folder)]
    assert len({one["distribution"]["mean"] for one in measured[:-1]}) == len(members)
    mean = sum(one["distribution"]["mean"] for one in measured[:-1]) / len(members)
    assert measured[-1]["distribution"]["mean"] == pytest.approx(mean, abs=1e-4)


def test_a_member_that_is_missing_is_named(ensemble_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ensemble_folder, copy)
    shutil.rmtree(copy / "member-2")
    with pytest.raises(Exception, match="member-2"):
        resolve_reward_source(str(copy), "settings.reward_model")


@pytest.mark.parametrize("base", ["t5", "bert"])
def test_members_that_are_no_decoders_are_asked_one_after_the_other(
    base: str, tmp_path: Path, cpu: Device, request: pytest.FixtureRequest
) -> None:
    model = request.getfixturevalue(base)
    settings = {"model": model, "members": 2, "epochs": 1, "learning_rate": 0.01, "lora_r": 4}
    folder = reward_model_made(tmp_path, ranking_rows(6, 2), **settings)
    reward = loaded(folder, cpu, Combine())
    with torch.no_grad():
        said = reward.member_scores(groups_of(reward))
    assert torch.allclose(said, alone(folder, cpu), atol=1e-5)
    assert said.std(dim=0).max() > 1e-4
