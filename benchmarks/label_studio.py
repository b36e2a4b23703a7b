"""The same work beside label-studio: next task and submit, the same clients, the same PostgreSQL server, one after the other.

Both are served by gunicorn with the same workers and threads. Each is filled with the same open tasks through its own
tables, then the same number of clients take the next task and submit a ranking of it, without a pause.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from benchmarks.claim import NO_PAUSE, latencies, rate, refusals, say
from benchmarks.connection import Connection
from benchmarks.database import own_database, with_name
from benchmarks.kept import Kept
from benchmarks.system_postgresql import system_server
from benchmarks.web import BASE_DIR, gunicorn, running_web, serving

PACKAGES = ["label-studio==1.23.2", "gunicorn==27.0.1"]
WARM_UP_S = 5


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tasks", type=int, default=100_000, help="open tasks")
    parser.add_argument("--seconds", type=float, default=60, help="how long each is measured")
    parser.add_argument("--annotators", type=int, default=50, help="how many rank at once")
    parser.add_argument("--overlap", type=int, default=1, help="rankings a task wants")
    parser.add_argument("--answers", type=int, default=4, help="answers of a task")
    parser.add_argument("--workers", type=int, default=2, help="of gunicorn")
    parser.add_argument("--threads", type=int, default=4, help="of each worker")
    parser.add_argument(
        "--environment",
        type=Path,
        default=BASE_DIR / "var" / "benchmarks" / "label-studio",
        help="label-studio's own virtual environment; made when it is not there",
    )


def run(options: argparse.Namespace) -> dict[str, Any]:
    python = environment_python(options.environment)
    with server() as url:
        os.environ["DATABASE_URL"] = url
        with own_database() as version:
            say("Podium")
            podium = measure_podium(options)
            say("label-studio")
            peer = measure_label_studio(options, python, url)
    return {
        "throughput_ratio": round(podium["tasks_per_second"] / max(peer["tasks_per_second"], 0.1), 1),
        "podium": podium,
        "label_studio": {"version": PACKAGES[0].partition("==")[2], **peer},
        "tasks": options.tasks,
        "annotators": options.annotators,
        "overlap": options.overlap,
        "answers": options.answers,
        "gunicorn": {"workers": options.workers, "threads": options.threads},
        "postgresql": version,
        "cpus": os.cpu_count(),
    }


def server() -> AbstractContextManager[str]:
    given = os.environ.get("DATABASE_URL")
    return nullcontext(given) if given else system_server()


def environment_python(folder: Path) -> Path:
    """Return the Python of an environment that has label-studio, making it where it is missing (some minutes)."""
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        say(f"installing {PACKAGES[0]} in {folder}")
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        (folder / "ready").touch()
    return python


def measure_podium(options: argparse.Namespace) -> dict[str, Any]:
    from benchmarks.annotators import rank_for, visits_make
    from benchmarks.project import people_make, project_make, settle
    from labeling.rankings.models import Ranking

    people = people_make(options.annotators)
    project = project_make(
        tasks=options.tasks, answers=options.answers, overlap=options.overlap, people=people
    )
    settle()
    with running_web(workers=options.workers, threads=options.threads) as port:
        warm, _ = rank_for(visits_make(people, port, project.id), seconds=WARM_UP_S, pause=NO_PAUSE)
        kept, seconds = rank_for(
            visits_make(people, port, project.id), seconds=options.seconds, pause=NO_PAUSE
        )
    return figures(kept, seconds, stored=Ranking.objects.count(), said=submits([*warm, *kept]))


@dataclass
class PeerVisit:
    """One annotator of label-studio at work."""

    connection: Connection
    project: int
    kept: Kept = field(default_factory=Kept)

    def claim(self) -> dict[str, Any] | None:
        status, answer, spent = self.connection.send("GET", f"/api/projects/{self.project}/next")
        if status == 404:
            self.kept.refused["nothing"] = self.kept.refused.get("nothing", 0) + 1
            return None
        if status != 200:
            self.kept.errors.append(f"next: {status} {str(answer)[:200]}")
            return None
        self.kept.claims_ms.append(spent)
        task: dict[str, Any] = answer
        return task

    def submit(self, task: dict[str, Any]) -> None:
        order = [answer["id"] for answer in task["data"]["answers"]]
        region = {"id": uuid4().hex[:10], "from_name": "ranking", "to_name": "answers", "type": "ranker"}
        body = {"result": [{**region, "value": {"ranker": order}}], "lead_time": 1.0}
        status, answer, spent = self.connection.send("POST", f"/api/tasks/{task['id']}/annotations/", body)
        if status != 201:
            self.kept.errors.append(f"submit: {status} {str(answer)[:200]}")
            return
        self.kept.submits_ms.append(spent)
        self.kept.assignments.append(str(task["id"]))


def measure_label_studio(options: argparse.Namespace, python: Path, url: str) -> dict[str, Any]:
    from benchmarks.annotators import rank_for

    package = next(python.parent.parent.glob("lib/python*/site-packages/label_studio"))
    name = f"label_studio_benchmark_{uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        with tempfile.TemporaryDirectory(prefix="label-studio-") as folder:
            environment = label_studio_environment(url, name, Path(folder))
            made = fill_label_studio(options, python, package, environment, Path(folder))
            command = gunicorn(str(python), "core.wsgi", workers=options.workers, threads=options.threads)
            with serving(command, cwd=package, environment=environment, probe="/health") as port:

                def visits() -> list[PeerVisit]:
                    return [
                        PeerVisit(Connection(port, f"Token {token}"), made["project"])
                        for token in made["tokens"]
                    ]

                warm, _ = rank_for(visits(), seconds=WARM_UP_S, pause=NO_PAUSE)
                kept, seconds = rank_for(visits(), seconds=options.seconds, pause=NO_PAUSE)
            stored = annotation_count(url, name)
        return figures(kept, seconds, stored=stored, said=submits([*warm, *kept]))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def label_studio_environment(url: str, name: str, folder: Path) -> dict[str, str]:
    parts = urlsplit(url)
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return {
        **kept,
        "DJANGO_DB": "default",
        "DJANGO_SETTINGS_MODULE": "label_studio.core.settings.label_studio",
        "POSTGRE_NAME": name,
        "POSTGRE_USER": unquote(parts.username or "postgres"),
        "POSTGRE_PASSWORD": unquote(parts.password or ""),
        "POSTGRE_HOST": parts.hostname or "127.0.0.1",
        "POSTGRE_PORT": str(parts.port or 5432),
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder / "data"),
        # Nothing leaves the machine, and nothing waits for it: no crash reports, no counts of use, no look for updates.
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "LOG_LEVEL": "ERROR",
    }


def fill_label_studio(
    options: argparse.Namespace, python: Path, package: Path, environment: dict[str, str], folder: Path
) -> dict[str, Any]:
    from benchmarks.project import ANSWER, PROMPT

    began = time.monotonic()
    wanted, made = folder / "wanted.json", folder / "made.json"
    wanted.write_text(
        json.dumps(
            {
                "package": str(package),
                "people": options.annotators,
                "tasks": options.tasks,
                "overlap": options.overlap,
                "prompt": PROMPT,
                "answers": [ANSWER.format(number=number) for number in range(options.answers)],
            }
        )
    )
    script = Path(__file__).with_name("label_studio_setup.py")
    done = subprocess.run(
        [str(python), "-P", str(script), str(wanted), str(made)],
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"label-studio could not be set up:\n{done.stderr[-3000:]}")
    say(f"  filled in {time.monotonic() - began:.0f} s")
    found: dict[str, Any] = json.loads(made.read_text())
    return found


def annotation_count(url: str, name: str) -> int:
    with psycopg.connect(with_name(url, name)) as connection:
        row = connection.execute("SELECT count(*) FROM task_completion").fetchone()
        return int(row[0]) if row else 0


def submits(kept: list[Kept]) -> int:
    return sum(len(one.submits_ms) for one in kept)


def figures(kept: list[Kept], seconds: float, *, stored: int, said: int) -> dict[str, Any]:
    """Return the figures of one tool: `missing` are rankings that it said it had kept and that are not there."""
    return {
        **rate(kept, seconds),
        **latencies(kept),
        "missing": max(0, said - stored),
        "no_task": refusals(kept),
        "errors": [error for one in kept for error in one.errors][:10],
        "error_count": sum(len(one.errors) for one in kept),
    }
