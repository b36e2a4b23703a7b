"""Processes of the product beside the tests: they work on the tests' own database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from benchmarks.web import free_port, gunicorn, wait_for

FOLDERS = ("RUNS_DIR", "DATASETS_DIR", "IMPORTS_DIR", "IMPORT_FROM_DIR", "TRAINER_PYTHON")


class StartWorker(Protocol):
    def __call__(self, *options: str) -> subprocess.Popen[bytes]: ...


class WebProcess:
    """The web: it can be killed, and started again at the same address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = gunicorn(sys.executable, "config.wsgi", workers=1, threads=4)
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}"],
            cwd=settings.BASE_DIR,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(self.port, self.process, "/api/me")

    def kill(self) -> None:
        """End it without a word to anybody, as a power cut would."""
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


@contextmanager
def workers(log: Path) -> Iterator[StartWorker]:
    """Yield a function that starts a worker; those that are left are killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*options: str) -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "procrastinate", "worker", *options],
                cwd=settings.BASE_DIR,
                env=environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
    with connection.cursor() as cursor:  # Django's flush leaves tables alone that it does not manage.
        cursor.execute("DELETE FROM procrastinate_jobs")


def workers_fall_silent() -> None:
    """Let the half minute pass after which a silent worker counts as dead."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")


def environment() -> dict[str, str]:
    """Return what a process needs to see the database and the folders of this test."""
    folders = {name: str(getattr(settings, name)) for name in FOLDERS}
    return {**os.environ, **folders, "DATABASE_URL": database_url(), "PODIUM_VAR": str(settings.VAR_DIR)}


def database_url() -> str:
    given = connection.get_connection_params()
    login = quote(str(given.get("user") or ""), safe="")
    if given.get("password"):
        login += f":{quote(str(given['password']), safe='')}"
    query = f"host={quote(str(given.get('host') or ''), safe='')}&port={given.get('port') or 5432}"
    return f"postgresql://{login}@/{quote(str(given['dbname']))}?{query}"
