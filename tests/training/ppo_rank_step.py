"""What a PPO step makes of its prompts: `python -m tests.training.ppo_rank_step RUN_DIR FILE`, alone or under torchrun."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, cast

import torch

from training.contract.rows import PromptRow, read_rows
from training.contract.rundir import RunDir
from training.contract.settings import PPOSettings
from training.contract.spec import parse_spec
from training.data.prompts import encode_prompts
from training.models.actors import make_actors
from training.models.ppo_step import prompt_order, step_gradient
from training.recipes.ppo import collect
from training.support.device import Device
from training.support.launched import how_launched
from training.support.ranks import Ranks, joined_ranks
from training.support.recorder import Recorder, SilentRecorder
from training.support.run import Run
from training.support.stop import StopWatch

CPU = Device(place=torch.device("cpu"), dtype=torch.float32, name="CPU")


def step_of(run_dir: RunDir, ranks: Ranks) -> dict[str, Any]:
    """Return what a step's answers taught and the gradient of its first update, of a policy far from its reference."""
    with (Recorder if ranks.rank == 0 else SilentRecorder)(run_dir.events) as recorder:
        run = Run(run_dir, parse_spec(run_dir.read_spec()), recorder, StopWatch(run_dir))
        settings = cast(PPOSettings, run.spec.settings)
        actors = make_actors(settings, CPU, recorder, ranks)
        torch.manual_seed(1 + ranks.rank)
        with torch.no_grad():
            for parameter in actors.parameters:
                parameter.normal_(0, 0.1)
        ranks.start_alike(actors.parameters)
        rows = list(read_rows(run.input_path("prompts"), PromptRow))
        queries = encode_prompts(actors.policy, rows, settings.max_new_tokens, recorder)
        experience = collect(run, actors, ranks, rows, queries, 2)
        places = prompt_order(experience.rollout, settings.seed, 2, 0)[: len(experience.mask) // 2]
        figures = step_gradient(settings, actors, ranks, experience, places, with_policy=True)
        return {
            "ids": [answer.ids for answer in experience.rollout.answers],
            "tables": experience.tables,
            "figures": {
                name: value for name, value in experience.figures.items() if not name.startswith("seconds")
            },
            "update": figures,
            "gradients": [parameter.grad for parameter in actors.parameters],
        }


if __name__ == "__main__":
    torch.set_num_threads(1)
    with joined_ranks(how_launched(), "cpu") as joined:
        found = step_of(RunDir(Path(sys.argv[1])), joined)
        if joined.rank == 0:
            torch.save(found, Path(sys.argv[2]))
