"""What a person gets next: an ordinary task, or now and then one that measures them. Pure.

The draw hangs on the project's secret seed and on the person's last assignment, so it can be made again, and there is no
rhythm to it that anybody could notice.
"""

from __future__ import annotations

import hashlib
from typing import Literal
from uuid import UUID

Drawn = Literal["ordinary", "gold", "repeat"]


def drawn(*, seed: int, after: UUID, gold_share: float, repeat_share: float) -> Drawn:
    """Return what comes after the assignment `after` (for the first one: after the person's own id)."""
    place = fraction(seed, after)
    if place < gold_share:
        return "gold"
    return "repeat" if place < gold_share + repeat_share else "ordinary"


def fraction(seed: int, after: UUID) -> float:
    """Return an evenly spread number from 0 up to 1."""
    digest = hashlib.sha256(seed.to_bytes(8, "big", signed=True) + after.bytes).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
