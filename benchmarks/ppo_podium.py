"""Podium's PPO one update at a time: the product's own steps of a run folder, in a process of their own."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any, cast

from benchmarks.turns import Desk
from training.__main__ import prepare_process
from training.contract.rows import PromptRow, read_rows
from training.contract.rundir import RunDir
from training.contract.settings import PPOSettings
from training.contract.spec import parse_spec
from training.support.recorder import Recorder
from training.support.run import Run
from training.support.stop import StopWatch

SIDE = 2048
"""Of the square matrices of the calibration."""


def main(arguments: list[str]) -> None:
    desk, run_dir = Desk(), RunDir(Path(arguments[0]))
    prepare_process()
    from torch.utils.flop_counter import FlopCounterMode

    with Recorder(run_dir.events) as recorder:
        learner = Learner(Run(run_dir, parse_spec(run_dir.read_spec()), recorder, StopWatch(run_dir)))
        while (given := desk.order()) is not None:
            if given["order"] == "update":
                counter = FlopCounterMode(display=False)
                with counter if given["count"] else nullcontext():
                    found = learner.update()
                desk.answer({**found, "operations": counter.get_total_flops() if given["count"] else None})
            elif given["order"] == "calibrate":
                desk.answer(matrix_rates())
            elif given["order"] == "save":
                desk.answer(learner.save(Path(given["folder"])))


class Learner:
    """A run's actors between two updates."""

    def __init__(self, run: Run) -> None:
        from training.data.prompts import encode_prompts
        from training.models.actors import make_actors
        from training.support.device import choose_device
        from training.support.seed import seed_everything
        from training.support.start import load_quietly

        settings = cast(PPOSettings, run.spec.settings)
        load_quietly()
        seed_everything(settings.seed)
        self.run, self.step = run, 0
        self.rows = list(read_rows(run.input_path("prompts"), PromptRow))
        self.actors = make_actors(settings, choose_device(settings), run.recorder)
        self.queries = encode_prompts(self.actors.policy, self.rows, settings.max_new_tokens, run.recorder)

    def update(self) -> dict[str, Any]:
        """Take one step of the recipe and return its seconds and figures."""
        from training.recipes.ppo import collect, learn

        began = time.monotonic()
        self.step += 1
        experience = collect(self.run, self.actors, self.rows, self.queries, self.step)
        learned = learn(self.run, self.actors, experience, self.step)
        self.actors.schedule.step()
        figures = {**experience.figures, **learned}
        self.actors.controller = self.actors.controller.after(figures["kl"], len(experience.rollout.answers))
        return {
            "seconds": time.monotonic() - began,
            "phases": {name: figures[f"seconds_{name}"] for name in ("generate", "score", "train")},
            "kl": figures["kl"],
            "reward": figures["reward"],
            "tokens": float(experience.mask.sum()),
        }

    def save(self, folder: Path) -> dict[str, Any]:
        from training.models.policy import save_policy

        save_policy(self.actors.policy, folder, {"steps": self.step})
        return {"steps": self.step}


def matrix_rates() -> dict[str, float]:
    """Return how many thousand million operations a second a matrix product makes, the best of five, by precision."""
    import torch

    rates = {}
    for dtype in (torch.float32, torch.bfloat16):
        one, other = (torch.randn(SIDE, SIDE).to(dtype) for _ in range(2))
        seconds = []
        for _ in range(5):
            began = time.perf_counter()
            one @ other
            seconds.append(time.perf_counter() - began)
        rates[str(dtype).removeprefix("torch.")] = round(2 * SIDE**3 / min(seconds) / 1e9, 1)
    return rates


if __name__ == "__main__":
    main(sys.argv[1:])
