"""Ask whether the run should end after the present step: by the `stop` file or by a signal."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn

from training.contract.rundir import PAUSE, STOP, RunDir
from training.support.errors import RunStopped

NEXT_STEPS = {
    STOP: "The run was asked to stop. Start it again to go on from its last checkpoint.",
    PAUSE: "The run is paused: it goes on from this very step when you say so.",
    "signal": "The trainer got a signal to end. Start the run again to go on from its last checkpoint.",
}


class StopWatch:
    """Remembers a signal and looks at the stop file; a recipe asks it between steps."""

    def __init__(self, run_dir: RunDir) -> None:
        self.run_dir = run_dir
        self.signalled = False

    def listen(self) -> None:
        """Take SIGTERM and SIGINT as a wish to end soon: PPO before its next update, the others after the present step."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._remember)

    def _remember(self, number: int, frame: FrameType | None) -> None:
        self.signalled = True

    def asked(self) -> str:
        """Return "signal", "stop", "pause" or "" when nobody asked."""
        return "signal" if self.signalled else self.run_dir.stop_requested()

    def end_if_asked(self, step: int | None) -> None:
        """Raise RunStopped when somebody asked; for moments at which everything worth keeping is saved."""
        reason = self.asked()
        if reason:
            end_run(step, reason)


def end_run(step: int | None, reason: str) -> NoReturn:
    """End the run in order, for a reason that `asked` gave."""
    raise RunStopped(step=step, reason=reason, next_step=NEXT_STEPS[reason])
