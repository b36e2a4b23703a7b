"""A run's first event."""

from __future__ import annotations

from transformers.utils.logging import disable_progress_bar, set_verbosity_error

from training.support.device import Device
from training.support.environment import describe_environment
from training.support.run import Run


def announce_start(
    run: Run, device: Device, *, total_steps: int | None = None, resumed_from: int | None = None
) -> None:
    """Write `started`: with it the run is running, and what it runs on is on record."""
    load_quietly()
    run.recorder.emit(
        "started",
        verb=run.spec.verb,
        **describe_environment(device),
        resumed_from=resumed_from,
        total_steps=total_steps,
    )


def load_quietly() -> None:
    """Keep transformers' bars and reports out of what people read; a run's own progress is in its events."""
    disable_progress_bar()
    set_verbosity_error()
