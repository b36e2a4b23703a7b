"""Which PostgreSQL: the server named by DATABASE_URL, or the embedded one in var/postgres."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Our statements are short, but the planner may think one dear: a claim forbids itself sorts, which until PostgreSQL 18
# counts as a cost past every bound. Compiling it then takes seconds, for a statement that takes a millisecond.
NO_JIT = "-c jit=off"


def database_settings(data: Path) -> dict[str, Any]:
    """Return Django's DATABASES["default"]; the embedded server is started by the first connection, not here."""
    url = os.environ.get("DATABASE_URL")
    chosen = server_from_url(url) if url else embedded_server(data)
    pool = {"min_size": 0, "max_size": 16, "timeout": 20}
    given = chosen.get("OPTIONS", {})
    chosen["OPTIONS"] = {
        **given,
        "options": f"{NO_JIT} {given.get('options', '')}".strip(),
        "pool": pool,
        "prepare_threshold": 0,  # only statements that ask for it are prepared: labeling.prepared
    }
    chosen["TEST"] = {"NAME": os.environ.get("TEST_DATABASE_NAME", "test_podium")}
    return chosen


def embedded_server(data: Path) -> dict[str, Any]:
    return {"ENGINE": "config.embedded", "NAME": "podium", "USER": "postgres", "EMBEDDED_DATA": data}


def server_from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgresql://USER:PASSWORD@HOST:5432/NAME; "
            "Podium runs on PostgreSQL only. Unset it to use the embedded server."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
