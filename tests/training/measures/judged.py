"""Prompts with scores and rankings, short to write."""

from __future__ import annotations

from collections.abc import Sequence

from training.measures.scored import Judgement, ScoredPrompt


def judged(
    scores: Sequence[float],
    *rankings: list[list[int]],
    people: Sequence[str] = ("bob", "rita", "alice"),
    texts: Sequence[str] | None = None,
    domain: str = "chat",
) -> ScoredPrompt:
    """Return a prompt whose answers have these scores and were ranked so, each ranking by another person."""
    return ScoredPrompt(
        prompt_id="p",
        domain=domain,
        prompt="Which?",
        texts=list(texts or [f"answer {number}" for number in range(len(scores))]),
        scores=list(scores),
        judgements=[Judgement(person, groups) for person, groups in zip(people, rankings, strict=False)],
    )
