"""When the open seats will be filled at the recent pace. Pure.

The pace is counted in whole days back from now, at most the last seven, so that a night and a weekend weigh what they
weigh; in the first three days of work it is counted in whole hours. Its interval draws those days or hours anew, and the
two ends of the forecast are the open seats at the two ends of the pace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from labeling.preferences.measure import NO_MEASURE, Measure, ratio_measure

RECENT = timedelta(days=7)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FEWEST_STRETCHES = 3
FURTHEST = timedelta(days=365 * 5)

FINISHED = "Every seat is filled."
NO_SEATS = "There are no tasks yet, so there is nothing to finish."
NOT_BEGUN = "Nobody has filled a seat yet."
TOO_SHORT = "Work began less than three hours ago; a pace needs three hours."
STANDS_STILL = "No seat has been filled in the last seven days."
TOO_SLOW = "At this pace it would take more than five years."
NO_END = "The pace varies too much to say when it ends at the latest."


@dataclass(frozen=True)
class Forecast:
    open: int
    """Seats that nobody has filled."""
    per_day: Measure
    """Seats filled a day; n counts those filled in the time looked at."""
    expected: datetime | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    reason: str = ""
    """Why a moment is missing; empty when all are there."""

    def to_json(self) -> dict[str, Any]:
        moments = {name: getattr(self, name) for name in ("expected", "earliest", "latest")}
        return {
            "open": self.open,
            "per_day": self.per_day.to_json(),
            **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
            "reason": self.reason,
        }


def forecast(
    *, filled: Sequence[datetime], began: datetime | None, open_seats: int, seats: int, now: datetime
) -> Forecast:
    """filled: when seats were filled, of the last seven days at least; began: the very first of them."""
    pace = NO_MEASURE if began is None else pace_a_day(filled, began, now)
    reason = why_no_forecast(pace, began, open_seats, seats)
    if reason or not pace.value:
        return Forecast(open_seats, pace, reason=reason)
    expected, earliest = (ends(open_seats, rate, now) for rate in (pace.value, pace.high))
    latest = ends(open_seats, pace.low, now)
    if expected is None:
        return Forecast(open_seats, pace, reason=TOO_SLOW)
    return Forecast(open_seats, pace, expected, earliest, latest, "" if latest else NO_END)


def why_no_forecast(pace: Measure, began: datetime | None, open_seats: int, seats: int) -> str:
    if open_seats == 0:
        return FINISHED if seats else NO_SEATS
    if began is None:
        return NOT_BEGUN
    if pace.value is None:
        return TOO_SHORT
    return STANDS_STILL if pace.value == 0 else ""


def pace_a_day(filled: Sequence[datetime], began: datetime, now: datetime) -> Measure:
    """Return the seats filled a day, NO_MEASURE when work began too short a time ago."""
    span = min(RECENT, now - began)
    length = DAY if span >= FEWEST_STRETCHES * DAY else HOUR
    stretches = span // length
    if stretches < FEWEST_STRETCHES:
        return NO_MEASURE
    counts = np.zeros(stretches)
    for moment in filled:
        stretch = (now - moment) // length
        if 0 <= stretch < stretches:
            counts[stretch] += 1
    in_days = np.full(stretches, length / DAY)
    rate = ratio_measure(counts, in_days)
    return Measure(rate.value, rate.low, rate.high, n=int(counts.sum()))


def ends(open_seats: int, per_day: float | None, now: datetime) -> datetime | None:
    if not per_day or open_seats / per_day > FURTHEST / DAY:
        return None
    return now + timedelta(days=open_seats / per_day)
