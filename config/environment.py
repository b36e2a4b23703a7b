"""Readers of the environment that reject a wrong value by its name."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}


def envtext(name: str, default: str) -> str:
    return os.environ.get(name, default)


def envlist(name: str, default: str) -> list[str]:
    return [entry.strip() for entry in envtext(name, default).split(",") if entry.strip()]


def envbool(name: str, default: bool) -> bool:
    word = os.environ.get(name, str(default)).strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be one of true or false, not {word!r}.")


def envint(name: str, default: int, *, low: int, high: int) -> int:
    text = os.environ.get(name, str(default))
    try:
        number = int(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.") from None
    if not low <= number <= high:
        raise ImproperlyConfigured(f"{name} must lie between {low} and {high}, not {number}.")
    return number


def envsecret(name: str, keep_in: Path) -> str:
    """Return the secret from the environment, or one made on first use and kept in a file only the owner reads."""
    given = os.environ.get(name)
    if given:
        return given
    try:
        return keep_in.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        keep_in.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(keep_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # Another process made it in this very moment.
        return keep_in.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as content:
        secret = secrets.token_urlsafe(50)
        content.write(secret)
    return secret
