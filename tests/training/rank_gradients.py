"""The gradient of one step on a tiny model: `python -m tests.training.rank_gradients MODEL FILE`, alone or under torchrun."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from tests.tiny import ranking_rows
from training.contract.reward_settings import RewardSettings
from training.data.rankings import PromptGroup, group_rankings
from training.models.learner import make_learner
from training.models.objective import Objective
from training.models.reward_step import encode_groups, step_gradient
from training.models.source import resolve_source
from training.support.device import Device
from training.support.launched import how_launched
from training.support.ranks import Ranks, joined_ranks

CPU = Device(place=torch.device("cpu"), dtype=torch.float32, name="CPU")


def tied_groups() -> list[PromptGroup]:
    """Return five prompts of which the first has ties, and a sixth of two answers."""
    first, *others = ranking_rows(5, k=4)
    a, b, c, d = [level[0] for level in first.groups]
    short = replace(ranking_rows(1, k=2)[0], prompt_id="short")
    return group_rankings([replace(first, groups=[[a, b], [c, d]]), *others, short])


def step_of(model: str, ranks: Ranks) -> dict[str, Any]:
    """Return figures and gradients of a step whose adapter and head are not at zero, so that every gradient counts."""
    settings = RewardSettings(model=model, ties="davidson", lora_r=4, tokens_per_batch=100)
    groups = tied_groups()
    objective = Objective(settings, groups, {})
    learner = make_learner(
        settings, resolve_source(model, "model"), CPU, objective, total_steps=1, save_memory=False
    )
    torch.manual_seed(1 + ranks.rank)
    with torch.no_grad():
        for parameter in learner.parameters:
            parameter.normal_(0, 0.2)
    ranks.start_alike(learner.parameters)
    encoded, _ = encode_groups(learner.reward, groups, settings.max_tokens)
    figures = step_gradient(settings, learner, ranks, groups, encoded, range(len(groups)), 1)
    return {"figures": figures, "gradients": [parameter.grad for parameter in learner.parameters]}


if __name__ == "__main__":
    torch.set_num_threads(1)
    with joined_ranks(how_launched(), "cpu") as joined:
        found = step_of(sys.argv[1], joined)
        if joined.rank == 0:
            torch.save(found, Path(sys.argv[2]))
