"""The pairs on which people and model differ most: no figure says what a text does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from training.measures.scored import ScoredPrompt, votes_of

SHOWN = 12


def worst_disagreements(prompts: Sequence[ScoredPrompt]) -> list[dict[str, Any]]:
    """Return the pairs that the scores order most against people, one a prompt, the worst first, SHOWN at most.

    `votes` is by how many the people who prefer one answer outnumber those who prefer the other; where as many
    people prefer each, nobody can be wrong and the pair does not count.
    """
    votes = Counter((vote.prompt, vote.better, vote.worse) for vote in votes_of(prompts))
    worst: dict[int, dict[str, Any]] = {}
    for (number, better, worse), count in votes.items():
        prompt = prompts[number]
        margin = count - votes.get((number, worse, better), 0)
        miss = prompt.scores[worse] - prompt.scores[better]
        if margin > 0 and miss > 0 and miss > worst.get(number, {"miss": 0.0})["miss"]:
            worst[number] = {
                "miss": miss,
                "prompt_id": prompt.prompt_id,
                "domain": prompt.domain,
                "prompt": prompt.prompt,
                "preferred": prompt.texts[better],
                "rejected": prompt.texts[worse],
                "score_preferred": prompt.scores[better],
                "score_rejected": prompt.scores[worse],
                "votes": margin,
            }
    found = sorted(worst.values(), key=lambda row: -row["miss"])[:SHOWN]
    return [{name: value for name, value in row.items() if name != "miss"} for row in found]
