"""PPO runs over the ranks of one torchrun: `python -m tests.training.sharded_runs RUN_DIR…`.

One whose name begins with `pieces` is ended by a signal after every update, and started again until it completes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import torch

from tests.training.signalling import Signalling
from training.contract.rundir import RunDir
from training.contract.settings import PPOSettings
from training.contract.spec import parse_spec
from training.recipes.ppo import align
from training.support.device import choose_device
from training.support.errors import RunStopped
from training.support.launched import Launched, how_launched
from training.support.ranks import Ranks, joined_ranks
from training.support.recorder import Recorder, SilentRecorder
from training.support.run import Run
from training.support.stop import StopWatch


def attempt(run_dir: RunDir, ranks: Ranks) -> bool:
    """Let the ranks work on a run; return whether it completed, once what rank 0 wrote is there for all."""
    kind = Signalling if run_dir.path.name.startswith("pieces") else Recorder
    with (kind if ranks.rank == 0 else SilentRecorder)(run_dir.events) as recorder:
        stop = StopWatch(run_dir)
        stop.listen()
        launched = Launched(ranks.rank, ranks.count)
        run = Run(run_dir, parse_spec(run_dir.read_spec()), recorder, stop, launched)
        device = choose_device(cast(PPOSettings, run.spec.settings))
        try:
            align(run, ranks, device)
            stopped = ""
        except RunStopped as end:
            stopped = end.reason
    return not ranks.agree(stopped)


if __name__ == "__main__":
    torch.set_num_threads(1)
    with joined_ranks(how_launched(), "cpu") as joined:
        for folder in sys.argv[1:]:
            while not attempt(RunDir(Path(folder)), joined):
                pass
