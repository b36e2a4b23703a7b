"""The quality board of a project: from its rankings to everything the page shows. Pure.

Costs one pass over the latest rankings and a bootstrap for each number: 90 s of one processor for 100,000 rankings by 40
people, of whom every two met. See `snapshots` for when that is paid.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from labeling.preferences.agreement import Judgement, agreement
from labeling.preferences.forecast import forecast
from labeling.preferences.gate_words import gate_json
from labeling.preferences.gates import Event, Gate, Leaning, event_gate, position_gate
from labeling.preferences.gold import gold_accuracy_by_annotator
from labeling.preferences.measure import NO_MEASURE, Measure, median_measure, ratio_measure
from labeling.preferences.people import Met, agreement_with_others, met_others, pairs_of_people
from labeling.preferences.position import position_bias, shown_wins
from labeling.preferences.ranks import rank_agreement
from labeling.preferences.repeats import NO_SELF_AGREEMENT, self_agreement_by_annotator
from labeling.preferences.selectors import RankingRead, annotator_of, ties_share
from labeling.preferences.source import SeatsRead, Source
from labeling.preferences.speed import Norm, speed_norm, speeds

HOURS_SHOWN = 48
DAYS_SHOWN = 30
RECENT = timedelta(days=7)
HOUR_MS = 3_600_000
TIME_STEPS_S = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1800)
"""Where the columns of the picture of times begin and end; the first begins at 0 and the last has no end."""
ENOUGH_AGREEING = 0.5
ENOUGH_GOLD = 0.75


def board_make(source: Source) -> dict[str, Any]:
    judgements = [ranking.judgement for ranking in source.rankings]
    met = met_others(judgements)
    norm = speed_norm(source.timed(source.rankings))
    return {
        "rankings": len(source.rankings),
        "excluded": len(source.given) - len(source.rankings),
        "ties_share": ties_share(source.given),
        "gates": [gate_json(gate) for gate in gates(source, met, norm)],
        "forecast": forecast_of(source.seats.values(), source.now),
        "median_active_ms": active_ms(source.rankings).to_json(),
        "per_hour": per_hour(source.rankings).to_json(),
        "by_hour": by_hour(source),
        "by_day": by_day(source),
        "times": times(source.rankings),
        "agreement": agreement_of(judgements),
        "domains": [domain_row(source, domain) for domain in source.domains],
        "pairs": pair_rows(source.rankings, judgements),
        "speed": norm.to_json(),
        "annotators": annotator_rows(source, norm),
    }


def agreement_of(judgements: Sequence[Judgement]) -> dict[str, Any]:
    return {**agreement(judgements).to_json(), **rank_agreement(judgements).to_json()}


def domain_row(source: Source, domain: str) -> dict[str, Any]:
    rankings = [ranking for ranking in source.rankings if ranking.task__prompt__domain == domain]
    return {
        "domain": domain,
        "rankings": len(rankings),
        "median_active_ms": active_ms(rankings).to_json(),
        "per_hour": per_hour(rankings).to_json(),
        "forecast": forecast_of([source.seats.get(domain, SeatsRead())], source.now),
        "agreement": agreement_of([ranking.judgement for ranking in rankings]),
    }


def forecast_of(seats: Iterable[SeatsRead], now: datetime) -> dict[str, Any]:
    parts = list(seats)
    began = min((part.began for part in parts if part.began), default=None)
    return forecast(
        filled=[moment for part in parts for moment in part.filled],
        began=began,
        open_seats=sum(part.open for part in parts),
        seats=sum(part.total for part in parts),
        now=now,
    ).to_json()


def active_ms(rankings: Iterable[RankingRead]) -> Measure:
    return median_measure([ranking.active_ms for ranking in rankings if ranking.active_ms])


def per_hour(rankings: Iterable[RankingRead]) -> Measure:
    """Return the rankings in an hour at work; n counts those with a time."""
    hours = (
        np.array([ranking.active_ms for ranking in rankings if ranking.active_ms], dtype=np.float64) / HOUR_MS
    )
    if len(hours) == 0:
        return NO_MEASURE
    rate = ratio_measure(np.ones(len(hours)), hours)
    return Measure(rate.value, rate.low, rate.high, n=len(hours))


def by_hour(source: Source) -> list[dict[str, Any]]:
    """Return the rankings of each of the last hours, those without any too."""
    this_hour = source.now.replace(minute=0, second=0, microsecond=0)
    given = Counter(
        ranking.submitted_at.replace(minute=0, second=0, microsecond=0) for ranking in source.given
    )
    hours = [this_hour - timedelta(hours=HOURS_SHOWN - 1 - place) for place in range(HOURS_SHOWN)]
    return [{"at": hour.isoformat(), "rankings": given[hour]} for hour in hours]


def by_day(source: Source) -> list[dict[str, Any]]:
    given = Counter(ranking.submitted_at.date() for ranking in source.given)
    days = [source.now.date() - timedelta(days=DAYS_SHOWN - 1 - place) for place in range(DAYS_SHOWN)]
    return [{"at": day.isoformat(), "rankings": given[day]} for day in days]


def times(rankings: Iterable[RankingRead]) -> list[dict[str, Any]]:
    """Return how many rankings took how long: [from_s, to_s), the last without an end."""
    seconds = [ranking.active_ms / 1000 for ranking in rankings if ranking.active_ms]
    places = Counter(int(place) for place in np.searchsorted(TIME_STEPS_S, seconds, side="right"))
    starts = (0, *TIME_STEPS_S)
    ends = (*TIME_STEPS_S, None)
    return [
        {"from_s": start, "to_s": end, "rankings": places[place]}
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def pair_rows(rankings: Iterable[RankingRead], judgements: Sequence[Judgement]) -> list[dict[str, Any]]:
    """Return one row for every two people who met, those with the most tasks in common first."""
    people = {ranking.annotator: annotator_of(ranking) for ranking in rankings}
    rows = [
        {
            "one": people[one],
            "other": people[other],
            "tasks": len(given) // 2,
            "agreement": agreement_of(given),
        }
        for (one, other), given in pairs_of_people(judgements).items()
    ]
    return sorted(rows, key=lambda row: (-row["tasks"], row["one"]["name"], row["other"]["name"]))


def annotator_rows(source: Source, norm: Norm) -> list[dict[str, Any]]:
    """Return one row a person, the busiest first. Excluded people are held against those who count."""
    given: dict[str, list[RankingRead]] = defaultdict(list)
    for ranking in source.given:
        given[ranking.annotator].append(ranking)
    others = with_others(source.given) | with_others(source.rankings)
    speed = speeds(source.timed(source.given), norm)
    gold = gold_accuracy_by_annotator(source.gold)
    with_self = self_agreement_by_annotator(source.repeats)
    rows = [
        {
            "annotator": annotator_of(rankings[0]),
            "paused": person in source.paused,
            "excluded": rankings[0].is_excluded,
            "rankings": len(rankings),
            "recent": sum(ranking.submitted_at > source.now - RECENT for ranking in rankings),
            "median_active_ms": active_ms(rankings).to_json(),
            "per_hour": per_hour(rankings).to_json(),
            "gold": gold.get(person, NO_MEASURE).to_json(),
            "with_others": others.get(person, NO_MEASURE).to_json(),
            "with_self": with_self.get(person, NO_SELF_AGREEMENT).to_json(),
            "position": position_bias(ranking.shown for ranking in rankings).to_json(),
            "speed": speed[person].to_json() if person in speed else None,
        }
        for person, rankings in given.items()
    ]
    return sorted(rows, key=lambda row: (-row["rankings"], row["annotator"]["name"]))


def with_others(rankings: Sequence[RankingRead]) -> dict[str, Measure]:
    judgements = [ranking.judgement for ranking in rankings]
    return agreement_with_others(judgements, met_others(judgements))


def gates(source: Source, met: Sequence[Met], norm: Norm) -> list[Gate]:
    leanings = [lean for ranking in source.rankings if (lean := leaning_of(ranking))]
    agreeing = [
        Event(ranking.submitted_at, one.agreeing >= ENOUGH_AGREEING * one.judged)
        for ranking, one in zip(source.rankings, met, strict=True)
        if one.judged
    ]
    return [
        event_gate("gold", gold_events(source)),
        event_gate("agreement", agreeing),
        position_gate(leanings),
        event_gate("speed", [] if norm.reason else speed_events(source, norm)),
    ]


def gold_events(source: Source) -> list[Event]:
    excluded = {ranking.annotator for ranking in source.given if ranking.is_excluded}
    return [
        Event(one.at, one.right.right >= ENOUGH_GOLD * one.right.pairs)
        for one in source.gold
        if one.annotator not in excluded and one.right.pairs
    ]


def speed_events(source: Source, norm: Norm) -> list[Event]:
    with_time = (ranking for ranking in source.rankings if ranking.active_ms)
    return [
        Event(ranking.submitted_at, not norm.is_too_fast(timed))
        for ranking, timed in zip(with_time, source.timed(source.rankings), strict=True)
    ]


def leaning_of(ranking: RankingRead) -> Leaning | None:
    won, decided = shown_wins(ranking.shown) if ranking.display_order else (0, 0)
    if won * 2 == decided:
        return None
    return Leaning(ranking.submitted_at, ranking.annotator, won * 2 > decided)
