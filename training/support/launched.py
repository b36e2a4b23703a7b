"""How this process was started: alone, or as one of several by torchrun. No torch here."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Launched:
    rank: int = 0
    """Rank 0 writes the log, the checkpoints and the artifacts."""
    count: int = 1
    local: int = 0
    """The rank among those of this machine: the number of its GPU."""


def how_launched() -> Launched:
    """Read what torchrun says in the environment."""
    names = {"rank": "RANK", "count": "WORLD_SIZE", "local": "LOCAL_RANK"}
    return Launched(**{name: int(os.environ[key]) for name, key in names.items() if key in os.environ})
