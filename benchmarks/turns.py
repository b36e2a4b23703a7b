"""Contestants that work in turns: each a process of its own that takes one order a line and answers with one line.

Standard library alone: a contestant's own environment need not have what this one has.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

BASE_DIR = Path(__file__).parents[1]
LOG_TAIL = 4000


class Contestant:
    """A process at work; it waits for its next order and computes nothing meanwhile."""

    def __init__(
        self, command: Sequence[str], log: Path, *, environment: Mapping[str, str] | None = None
    ) -> None:
        self.command, self.log = command, log
        self.environment = {**os.environ, "PYTHONPATH": str(BASE_DIR), **(environment or {})}

    def __enter__(self) -> Self:
        with self.log.open("wb") as words:
            self.process = subprocess.Popen(
                self.command,
                cwd=BASE_DIR,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
                text=True,
            )
        self.orders, self.answers = cast(IO[str], self.process.stdin), cast(IO[str], self.process.stdout)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.process.kill()
        self.end()

    def end(self) -> None:
        """Tell it that nothing more is asked, and wait until it has gone."""
        self.orders.close()
        self.process.wait()
        self.answers.close()

    def ask(self, order: str, **given: Any) -> dict[str, Any]:
        """Return the answer to an order, or raise RuntimeError when the contestant has ended; its log is shown."""
        self.orders.write(json.dumps({"order": order, **given}) + "\n")
        self.orders.flush()
        line = self.answers.readline()
        if not line:
            sys.stderr.write(self.log.read_text(errors="replace")[-LOG_TAIL:])
            raise RuntimeError(f"{' '.join(self.command[:4])} ended during {order}.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def peak_mb(self) -> float:
        """Return the most memory it has had resident so far, as Linux keeps it."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return round(int(status.partition("VmHWM:")[2].split()[0]) / 1024, 1)


class Desk:
    """Where a contestant takes its orders. What libraries print goes to the log instead of between the answers."""

    def __init__(self) -> None:
        self.answers = os.fdopen(os.dup(1), "w")
        os.dup2(2, 1)

    def order(self) -> dict[str, Any] | None:
        """Wait for the next order; None when there will be no more."""
        line = sys.stdin.readline()
        return json.loads(line) if line else None

    def answer(self, found: dict[str, Any]) -> None:
        self.answers.write(json.dumps(found) + "\n")
        self.answers.flush()
