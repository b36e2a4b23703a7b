"""Concurrent annotators over HTTP: each claims a task, ranks its answers as they are shown, and goes on."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from uuid import UUID, uuid4

from benchmarks.project import Annotator

PATIENCE_S = 60


@dataclass
class Kept:
    """What one annotator saw."""

    claims_ms: list[float] = field(default_factory=list)
    submits_ms: list[float] = field(default_factory=list)
    submitted: list[UUID] = field(default_factory=list)
    """The client ids of the rankings that the server said it has kept."""
    assignments: list[str] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    """How often no task was given, by reason."""
    errors: list[str] = field(default_factory=list)


@dataclass
class Visit:
    """One annotator's connection, kept open as a browser's is."""

    person: Annotator
    port: int
    project_id: UUID
    kept: Kept = field(default_factory=Kept)
    http: HTTPConnection | None = None

    def post(self, path: str, body: object) -> tuple[int, Any, float]:
        """Return status, answer and milliseconds; a connection the server closed is opened anew, once."""
        headers = {"Authorization": f"Bearer {self.person.token}", "Content-Type": "application/json"}
        content = json.dumps(body)
        began = time.perf_counter()
        for again in (False, True):
            self.http = self.http or HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
            try:
                self.http.request("POST", f"/api{path}", content, headers)
                response = self.http.getresponse()
                text = response.read()
                return response.status, json.loads(text), (time.perf_counter() - began) * 1000
            except (OSError, HTTPException, ValueError) as error:
                self.http.close()
                self.http = None
                if again:
                    return 0, {"error": repr(error)}, 0.0
        raise AssertionError("the second try has returned")

    def claim(self) -> dict[str, Any] | None:
        status, answer, spent = self.post(f"/projects/{self.project_id}/assignments", {"held": []})
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
        status, answer, spent = self.post(f"/assignments/{assignment['id']}/ranking", body)
        if status != 201:
            self.kept.errors.append(f"submit: {status} {str(answer)[:200]}")
            return
        self.kept.submits_ms.append(spent)
        self.kept.submitted.append(client_id)
        self.kept.assignments.append(assignment["id"])

    def leave(self) -> None:
        if self.http:
            self.http.close()


def rank_for(
    people: list[Annotator], port: int, project_id: UUID, *, seconds: float, pause: tuple[float, float]
) -> tuple[list[Kept], float]:
    """Let everybody rank at once for so many seconds, with a pause between tasks; return what they saw and how long it took."""
    visits = [Visit(person, port, project_id) for person in people]
    until = time.monotonic() + seconds

    def work(visit: Visit) -> None:
        waiting = random.Random(str(visit.person.user_id))  # noqa: S311  repeatable on purpose
        time.sleep(waiting.uniform(0, pause[1]))
        while time.monotonic() < until:
            assignment = visit.claim()
            if assignment:
                visit.submit(assignment)
            time.sleep(waiting.uniform(*pause) if assignment else 0.5)

    began = time.monotonic()
    together(visits, work)
    return [visit.kept for visit in visits], time.monotonic() - began


def rank_until(
    people: list[Annotator], port: int, project_id: UUID, *, done: Callable[[], bool]
) -> list[Kept]:
    """Let one after another rank a task until `done`, or until nobody gets one any more."""
    visits = [Visit(person, port, project_id) for person in people]
    while not done():
        given = 0
        for visit in visits:
            assignment = visit.claim()
            if assignment:
                visit.submit(assignment)
                given += 1
        if given == 0:
            break
    for visit in visits:
        visit.leave()
    return [visit.kept for visit in visits]


def together(visits: list[Visit], work: Callable[[Visit], None]) -> None:
    def run(visit: Visit) -> None:
        try:
            work(visit)
        finally:
            visit.leave()

    threads = [threading.Thread(target=run, args=[visit], daemon=True) for visit in visits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
