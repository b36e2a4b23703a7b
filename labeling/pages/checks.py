"""Is the front end built? Asked at every start."""

from __future__ import annotations

from typing import Any

from django.core import checks

from labeling.pages.build import LOGIN_ENTRY, PAGE_ENTRY, built_files


def check_front_end(**kwargs: Any) -> list[checks.CheckMessage]:
    if built_files(PAGE_ENTRY) and built_files(LOGIN_ENTRY):
        return []
    return [checks.Warning("The front end is not built.", hint="Run `make setup`.", id="podium.W901")]
