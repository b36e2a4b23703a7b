"""Podium's PPO one update at a time: a run folder's own run, held between two steps, in a process of its own."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.turns import Desk
from training.__main__ import run_spec
from training.contract.rundir import RunDir
from training.contract.spec import parse_spec
from training.support.launched import how_launched
from training.support.recorder import Recorder

SIDE = 2048
"""Of the square matrices of the calibration."""
PHASES = ("generate", "score", "train")


def main(arguments: list[str]) -> int:
    run_dir = RunDir(Path(arguments[0]))
    with HeldRecorder(run_dir.events, Desk()) as recorder:
        return run_spec(run_dir, parse_spec(run_dir.read_spec()), recorder, how_launched())


class HeldRecorder(Recorder):
    """Records a run, and lets it take its next step when the next update is ordered."""

    def __init__(self, path: Path, desk: Desk) -> None:
        super().__init__(path)
        self.desk = desk
        self.counter: Any = None

    def stage(self, name: str, label: str) -> None:
        if name == "generate":
            self.hold()
            self.began = time.monotonic()
        super().stage(name, label)

    def metric(self, step: int, values: dict[str, float]) -> None:
        seconds = time.monotonic() - self.began
        if self.counter is not None:
            self.counter.__exit__(None, None, None)
        super().metric(step, values)
        self.desk.answer(
            {
                "seconds": seconds,
                "phases": {name: values[f"seconds_{name}"] for name in PHASES},
                "operations": self.counter.get_total_flops() if self.counter else None,
                **values,
            }
        )

    def hold(self) -> None:
        """Do what is asked until it is the next update; end the run when nobody asks any more."""
        from torch.utils.flop_counter import FlopCounterMode

        while (order := self.desk.order()) is not None and order["order"] != "update":
            self.desk.answer(matrix_rates() if order["order"] == "calibrate" else {})
        if order is None:
            sys.exit()
        self.counter = FlopCounterMode(display=False) if order["count"] else None
        if self.counter is not None:
            self.counter.__enter__()


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
    sys.exit(main(sys.argv[1:]))
