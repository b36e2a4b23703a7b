from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from training.contract.events import (
    KINDS,
    Event,
    RunState,
    fold,
    is_lost,
    now_text,
    parse_time,
    read_events,
    read_events_from,
)

names = st.sampled_from(["a", "b", "c"])
numbers = st.floats(-10, 10)
bodies: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "started": st.fixed_dictionaries(
        {"device": names, "total_steps": st.integers(0, 9), "resumed_from": st.none()}
    ),
    "stage": st.fixed_dictionaries({"name": names, "label": names}),
    "progress": st.fixed_dictionaries({"done": st.integers(0, 9), "total": st.integers(1, 9), "unit": names}),
    "metric": st.fixed_dictionaries({"step": st.integers(0, 9), "values": st.dictionaries(names, numbers)}),
    "evaluation": st.fixed_dictionaries(
        {
            "step": st.integers(0, 9),
            "values": st.dictionaries(
                names, st.fixed_dictionaries({"value": numbers, "n": st.integers(1, 9)})
            ),
        }
    ),
    "checkpoint": st.fixed_dictionaries({"step": st.integers(0, 9), "path": names}),
    "artifact": st.fixed_dictionaries({"name": names, "type": names, "path": names}),
    "log": st.fixed_dictionaries({"level": st.sampled_from(["info", "warning", "error"]), "message": names}),
    "result": st.fixed_dictionaries({"values": st.dictionaries(names, numbers)}),
    "stopped": st.fixed_dictionaries({"step": st.integers(0, 9), "reason": names, "next": names}),
    "failed": st.fixed_dictionaries({"reason": names, "hint": names, "type": names}),
}


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    kinds = draw(st.lists(st.sampled_from([*sorted(KINDS), "of-a-later-version"]), max_size=25))
    return [
        Event(
            seq=seq,
            at=f"2026-01-01T00:00:{seq:02d}.000Z",
            kind=kind,
            body=draw(bodies.get(kind, st.just({}))),
        )
        for seq, kind in enumerate(kinds, start=1)
    ]


@given(histories(), st.integers(0, 25))
def test_it_folds_in_pieces_as_it_folds_whole(events: list[Event], cut: int) -> None:
    assert fold(events[cut:], fold(events[:cut])) == fold(events)


@given(histories(), st.integers(0, 25))
def test_it_is_unmoved_by_events_it_has_already_seen(events: list[Event], cut: int) -> None:
    whole = fold(events)
    assert fold(events[cut:], whole) == whole


@given(histories())
def test_it_reads_back_what_was_written(events: list[Event]) -> None:
    for event in events:
        assert Event.from_json(json.loads(json.dumps(event.to_json()))) == event


def history(*kinds: tuple[str, dict[str, Any]]) -> RunState:
    return fold(
        Event(seq=seq, at=f"2026-01-01T00:00:{seq:02d}.000Z", kind=kind, body=body)
        for seq, (kind, body) in enumerate(kinds, start=1)
    )


def test_it_knows_a_run_that_went_on_after_it_was_stopped() -> None:
    state = history(
        ("started", {"total_steps": 6}),
        ("metric", {"step": 3, "values": {"loss": 1.0}}),
        ("stopped", {"step": 3, "reason": "signal", "next": "Start it again."}),
        ("started", {"total_steps": 6, "resumed_from": 3}),
    )
    assert (state.phase, state.step, state.attempts, state.reason, state.ended_at) == (
        "running",
        3,
        2,
        "",
        None,
    )
    assert state.started_at == "2026-01-01T00:00:01.000Z"


def test_it_keeps_reason_and_hint_of_a_failure() -> None:
    state = history(
        ("started", {}), ("failed", {"reason": "No memory.", "hint": "Use less.", "type": "MemoryError"})
    )
    assert state.final
    assert (state.phase, state.reason, state.hint) == ("failed", "No memory.", "Use less.")


def test_it_leaves_a_line_that_is_still_being_written_for_later(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    first = json.dumps(Event(1, now_text(), "log", {"message": "é"}).to_json(), ensure_ascii=False) + "\n"
    path.write_text(first + '{"seq": 2, "at"', encoding="utf-8")
    events, offset = read_events_from(path, 0)
    assert [event.seq for event in events] == [1]
    assert offset == len(first.encode())
    assert read_events_from(path, offset) == ([], offset)


def test_it_passes_over_a_line_that_is_no_event(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('rubbish\n{"seq": 1, "at": "2026-01-01T00:00:00Z", "kind": "completed"}\n[]\n')
    assert [event.kind for event in read_events(path)] == ["completed"]
    assert list(read_events(path, after=1)) == []
    assert list(read_events(tmp_path / "none.jsonl")) == []


def test_it_calls_a_silent_run_lost_and_an_ended_one_never() -> None:
    state = history(("started", {}))
    assert state.last_at is not None
    soon, late = (parse_time(state.last_at) + timedelta(seconds=after) for after in (10, 3600))
    assert not is_lost(state, now=soon)
    assert is_lost(state, now=late)
    assert not is_lost(history(("started", {}), ("completed", {})), now=late)
    assert not is_lost(RunState(), now=datetime.now(UTC))


def test_it_holds_the_alarms_that_ring_until_they_are_over_or_the_run_begins_again() -> None:
    alarm = {"step": 4, "message": "Longer.", "next": "Read the samples.", "values": {"now": 40.0}}
    begun = [("started", {}), ("alarm", {"name": "length", "on": True, **alarm})]
    assert history(*begun).alarms == {"length": alarm}
    assert history(*begun, ("alarm", {"step": 9, "name": "length", "on": False})).alarms == {}
    assert history(*begun, ("started", {"resumed_from": 2})).alarms == {}
