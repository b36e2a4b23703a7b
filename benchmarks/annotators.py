"""Concurrent annotators over HTTP: each claims a task, ranks its answers as they are shown, and goes on."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID, uuid4

from benchmarks.connection import Connection
from benchmarks.kept import Kept
from benchmarks.project import Annotator


class Working(Protocol):
    """One person at work, in whichever tool."""

    connection: Connection
    kept: Kept

    def claim(self) -> dict[str, Any] | None: ...
    def submit(self, task: dict[str, Any], /) -> None: ...


@dataclass
class Visit:
    """One annotator of Podium at work."""

    connection: Connection
    project_id: UUID
    kept: Kept = field(default_factory=Kept)

    def claim(self) -> dict[str, Any] | None:
        status, answer, spent = self.connection.send(
            "POST", f"/api/projects/{self.project_id}/assignments", {"held": []}
        )
        if status != 200:
            self.kept.errors.append(f"claim: {status} {str(answer)[:200]}")
            return None
        self.kept.claims_ms.append(spent)
        assignment: dict[str, Any] | None = answer["assignment"]
        if assignment is None:
            self.kept.refused[answer["reason"]] = self.kept.refused.get(answer["reason"], 0) + 1
        return assignment

    def submit(self, assignment: dict[str, Any]) -> None:
        client_id = uuid4()
        groups = [[answer["id"]] for answer in assignment["answers"]]
        body = {"client_id": str(client_id), "groups": groups}
        status, answer, spent = self.connection.send(
            "POST", f"/api/assignments/{assignment['id']}/ranking", body
        )
        if status != 201:
            self.kept.errors.append(f"submit: {status} {str(answer)[:200]}")
            return
        self.kept.submits_ms.append(spent)
        self.kept.submitted.append(client_id)
        self.kept.assignments.append(assignment["id"])


def visits_make(people: list[Annotator], port: int, project_id: UUID) -> list[Visit]:
    return [Visit(Connection(port, f"Bearer {person.token}"), project_id) for person in people]


def rank_for(
    visits: Sequence[Working], *, seconds: float, pause: tuple[float, float]
) -> tuple[list[Kept], float]:
    """Let everybody rank at once for so many seconds, with a pause between tasks; return what they saw and how long it took."""
    until = time.monotonic() + seconds

    def work(number: int) -> None:
        visit, waiting = visits[number], random.Random(number)  # noqa: S311  repeatable on purpose
        time.sleep(waiting.uniform(0, pause[1]))
        while time.monotonic() < until:
            task = visit.claim()
            if task:
                visit.submit(task)
            time.sleep(waiting.uniform(*pause) if task else 0.5)

    began = time.monotonic()
    together(visits, work)
    return [visit.kept for visit in visits], time.monotonic() - began


def rank_until(visits: Sequence[Working], *, done: Callable[[], bool]) -> list[Kept]:
    """Let one after another rank a task until `done`, or until nobody gets one any more."""
    while not done():
        given = 0
        for visit in visits:
            task = visit.claim()
            if task:
                visit.submit(task)
                given += 1
        if given == 0:
            break
    for visit in visits:
        visit.connection.close()
    return [visit.kept for visit in visits]


def together(visits: Sequence[Working], work: Callable[[int], None]) -> None:
    def run(number: int) -> None:
        try:
            work(number)
        finally:
            visits[number].connection.close()

    threads = [threading.Thread(target=run, args=[number], daemon=True) for number in range(len(visits))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
