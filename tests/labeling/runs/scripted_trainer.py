"""A trainer that computes nothing: it writes a real event log as its script says, and minds the stop file and signals.

Started like the trainer, `PYTHON -m training VERB RUN_DIR`; what it does is named by TRAINER_SCRIPT:

complete     five steps, an artifact, completed
endless      steps until it is asked to stop
dies         two steps and a checkpoint, then it is gone without a last word
early        an error on its output, before it began
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from training.contract.events import now_text, read_events
from training.contract.rundir import RunDir

STEPS = 5
signalled: list[int] = []


class Log:
    def __init__(self, path: Path) -> None:
        self.path = path
        known = list(read_events(path))
        self.seq = known[-1].seq if known else 0
        steps = [event.body["step"] for event in known if event.kind == "checkpoint"]
        self.resumed_from = steps[-1] if steps else None

    def emit(self, kind: str, **body: object) -> None:
        self.seq += 1
        line = json.dumps({"seq": self.seq, "at": now_text(), "kind": kind, **body})
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(line + "\n")


def run(folder: RunDir, script: str) -> None:
    log = Log(folder.events)
    log.emit("started", device="cpu", total_steps=STEPS, resumed_from=log.resumed_from)
    step = log.resumed_from or 0
    while step < STEPS or script == "endless":
        step += 1
        log.emit("metric", step=step, values={"loss": 1 / step})
        log.emit("checkpoint", step=step, path=f"checkpoints/{step}")
        if script == "dies" and step == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        if signalled or folder.stop_requested():
            reason = "signal" if signalled else folder.stop_requested()
            log.emit("stopped", step=step, reason=reason, next="Retry the run.")
            return
        time.sleep(0.05)
    folder.artifacts.joinpath("model").mkdir(parents=True, exist_ok=True)
    log.emit("artifact", name="reward_model", type="reward", path="artifacts/model")
    log.emit("result", values={"heldout_accuracy": {"value": 0.7, "low": 0.6, "high": 0.8, "n": 90}})
    log.emit("completed")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: signalled.append(number))
    if os.environ["TRAINER_SCRIPT"] == "early":
        sys.exit("ModuleNotFoundError: No module named 'torch'")
    run(RunDir(Path(sys.argv[-1])), os.environ["TRAINER_SCRIPT"])
