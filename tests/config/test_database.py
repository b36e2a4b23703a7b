"""How the database is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from config.database import database_settings


@pytest.mark.parametrize("url", ["", "postgresql://me:secret@db.example:5433/mine?sslmode=require"])
def test_it_never_compiles_statements(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert database_settings(tmp_path)["OPTIONS"]["options"] == "-c jit=off"


def test_it_keeps_the_options_of_the_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    address = "postgresql://me@db.example/mine?sslmode=require&options=-c%20statement_timeout%3D5000"
    monkeypatch.setenv("DATABASE_URL", address)
    options = database_settings(tmp_path)["OPTIONS"]
    assert options["sslmode"] == "require"
    assert options["options"] == "-c jit=off -c statement_timeout=5000"


@pytest.mark.django_db
def test_it_tells_the_server_so() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
