"""What Vite built: the files a page must name, read from Vite's manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

PAGE_ENTRY = "src/main.tsx"
LOGIN_ENTRY = "src/login.css"

Manifest = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Files:
    """Paths below the static address."""

    scripts: list[str] = field(default_factory=list)
    preloads: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


def built_files(entry: str) -> Files | None:
    """Return what `entry` needs, or None when the front end is not built."""
    manifest = present_manifest()
    return files_of(manifest, entry) if entry in manifest else None


def built_words(language: str) -> str | None:
    """Return the file with the words that the page will ask for first; None where there is no such file."""
    words = present_manifest().get(f"src/words/{language.split('-')[0]}/first.ts")
    return str(words["file"]) if words else None


def present_manifest() -> Manifest:
    """Return the manifest as it is on the disk now; nothing when the front end is not built."""
    path = settings.FRONTEND_DIST / ".vite" / "manifest.json"
    try:
        return read_manifest(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=2)
def read_manifest(path: Path, changed: int) -> Manifest:
    manifest: Manifest = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def files_of(manifest: Manifest, entry: str) -> Files:
    """Return the entry's file, the chunks it imports, and the styles of all of them, each once."""
    chunks = imported(manifest, entry)
    first = manifest[entry]["file"]
    styles = [style for chunk in chunks for style in manifest[chunk].get("css", [])]
    if first.endswith(".css"):
        return Files(styles=[first, *styles])
    others = [manifest[chunk]["file"] for chunk in chunks if chunk != entry]
    return Files(scripts=[first], preloads=others, styles=list(dict.fromkeys(styles)))


def imported(manifest: Manifest, entry: str) -> list[str]:
    found: list[str] = []
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            waiting += manifest[name].get("imports", [])
    return found
