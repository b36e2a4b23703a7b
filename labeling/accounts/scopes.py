"""What an API token may do: the scopes.

A view needs `read` to be looked at and `manage` to be changed, unless it says otherwise for a method in `token_scopes`.
A person who is logged in needs no scope; and no scope lets a token do what its owner may not.
"""

from __future__ import annotations

from django.db import models

LOOKING = {"GET", "HEAD", "OPTIONS"}


class Scope(models.TextChoices):
    READ = "read", "look at everything you may see"
    LABEL = "label", "take tasks, rank and skip them"
    EXPORT = "export", "freeze and download datasets"
    MANAGE = "manage", "change projects, members, runs and tokens"


ALL_SCOPES: tuple[str, ...] = tuple(Scope.values)


def all_scopes() -> list[str]:
    return list(ALL_SCOPES)


def scope_needed(view: object, method: str) -> str:
    """Return the scope that a token needs for this method of the view (an instance or its class)."""
    chosen: dict[str, str] = getattr(view, "token_scopes", {})
    default = Scope.READ if method in LOOKING else Scope.MANAGE
    return str(chosen.get(method, default))
