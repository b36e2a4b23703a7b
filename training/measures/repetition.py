"""How much a text repeats itself."""

from __future__ import annotations

from collections.abc import Sequence

RUN = 4


def repeated_share(ids: Sequence[int], run: int = RUN) -> float:
    """Return which share of a text's runs of `run` tokens stood in it before: 0 for none, near 1 for a loop.

    1 - distinct runs / runs; 0 for a text too short to have one. Source: Welleck et al. 2020, "Neural Text Generation
    With Unlikelihood Training", section 6, seq-rep-n.
    """
    runs = [tuple(ids[start : start + run]) for start in range(len(ids) - run + 1)]
    return 1 - len(set(runs)) / len(runs) if runs else 0.0
