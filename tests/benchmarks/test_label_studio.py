"""The measurement beside label-studio: what a client does there, and where its server is taken from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import label_studio, system_postgresql
from benchmarks.connection import Connection
from benchmarks.kept import Kept
from benchmarks.label_studio import PeerVisit


class Answering(Connection):
    """A connection that gives prepared answers and keeps what was sent."""

    def __init__(self, *answers: tuple[int, Any]) -> None:
        super().__init__(port=0, authorization="")
        self.answers = list(answers)
        self.sent: list[tuple[str, str, Any]] = []

    def send(self, method: str, path: str, body: object = None) -> tuple[int, Any, float]:
        self.sent.append((method, path, body))
        return *self.answers.pop(0), 2.0


def test_it_ranks_the_next_task() -> None:
    task = {"id": 7, "data": {"answers": [{"id": "0"}, {"id": "1"}]}}
    connection = Answering((200, task), (201, {}))
    visit = PeerVisit(connection, project=3)
    given = visit.claim()
    assert given is not None
    visit.submit(given)
    assert [each[:2] for each in connection.sent] == [
        ("GET", "/api/projects/3/next"),
        ("POST", "/api/tasks/7/annotations/"),
    ]
    assert connection.sent[1][2]["result"][0]["value"] == {"ranker": ["0", "1"]}
    assert (visit.kept.claims_ms, visit.kept.submits_ms, visit.kept.errors) == ([2.0], [2.0], [])


def test_it_tells_no_task_from_a_failure() -> None:
    visit = PeerVisit(Answering((404, {}), (500, "broken")), project=3)
    assert visit.claim() is None
    assert (visit.kept.refused, visit.kept.errors) == ({"nothing": 1}, [])
    assert visit.claim() is None
    assert visit.kept.errors == ["next: 500 broken"]


def test_it_counts_what_was_kept_and_is_not_there() -> None:
    kept = [Kept(claims_ms=[1.0, 1.0], submits_ms=[1.0, 1.0]), Kept(claims_ms=[1.0], submits_ms=[1.0])]
    found = label_studio.figures(kept, 1.5, stored=4, said=5)
    assert (found["tasks_per_second"], found["requests_per_second"], found["missing"]) == (2.0, 4.0, 1)


def test_it_gives_label_studio_the_server_and_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@db:5433/podium")
    given = label_studio.label_studio_environment("postgresql://u:p@db:5433/podium", "peer", Path("/x"))
    assert (given["POSTGRE_HOST"], given["POSTGRE_PORT"], given["POSTGRE_NAME"]) == ("db", "5433", "peer")
    assert "DATABASE_URL" not in given
    assert given["SENTRY_DSN"] == ""


def test_it_says_where_to_get_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(()))
    with pytest.raises(SystemExit, match="apt-get install postgresql"):
        system_postgresql.program_folder()
