"""Web processes as they are served: gunicorn with the settings of the Procfile."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PATIENCE_S = 180


@contextmanager
def running_web(*, workers: int, threads: int) -> Iterator[int]:
    """Start Podium's web on a free port of this machine, yield the port, and end it."""
    command = gunicorn(sys.executable, "config.wsgi", workers=workers, threads=threads)
    with serving(command, cwd=BASE_DIR, environment=dict(os.environ), probe="/api/me") as port:
        yield port


def gunicorn(python: str, application: str, *, workers: int, threads: int) -> list[str]:
    command = [python, "-m", "gunicorn", application, "--workers", str(workers), "--threads", str(threads)]
    return [*command, "--timeout", "120", "--keep-alive", "75", "--log-level", "warning"]


@contextmanager
def serving(command: list[str], *, cwd: Path, environment: dict[str, str], probe: str) -> Iterator[int]:
    """Serve on a free port, yield it once `probe` is answered, and end the server; its words are shown when it fails."""
    port = free_port()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}"],
            cwd=cwd,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_for(port, process, probe)
            yield port
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read()[-4000:].decode(errors="replace"))
            raise
        finally:
            end(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], probe: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", probe)
            if connection.getresponse().status < 500:
                return
        except (OSError, HTTPException):
            time.sleep(0.2)
    raise RuntimeError(f"The web did not answer on port {port} within {PATIENCE_S} s.")


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
