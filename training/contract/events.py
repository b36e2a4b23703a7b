"""The event log of a run and its fold into a state.

One JSON object a line: `{"seq": 7, "at": "2026-01-01T12:00:00.000Z", "kind": "metric", "step": 40, "values": {…}}`.
A run's state is the fold of its events, never set by hand. Kinds this version does not know are kept and ignored.

Kinds, with what they carry beside seq, at and kind:

    started      verb, host, device, dtype, threads, versions{}, code_version, resumed_from (step or null), total_steps
    stage        name, label                  the part of the run that begins: load, generate, train, evaluate, save …
    progress     done, total, unit            how far the present stage is
    metric       step, values{name: number}   one training step
    evaluation   step, values{name: {value, low, high, n}}, seconds   a measure on held-out rows, with its interval; how
                                              long it took, where that was clocked
    memory       roles[{role, weights, trained, bytes, shared{role: bytes}}]   what each part holds before the first step
    measures     step, values{…}              everything measured of a model: the document of its measures.json
    samples      step, rows[{…}]              texts to look at
    checkpoint   step, path, seconds          a state that can be resumed from (path relative to the run folder); how
                                              long writing it took, where that was clocked
    artifact     name, type, path             something that came out (path relative to the run folder)
    log          level, message               one line for people: info, warning
    alarm        step, name, on, message, next, values{}   something to be looked at begins or, with on false, is over
    result       values{…}                    the run's figures, once, at its end
    heartbeat                                 sign of life, at most every few seconds
    stopped      step, reason, next           ended in order before its end: "stop", "pause", "signal" or the name of an
                                              alarm; can be resumed
    failed       reason, hint, type           ended by an error: what happened and what to do
    completed                                 ended
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HEARTBEAT_SECONDS = 5.0
LOST_AFTER_SECONDS = 60.0

FINAL_KINDS = frozenset({"stopped", "failed", "completed"})
KINDS = FINAL_KINDS | {
    "started",
    "stage",
    "progress",
    "metric",
    "evaluation",
    "memory",
    "measures",
    "samples",
    "checkpoint",
    "artifact",
    "log",
    "alarm",
    "result",
    "heartbeat",
}


@dataclass(frozen=True)
class Event:
    seq: int
    at: str
    kind: str
    body: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Event:
        body = {name: entry for name, entry in value.items() if name not in {"seq", "at", "kind"}}
        return cls(seq=int(value["seq"]), at=str(value["at"]), kind=str(value["kind"]), body=body)

    def to_json(self) -> dict[str, Any]:
        return {"seq": self.seq, "at": self.at, "kind": self.kind, **self.body}


@dataclass(frozen=True)
class RunState:
    """What the events say about a run. `phase` is one of pending, running, stopped, failed, completed."""

    phase: str = "pending"
    phase_seq: int = 0
    """The event that set the phase: tells the last word of this attempt from that of an earlier one."""
    seq: int = 0
    started_at: str | None = None
    last_at: str | None = None
    ended_at: str | None = None
    device: str = ""
    total_steps: int | None = None
    step: int | None = None
    stage: str = ""
    stage_label: str = ""
    stage_at: str | None = None
    paced_step: int | None = None
    """The first step of this attempt, and when it was done: the pace is taken from here."""
    paced_at: str | None = None
    done: int | None = None
    total: int | None = None
    unit: str = ""
    metrics: dict[str, float] = field(default_factory=dict)
    """The latest value of every metric."""
    evaluation: dict[str, Any] = field(default_factory=dict)
    """The latest value of every held-out measure: {name: {value, low, high, n, step}}."""
    checkpoint: str | None = None
    checkpoint_step: int | None = None
    artifacts: dict[str, dict[str, Any]] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    alarms: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The alarms that ring: {name: {step, message, next, values}}."""
    reason: str = ""
    hint: str = ""
    attempts: int = 0

    @property
    def final(self) -> bool:
        return self.phase in {"stopped", "failed", "completed"}


