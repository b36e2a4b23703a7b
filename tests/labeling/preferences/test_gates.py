"""Gates that jump: both directions, a gate that nobody passes, and one that everybody suddenly does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from scipy.stats import fisher_exact

from labeling.preferences.gate_words import QUIET, TOO_FEW, gate_json
from labeling.preferences.gates import Event, Gate, Leaning, event_gate, position_gate

START = datetime(2026, 3, 1, tzinfo=UTC)


def events(*passes: bool) -> list[Event]:
    return [Event(START + timedelta(minutes=place), passed) for place, passed in enumerate(passes)]


def share(passed: int, n: int, seed: int = 0) -> list[bool]:
    return Random(seed).sample([True] * passed + [False] * (n - passed), n)  # noqa: S311  repeatable on purpose


def found(before: list[bool], last: list[bool]) -> Gate:
    return event_gate("gold", events(*before, *last))


def test_it_compares_the_last_hundred_with_the_hundred_before() -> None:
    gate = event_gate("gold", events(*share(10, 100), *share(90, 100), *share(60, 100)))
    assert gate.last is not None
    assert gate.before is not None
    assert (gate.last.passed, gate.last.n, gate.before.passed, gate.before.n) == (60, 100, 90, 100)
    assert gate.last.since == START + timedelta(minutes=200)
    assert gate.p == pytest.approx(fisher_exact([[60, 40], [90, 10]]).pvalue)
    assert gate.alarm == "fell"


@pytest.mark.parametrize(
    ("before", "last", "alarm"),
    [
        (share(90, 100), share(88, 100), ""),
        (share(60, 100), share(85, 100), "rose"),
        (share(18, 20), share(0, 20), "nobody"),
        (share(0, 20), share(0, 20), "nobody"),  # broken for long: no jump, and yet an alarm
        (share(0, 10), share(10, 10), "everybody"),
        (share(14, 20), share(20, 20), "everybody"),
        (share(19, 20), share(20, 20), ""),
        (share(20, 20), share(20, 20), ""),
    ],
)
def test_it_alarms_in_both_directions(before: list[bool], last: list[bool], alarm: str) -> None:
    assert found(before, last).alarm == alarm


def test_it_does_not_mind_the_order_the_events_come_in() -> None:
    mixed = events(*share(18, 20), *share(0, 20))
    Random(3).shuffle(mixed)  # noqa: S311  repeatable on purpose
    assert event_gate("gold", mixed).alarm == "nobody"


def test_it_waits_until_there_are_two_windows() -> None:
    gate = event_gate("gold", events(*share(9, 12)))
    assert (gate.before, gate.p, gate.alarm) == (None, None, "")
    assert gate_json(gate)["words"] == TOO_FEW
    assert event_gate("gold", []) == Gate("gold")


def test_it_alarms_without_two_windows_when_nobody_ever_passed() -> None:
    gate = event_gate("gold", events(*[False] * 12))
    assert gate.alarm == "nobody"
    assert gate_json(gate)["words"] == "Gold tasks: none of 12 passes now."


def leaning(person: str, earlier: int, later: int, start: int) -> list[Leaning]:
    sides = [True] * earlier + [False] * later
    return [
        Leaning(START + timedelta(minutes=start + place * 5), person, side)
        for place, side in enumerate(sides)
    ]


def test_it_tests_everybody_for_position_bias_in_each_window() -> None:
    people = ("ann", "bea", "cid")
    fair = [one for person in people for one in leaning(person, 10, 10, start=0)]
    biased = [one for person in people for one in leaning(person, 20, 0, start=10_000)]
    gate = position_gate(fair + biased)
    assert gate.before is not None
    assert gate.last is not None
    assert (gate.before.passed, gate.before.n, gate.last.passed, gate.last.n) == (3, 3, 0, 3)
    assert gate.alarm == "nobody"


def test_it_leaves_out_whoever_gave_too_few_to_be_tested() -> None:
    assert position_gate(leaning("ann", 7, 0, start=0) + leaning("bea", 0, 7, start=50)).last is None


def test_it_says_what_happened_and_what_to_look_at() -> None:
    shown = gate_json(found(share(71, 80), share(12, 80)))
    assert shown["words"] == "Gold tasks: 12 of 80 pass now, 71 of 80 in the window before (p < 0.001)."
    assert "known solution" in shown["look_at"]
    quiet = gate_json(found(share(71, 80), share(70, 80)))
    assert (quiet["words"], quiet["look_at"]) == (QUIET, "")
