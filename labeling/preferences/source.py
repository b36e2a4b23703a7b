"""What the quality board is made from: the reads, done once for all its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Count, F, Min, Q, Sum, TextField
from django.db.models.functions import Cast, Coalesce, Length

from labeling.preferences.forecast import RECENT
from labeling.preferences.gold import GoldRead, gold_read
from labeling.preferences.repeats import Repeat, repeats_read
from labeling.preferences.selectors import ROWS_AT_ONCE, RankingRead, rankings_counted, rankings_read
from labeling.preferences.speed import Timed
from labeling.projects.models import Project
from labeling.projects.selectors import paused_people
from labeling.tasks.models import Seat


@dataclass
class SeatsRead:
    """The seats of one domain."""

    total: int = 0
    open: int = 0
    began: datetime | None = None
    """When the first was filled."""
    filled: list[datetime] = field(default_factory=list)
    """When seats were filled of late."""


@dataclass(frozen=True)
class Source:
    given: Sequence[RankingRead]
    """All rankings, those of excluded people too."""
    characters: dict[str, int]
    """Of each task: its prompt and its answers."""
    seats: dict[str, SeatsRead]
    """By domain."""
    domains: Sequence[str]
    paused: set[str]
    """The people who get no new tasks."""
    gold: Sequence[GoldRead]
    """Answers to gold tasks, those of excluded people too."""
    repeats: Sequence[Repeat]
    """Tasks that somebody ranked twice, those of excluded people too."""
    now: datetime

    @cached_property
    def rankings(self) -> list[RankingRead]:
        """The rankings that count: those that datasets may take."""
        return rankings_counted(self.given)

    def timed(self, rankings: Iterable[RankingRead]) -> list[Timed]:
        """Return those of the rankings that have a time, in their order."""
        return [
            Timed(ranking.annotator, ranking.active_ms, self.characters.get(str(ranking.task_id), 0))
            for ranking in rankings
            if ranking.active_ms
        ]


def board_source(project: Project, now: datetime) -> Source:
    """Read everything; a few statements however large the project is, a few hundred bytes of memory a ranking."""
    return Source(
        given=list(rankings_read(project)),
        characters=characters_by_task(project),
        seats=seats_by_domain(project, now),
        domains=project.domains,
        paused={str(person) for person in paused_people(project)},
        gold=gold_read(project),
        repeats=repeats_read(project),
        now=now,
    )


def characters_by_task(project: Project) -> dict[str, int]:
    """Return how long each task is to read. The prompt is measured as it is kept, JSON signs and all: some 30 a turn."""
    prompt = Length(Cast(F("prompt__messages"), TextField()))
    answers = Coalesce(Sum(Length("completions__text")), 0)
    tasks = project.tasks.order_by().annotate(answers=answers, prompt_length=prompt)
    rows = tasks.values_list("id", "answers", "prompt_length")
    return {str(task): answered + asked for task, answered, asked in rows.iterator(chunk_size=ROWS_AT_ONCE)}


def seats_by_domain(project: Project, now: datetime) -> dict[str, SeatsRead]:
    seats = Seat.objects.filter(project=project).order_by()
    counted = seats.values("task__prompt__domain").annotate(
        total=Count("id"), open=Count("id", filter=Q(filled_at__isnull=True)), began=Min("filled_at")
    )
    found = {
        row["task__prompt__domain"]: SeatsRead(total=row["total"], open=row["open"], began=row["began"])
        for row in counted
    }
    filled = seats.filter(filled_at__gt=now - RECENT).values_list("task__prompt__domain", "filled_at")
    for domain, moment in filled.iterator(chunk_size=ROWS_AT_ONCE):
        if moment is not None:
            found[domain].filled.append(moment)
    return found