def fold(events: Iterable[Event], state: RunState | None = None) -> RunState:
    """Return the state after the events; starting from a given state makes the fold incremental."""
    state = state or RunState()
    for event in events:
        if event.seq > state.seq:
            state = replace(advance(state, event), seq=event.seq, last_at=event.at)
    return state


def advance(state: RunState, event: Event) -> RunState:
    body = event.body
    match event.kind:
        case "started":
            return replace(
                state,
                phase="running",
                phase_seq=event.seq,
                started_at=state.started_at or event.at,
                ended_at=None,
                device=str(body.get("device", "")),
                total_steps=body.get("total_steps"),
                step=body.get("resumed_from"),
                paced_step=None,
                paced_at=None,
                alarms={},
                reason="",
                hint="",
                attempts=state.attempts + 1,
            )
        case "stage":
            return replace(
                state,
                stage=str(body.get("name", "")),
                stage_label=str(body.get("label", "")),
                stage_at=event.at,
                done=None,
                total=None,
                unit="",
            )
        case "progress":
            return replace(
                state, done=body.get("done"), total=body.get("total"), unit=str(body.get("unit", ""))
            )
        case "metric":
            metrics = {**state.metrics, **body.get("values", {})}
            state = replace(state, step=body.get("step"), metrics=metrics)
            if state.paced_at is None:
                return replace(state, paced_step=state.step, paced_at=event.at)
            return state
        case "evaluation":
            measured = {
                name: {**value, "step": body.get("step")} for name, value in body.get("values", {}).items()
            }
            return replace(state, evaluation={**state.evaluation, **measured})
        case "checkpoint":
            return replace(state, checkpoint=body.get("path"), checkpoint_step=body.get("step"))
        case "artifact":
            return replace(state, artifacts={**state.artifacts, str(body.get("name")): body})
        case "log" | "alarm":
            return advance_words(state, event)
        case "result":
            return replace(state, result=body.get("values", {}))
        case "stopped" | "failed" | "completed":
            return replace(
                state,
                phase=event.kind,
                phase_seq=event.seq,
                ended_at=event.at,
                reason=str(body.get("reason", "")),
                hint=str(body.get("hint", body.get("next", ""))),
            )
    return state


def advance_words(state: RunState, event: Event) -> RunState:
    """Return the state after words for people: a warning stays, an alarm rings until it is over."""
    body = event.body
    if event.kind == "alarm":
        name = str(body.get("name"))
        alarms = {known: alarm for known, alarm in state.alarms.items() if known != name}
        if body.get("on"):
            alarms[name] = {key: body.get(key) for key in ("step", "message", "next", "values")}
        return replace(state, alarms=alarms)
    if body.get("level") == "warning":
        return replace(state, warnings=(*state.warnings, str(body.get("message", ""))))
    return state


def is_lost(state: RunState, *, now: datetime, after: float = LOST_AFTER_SECONDS) -> bool:
    """Tell whether a run that began has given neither a sign of life nor a last word for `after` seconds."""
    if state.phase != "running" or state.last_at is None:
        return False
    return now - parse_time(state.last_at) > timedelta(seconds=after)


def read_events(path: Path, *, after: int = 0) -> Iterator[Event]:
    """Yield the events with seq > after. A last line without its newline is still being written: left for later."""
    events, _ = read_events_from(path, 0)
    yield from (event for event in events if event.seq > after)


def read_events_from(path: Path, offset: int) -> tuple[list[Event], int]:
    """Return the complete events from a byte offset on, and the offset to go on from."""
    try:
        with path.open("rb") as content:
            content.seek(offset)
            block = content.read()
    except FileNotFoundError:
        return [], offset
    end = block.rfind(b"\n") + 1
    events = []
    for line in block[:end].splitlines():
        try:
            events.append(Event.from_json(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # A line cut by a crash: the writer repaired the file and went on after it.
    return events, offset + end


def now_text() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
