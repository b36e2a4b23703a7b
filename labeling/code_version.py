"""Which code made a thing: written into manifests and lineage."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess

from django.conf import settings


@functools.cache
def code_version() -> str:
    """Return CODE_VERSION where an image sets it, else the commit this code was taken from, else ""."""
    given = os.environ.get("CODE_VERSION")
    git = shutil.which("git")
    if given or git is None or not (settings.BASE_DIR / ".git").exists():
        return given or ""
    command = [git, "describe", "--always", "--dirty"]
    told = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    return told.stdout.strip()
