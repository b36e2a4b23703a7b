"""What the trainer's tests share: one thread, and tiny models made once."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.tiny import (
    completed,
    make_run,
    prompt_rows,
    ranking_rows,
    reward_model_made,
    tiny_bart,
    tiny_bert,
    tiny_gpt2,
    tiny_llama,
    tiny_roberta,
    tiny_t5,
)
from training.support.device import Device


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def cpu() -> Device:
    return Device(place=torch.device("cpu"), dtype=torch.float32, name="CPU")


@pytest.fixture(scope="session")
def llama(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_llama(tmp_path_factory.mktemp("llama"))


@pytest.fixture(scope="session")
def bert(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_bert(tmp_path_factory.mktemp("bert"))


@pytest.fixture(scope="session")
def roberta(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_roberta(tmp_path_factory.mktemp("roberta"))


@pytest.fixture(scope="session")
def gpt2(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A decoder whose end token is its only special token, so that nothing in its vocabulary can pad harmlessly."""
    return tiny_gpt2(tmp_path_factory.mktemp("gpt2"))


@pytest.fixture(scope="session")
def t5(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_t5(tmp_path_factory.mktemp("t5"))


@pytest.fixture(scope="session")
def bart(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_bart(tmp_path_factory.mktemp("bart"))


@pytest.fixture(scope="session")
def ensemble_folder(tmp_path_factory: pytest.TempPathFactory, llama: str) -> Path:
    """An ensemble that a run of the trainer made on the tiny model: each member drew its own prompts."""
    settings = {
        "model": llama,
        "members": 3,
        "epochs": 2,
        "learning_rate": 0.01,
        "prompts_per_step": 4,
        "lora_r": 4,
    }
    return reward_model_made(tmp_path_factory.mktemp("ensemble"), ranking_rows(12, 4), **settings)


@pytest.fixture(scope="session")
def reward_folder(tmp_path_factory: pytest.TempPathFactory, llama: str) -> Path:
    """A reward model that a run of the trainer made on the tiny model: stars are good."""
    settings = {"model": llama, "epochs": 6, "learning_rate": 0.01, "prompts_per_step": 4}
    return reward_model_made(tmp_path_factory.mktemp("reward"), ranking_rows(12, 4), **settings)


@pytest.fixture(scope="session")
def policy_folder(tmp_path_factory: pytest.TempPathFactory, llama: str, reward_folder: Path) -> Path:
    settings = {
        "model": llama,
        "reward_model": str(reward_folder),
        "steps": 3,
        "prompts_per_step": 4,
        "max_new_tokens": 6,
        "learning_rate": 0.01,
    }
    run_dir = make_run(tmp_path_factory.mktemp("policy"), "ppo", prompt_rows(6), settings)
    completed("ppo", run_dir)
    return run_dir.artifacts / "policy"
