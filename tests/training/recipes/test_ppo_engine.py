"""PPO on answers that transformers' continuous batching wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiny import completed, make_run, of_kind, prompt_rows
from tests.training.recipes.test_ppo import settings
from training.contract.setting import Problem
from training.contract.settings import PPOSettings


def test_it_learns_from_answers_of_another_engine(tmp_path: Path, llama: str, reward_folder: Path) -> None:
    given = settings(llama, reward_folder, steps=2, engine="continuous")
    figures = []
    for name in ("once", "again"):
        events = completed("ppo", make_run(tmp_path / name, "ppo", prompt_rows(6, 2), given))
        figures.append([event.body["values"] for event in of_kind(events, "metric")])
    once, again = figures
    assert [values["kl"] for values in once] == pytest.approx([0.0, once[1]["kl"]], abs=1e-5)
    assert once[1]["kl"] != 0.0
    assert all(0 < values["update_kl"] < 0.2 for values in once)
    for one, other in zip(once, again, strict=True):
        for name in ("reward", "length", "grad_norm", "kl_k3"):
            assert one[name] == other[name]


def test_the_other_engines_answer_with_an_adapter_only() -> None:
    problems = PPOSettings(reward_model="x", engine="continuous", tuning="full").cross_checks()
    assert problems == [
        Problem("engine", "must be loop where tuning is full: the others answer with an adapter only")
    ]
    assert PPOSettings(reward_model="x", engine="continuous").cross_checks() == []
