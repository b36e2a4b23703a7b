from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.models.source import Reading, resolve_reward_source, resolve_source
from training.support.errors import TrainerError


def test_it_names_setting_and_path_of_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match=r"settings.model: there is no model folder at .*gone"):
        resolve_source(str(tmp_path / "gone"), "settings.model")


def test_it_says_when_a_folder_holds_no_model(tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match="holds no model"):
        resolve_source(str(tmp_path), "settings.model")


def test_it_says_which_bundled_model_there_is() -> None:
    with pytest.raises(TrainerError, match="no bundled model") as caught:
        resolve_source("bundled:nothing", "settings.model")
    assert "bundled:smollm2-135m-instruct" in caught.value.hint


def test_it_takes_other_names_for_hub_ids() -> None:
    assert resolve_source("gpt2", "m").kind == "hub"
    assert resolve_source("owner/name", "m").kind == "hub"


def test_it_follows_an_adapter_to_its_base(llama: str, reward_folder: Path) -> None:
    source = resolve_source(str(reward_folder), "settings.reward_model")
    assert source.kind == "adapter"
    assert source.is_reward
    assert source.base is not None
    assert source.base.key == resolve_source(llama, "m").key
    assert source.root is source.base


def test_it_names_the_adapter_whose_base_is_gone(tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": "/no/such/base"}))
    with pytest.raises(TrainerError, match=r"base of .*: there is no model folder at /no/such/base"):
        resolve_source(str(tmp_path), "settings.policy")


def test_it_says_when_an_adapter_has_no_base(tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text("{}")
    with pytest.raises(TrainerError, match="does not say which base model"):
        resolve_source(str(tmp_path), "settings.policy")


def test_it_reads_which_label_of_a_classifier_is_good() -> None:
    source = resolve_reward_source("owner/name?label=not+bad&read=probability&text=conversation", "m")
    assert (source.name, source.kind) == ("owner/name", "hub")
    assert source.reading == Reading(label="not bad", read="probability", text="conversation")
    assert resolve_reward_source("owner/name?label=good", "m").reading == Reading("good", "logit", "answer")
    assert resolve_reward_source("owner/name", "m").reading.text == "conversation"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("read=logit", "the label that is good is missing"),
        ("label=", "the label that is good is missing"),
        ("label=a&read=log", "read must be one of logit, probability, not 'log'"),
        ("label=a&size=3", "size is no part of it"),
    ],
)
def test_it_says_what_is_wrong_with_a_reading(query: str, said: str) -> None:
    with pytest.raises(TrainerError, match=said):
        resolve_reward_source(f"owner/name?{query}", "settings.reward_model")
