"""Whether a quality gate suddenly lets through other shares than before. Pure.

A gate is something that rankings or people pass or fail: a gold task, the test of position bias, the speed, agreement with
others. Its last window (up to 100 events, 500 rankings for the test of people, at most half of all) is held against the window before it
by Fisher's exact test of two shares, both directions alike. It alarms

- when p is below 0.01, or below 0.05 where now nobody or everybody passes;
- when nobody passes in a whole window, however it was before: a gate that has been broken for months does not jump;
- when nobody passed before and now everybody does.

With four gates, chance alone raises an alarm about once in twenty-five looks at new windows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeVar

from labeling.preferences.chance import binomial_p, two_shares_p

GateName = Literal["gold", "position", "speed", "agreement"]
Alarm = Literal["", "fell", "rose", "nobody", "everybody"]

WINDOW = 100
WINDOW_FOR_PEOPLE = 500
"""Rankings in a window where people are tested: each needs several."""
FEWEST_EVENTS = 10
FEWEST_PEOPLE = 3
FEWEST_LEANING = 8
"""Rankings that lean to the earlier or later answers which a person needs in a window to be tested for position bias."""
P_LIMIT, P_LIMIT_AT_THE_ENDS = 0.01, 0.05
P_POSITION = 0.05


class Event(NamedTuple):
    at: datetime
    passed: bool


class Leaning(NamedTuple):
    """A ranking that prefers the answers shown earlier, or later, on most of its pairs."""

    at: datetime
    annotator: str
    earlier: bool


Moment = TypeVar("Moment", Event, Leaning)


@dataclass(frozen=True)
class Window:
    passed: int
    n: int
    since: datetime
    until: datetime

    @property
    def share(self) -> float:
        return self.passed / self.n

    def to_json(self) -> dict[str, Any]:
        return {
            "passed": self.passed,
            "n": self.n,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
        }


@dataclass(frozen=True)
class Gate:
    name: GateName
    last: Window | None = None
    before: Window | None = None
    p: float | None = None
    alarm: Alarm = ""


def event_gate(name: GateName, events: Sequence[Event]) -> Gate:
    """Return the gate of things that happen one by one; in any order given."""
    last, before = last_two(sorted(events), WINDOW, FEWEST_EVENTS)
    return judged(name, event_window(last), event_window(before), FEWEST_EVENTS)


def position_gate(leaning: Sequence[Leaning]) -> Gate:
    """Return the gate that people pass whose rankings of a window do not lean to a place shown."""
    last, before = last_two(sorted(leaning), WINDOW_FOR_PEOPLE, FEWEST_LEANING)
    return judged("position", people_window(last), people_window(before), FEWEST_PEOPLE)


def last_two(events: Sequence[Moment], most: int, fewest: int) -> tuple[Sequence[Moment], Sequence[Moment]]:
    """Return the last window and the one before; too few for two make one."""
    size = min(most, len(events) // 2)
    if size < fewest:
        return events[-most:], []
    return events[-size:], events[-2 * size : -size]


def event_window(events: Sequence[Event]) -> Window | None:
    if not events:
        return None
    return Window(sum(event.passed for event in events), len(events), events[0].at, events[-1].at)


def people_window(leaning: Sequence[Leaning]) -> Window | None:
    """Test everybody with enough rankings in the window; None where nobody has."""
    people: dict[str, list[bool]] = defaultdict(list)
    for one in leaning:
        people[one.annotator].append(one.earlier)
    tested = [given for given in people.values() if len(given) >= FEWEST_LEANING]
    if not tested:
        return None
    passed = sum(binomial_p(sum(given), len(given)) >= P_POSITION for given in tested)
    return Window(passed, len(tested), leaning[0].at, leaning[-1].at)


def judged(name: GateName, last: Window | None, before: Window | None, fewest: int) -> Gate:
    if last is None or before is None:
        return Gate(name, last, before, None, standing(last, fewest))
    p = two_shares_p(last.passed, last.n, before.passed, before.n)
    return Gate(name, last, before, p, standing(last, fewest) or jump(last, before, p, fewest))


def standing(last: Window | None, fewest: int) -> Alarm:
    """Return the alarm that the last window raises by itself."""
    return "nobody" if last is not None and last.passed == 0 and last.n >= fewest else ""


def jump(last: Window, before: Window, p: float, fewest: int) -> Alarm:
    everybody = last.passed == last.n
    if everybody and before.passed == 0 and min(last.n, before.n) >= fewest:
        return "everybody"
    limit = P_LIMIT_AT_THE_ENDS if everybody or last.passed == 0 else P_LIMIT
    if p >= limit:
        return ""
    return "everybody" if everybody else "rose" if last.share > before.share else "fell"
