"""A PostgreSQL of the machine's own in a temporary folder, for peers that want extensions which the embedded one lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.web import free_port

WHERE_FROM = (
    "label-studio wants the extension pg_trgm, which the embedded PostgreSQL lacks. Name a server that has it in "
    "DATABASE_URL (its user must be allowed to make databases), or install one (Debian: apt-get install postgresql)."
)


@contextmanager
def system_server() -> Iterator[str]:
    """Yield the address of a fresh server with its usual settings; end it and take its folder away."""
    programs = program_folder()
    account = unprivileged()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="podium-postgresql-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        if account:
            shutil.chown(data, account["user"])
        call([programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres"], account)
        settings = f"-p {port} -h 127.0.0.1 -c unix_socket_directories= -c max_connections=200"
        log = data / "server.log"
        call([programs / "pg_ctl", "-D", data, "-o", settings, "-l", log, "-w", "start"], account)
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            call([programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"], account)


def program_folder() -> Path:
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not places:
        raise SystemExit(WHERE_FROM)
    return places[-1]


def unprivileged() -> dict[str, Any]:
    """Return who must start it: PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


def call(command: list[str | Path], account: dict[str, Any]) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd="/", stdout=subprocess.DEVNULL, **account)
