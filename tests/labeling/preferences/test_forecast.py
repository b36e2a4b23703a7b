"""When it will be done: paces worked by hand, and every reason why it cannot be said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from labeling.preferences import forecast as words
from labeling.preferences.forecast import forecast

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def days_ago(days: float, count: int = 1) -> list[datetime]:
    return [NOW - timedelta(days=days)] * count


def test_it_counts_whole_days_back_from_now() -> None:
    # Eight days of work; of the last seven, six days gave 10 and one gave none: 60 / 7 a day.
    filled = [moment for day in range(7) for moment in days_ago(day + 0.5, 0 if day == 3 else 10)]
    found = forecast(filled=filled, began=NOW - timedelta(days=8), open_seats=120, seats=300, now=NOW)
    assert found.per_day.value == pytest.approx(60 / 7)
    assert found.per_day.n == 60
    assert found.expected == NOW + timedelta(days=120 / (60 / 7))
    assert found.earliest is not None
    assert found.latest is not None
    assert NOW < found.earliest < found.expected < found.latest
    assert found.reason == ""


def test_it_counts_hours_in_the_first_days() -> None:
    # Four hours: 2, 4, 6 and 8 seats are 5 an hour, 120 a day; 60 open seats take half a day.
    filled = [NOW - timedelta(hours=hour + 0.5) for hour in range(4) for _ in range(2 * (hour + 1))]
    found = forecast(filled=filled, began=NOW - timedelta(hours=4), open_seats=60, seats=80, now=NOW)
    assert found.per_day.value == pytest.approx(120)
    assert found.expected == NOW + timedelta(hours=12)


def test_it_does_not_count_what_is_older_than_the_days_looked_at() -> None:
    filled = days_ago(9, 500) + days_ago(1.5, 7)
    found = forecast(filled=filled, began=NOW - timedelta(days=9), open_seats=10, seats=600, now=NOW)
    assert found.per_day.value == pytest.approx(1)


@pytest.mark.parametrize(
    ("filled", "began", "open_seats", "seats", "reason"),
    [
        ([], None, 0, 0, words.NO_SEATS),
        (days_ago(1), NOW - timedelta(days=4), 0, 1, words.FINISHED),
        ([], None, 5, 5, words.NOT_BEGUN),
        (days_ago(0.05), NOW - timedelta(hours=2), 5, 6, words.TOO_SHORT),
        (days_ago(30), NOW - timedelta(days=30), 5, 6, words.STANDS_STILL),
        (days_ago(1), NOW - timedelta(days=9), 10_000, 10_001, words.TOO_SLOW),
    ],
)
def test_it_says_why_it_cannot_be_said(
    filled: list[datetime], began: datetime | None, open_seats: int, seats: int, reason: str
) -> None:
    found = forecast(filled=filled, began=began, open_seats=open_seats, seats=seats, now=NOW)
    assert (found.reason, found.expected, found.latest) == (reason, None, None)


def test_it_has_no_latest_end_where_most_days_were_empty() -> None:
    found = forecast(
        filled=days_ago(2.5, 20), began=NOW - timedelta(days=9), open_seats=20, seats=90, now=NOW
    )
    assert found.expected is not None
    assert (found.latest, found.reason) == (None, words.NO_END)
