"""What one annotator saw while they worked."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID


@dataclass
class Kept:
    claims_ms: list[float] = field(default_factory=list)
    submits_ms: list[float] = field(default_factory=list)
    submitted: list[UUID] = field(default_factory=list)
    """The client ids of the rankings that Podium said it has kept."""
    assignments: list[str] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    """How often no task was given, by reason."""
    errors: list[str] = field(default_factory=list)
