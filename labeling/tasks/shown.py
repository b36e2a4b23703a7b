"""What an annotator may see of an assignment: the answers in their own order, under ids that say nothing.

The order comes from a seed drawn at the claim. An answer's id is a keyed hash of seed and completion, so it differs from
one assignment to the next and outlives a change of the site's secret key.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from labeling.tasks.models import Assignment

ID_LENGTH = 16
# `display_order` of one completion among its task's, for a statement; an id is written there as Python writes it.
ORDER_SHOWN = "sha256(convert_to({seed} || ':' || {completion}, 'UTF8'))"


def display_order(completions: Iterable[UUID], seed: int) -> list[UUID]:
    """Return the ids in the order of their hashes with the seed; the order they came in makes no difference."""
    return sorted(completions, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())


def shown_id(assignment: Assignment, completion: UUID) -> str:
    key = assignment.order_seed.to_bytes(8, "big", signed=True) + assignment.id.bytes
    return hmac.new(key, completion.bytes, hashlib.sha256).hexdigest()[:ID_LENGTH]


def shown_names(assignment: Assignment) -> list[tuple[str, UUID]]:
    """Return each answer with the name the page gives it: Answer A is the one shown first."""
    return [
        (f"Answer {chr(ord('A') + place)}", answer) for place, answer in enumerate(assignment.display_order)
    ]
