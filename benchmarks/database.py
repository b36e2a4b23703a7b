"""A database of the measurement's own, on the server that the product uses, dropped at the end."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import django
import psycopg
from django.core.management import call_command
from psycopg import sql

BASE_DIR = Path(__file__).resolve().parent.parent


@contextmanager
def own_database() -> Iterator[str]:
    """Make an empty database, let this process and those it starts use it, yield its server's version, and drop it.

    Nothing else on the server is read or written. Django is set up here: import models only inside the block. Where the
    embedded server was not running, it is stopped again.
    """
    with server() as url, tempfile.TemporaryDirectory(prefix="podium-benchmark-") as folder:
        name = f"podium_benchmark_{secrets.token_hex(4)}"
        with psycopg.connect(url, autocommit=True) as connection:
            version = str(connection.execute("SHOW server_version").fetchone()[0])  # type: ignore[index]  # always one row
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            os.environ.update(DATABASE_URL=with_name(url, name), PODIUM_VAR=folder)
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
            django.setup()
            call_command("migrate", verbosity=0, skip_checks=True)
            yield version
        finally:
            drop(url, name)


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a database that is surely there."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    from config.embedded.server import ensure_running, stop  # it makes a folder: only where it is needed

    data = Path(os.environ.get("PODIUM_VAR", str(BASE_DIR / "var"))).resolve() / "postgres"
    was_running = (data / "postmaster.pid").exists()
    address = ensure_running(data)
    try:
        yield f"postgresql://postgres@/postgres?host={quote(address.host, safe='')}&port={address.port}"
    finally:
        if not was_running:
            stop(data)


def with_name(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def drop(url: str, name: str) -> None:
    from django.db import connections

    connections.close_all()
    for used in connections.all():
        close_pool = getattr(used, "close_pool", None)
        if close_pool:
            close_pool()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
