"""Which side of the split a prompt is on. Pure: it follows from the prompt's id, its domain and the seed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping


def split_prompts(domains: Mapping[str, str], *, heldout_share: float, seed: int) -> dict[str, str]:
    """Return {prompt id: "train" | "heldout"} for {prompt id: domain}.

    Each domain holds out its own share, rounded, at least one prompt and never its only one: the prompts whose hash
    with the seed is lowest. So a prompt mostly stays on its side while the project grows.
    """
    grouped: dict[str, list[str]] = defaultdict(list)
    for prompt_id, domain in domains.items():
        grouped[domain].append(prompt_id)
    split = dict.fromkeys(domains, "train")
    for members in grouped.values():
        ordered = sorted(members, key=lambda prompt_id: stable_hash(seed, prompt_id))
        for prompt_id in ordered[: heldout_count(len(members), heldout_share)]:
            split[prompt_id] = "heldout"
    return split


def heldout_count(prompts: int, share: float) -> int:
    if share == 0 or prompts < 2:
        return 0
    return min(prompts - 1, max(1, round(share * prompts)))


def stable_hash(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()


def pseudonyms(people: set[str], *, seed: int) -> dict[str, str]:
    """Return {person: "annotator-1", …}: stable within a dataset, in an order that says nothing about them."""
    ordered = sorted(people, key=lambda person: stable_hash(seed, person))
    return {person: f"annotator-{number}" for number, person in enumerate(ordered, start=1)}
