from __future__ import annotations

import threading
from pathlib import Path

import psycopg
import pytest

from config.embedded import server


@pytest.fixture
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pg") / "data"


def test_it_starts_one_server_for_many_threads_and_again_after_a_stop(data: Path) -> None:
    found: list[server.Address] = []
    problems: list[Exception] = []

    def ask() -> None:
        try:
            found.append(server.ensure_running(data))
        except Exception as problem:  # noqa: BLE001  whatever a thread meets is the test's finding
            problems.append(problem)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        assert problems == []
        assert len(set(found)) == 1
        server.ensure_database(found[0], "tried")
        server.ensure_database(found[0], "tried")
        with psycopg.connect(
            host=found[0].host, port=found[0].port, user="postgres", dbname="tried"
        ) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        assert server.stop(data)
    assert server.ensure_running(data) == found[0]
    assert server.stop(data)
    assert not server.stop(data)
