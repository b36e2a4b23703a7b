"""A run's folded state as the database keeps it, and the status that follows from it."""

from __future__ import annotations

import dataclasses
from typing import Any

from labeling.runs.models import Run
from training.contract.events import RunState
from training.contract.rundir import PAUSE

KNOWN = {item.name for item in dataclasses.fields(RunState)}
LAST_WORDS = {
    "stopped": Run.Status.STOPPED,
    "failed": Run.Status.FAILED,
    "completed": Run.Status.COMPLETED,
}


def state_dump(state: RunState) -> dict[str, Any]:
    return dataclasses.asdict(state)


def state_load(value: dict[str, Any]) -> RunState:
    """Return the state that was kept; fields of another version are left out."""
    known = {name: entry for name, entry in value.items() if name in KNOWN}
    if "warnings" in known:
        known["warnings"] = tuple(known["warnings"])
    return RunState(**known)


def status_of(
    state: RunState, *, requested_seq: int, launched: bool, ending: Run.Status | None
) -> Run.Status:
    """Return the status of the present attempt: what earlier attempts said, up to `requested_seq`, does not count.

    `ending` is what the run was asked for and has not done yet: STOPPING, PAUSING or None.
    """
    spoken = state.phase_seq > requested_seq
    if spoken and state.phase == "stopped" and state.reason == PAUSE:
        return Run.Status.PAUSED
    if spoken and state.final:
        return LAST_WORDS[state.phase]
    if ending is not None:
        return ending
    if spoken:
        return Run.Status.RUNNING
    return Run.Status.STARTING if launched else Run.Status.QUEUED
