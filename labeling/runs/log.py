"""The trainer's output, for people."""

from __future__ import annotations

from labeling.runs.models import Run

TAIL_BYTES = 64 * 1024
TAIL_LINES = 12


def log_text(run: Run) -> str:
    """Return the last 64 kB of the trainer's output."""
    try:
        with run.folder.log.open("rb") as content:
            size = content.seek(0, 2)
            content.seek(max(0, size - TAIL_BYTES))
            return content.read().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def log_end(run: Run) -> str:
    lines = [line for line in log_text(run).splitlines() if line.strip()]
    return "It said: " + "\n".join(lines[-TAIL_LINES:]) if lines else "Its log is empty."
