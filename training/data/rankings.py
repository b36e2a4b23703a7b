"""Rankings become groups: a prompt with all its answers and everything people said about their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

import torch

from training.contract.rows import Message, RankingRow
from training.support.errors import TrainerError


@dataclass
class PromptGroup:
    """One prompt, its K answers, and the outcomes of all rankings of them, by pair of places in `texts`."""

    prompt_id: str
    messages: tuple[Message, ...]
    domain: str
    split: str
    ids: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    ended: list[bool] = field(default_factory=list)
    votes: dict[tuple[int, int], int] = field(default_factory=dict)
    """(better, worse): how many rankings say so."""
    ties: int = 0
    weights: dict[tuple[int, int], float] = field(default_factory=dict)
    """(better, worse): its weight in the loss; the pairs of one ranking share the weight 1."""
    rankings: int = 0
    """How many rankings have at least one pair to learn from."""


class Pairs(NamedTuple):
    """The pairs of a batch of groups, as places in the batch's flat list of answers."""

    better: torch.Tensor
    worse: torch.Tensor
    weight: torch.Tensor


def group_rankings(rows: Iterable[RankingRow], *, ties: str) -> list[PromptGroup]:
    """Return one group a prompt, in the order of the rows; `ties` is "drop" or "half"."""
    groups: dict[str, PromptGroup] = {}
    places: dict[str, dict[str, int]] = {}
    for row in rows:
        group = groups.setdefault(
            row.prompt_id, PromptGroup(row.prompt_id, row.messages, row.domain, row.split)
        )
        if group.split != row.split:
            raise TrainerError(
                f"The prompt {row.prompt_id} has rankings in the splits {group.split} and {row.split}.",
                "Freeze the dataset again with its split made by prompt.",
            )
        known = places.setdefault(row.prompt_id, {})
        for completion in row.completions:
            if completion["id"] not in known:
                known[completion["id"]] = len(group.texts)
                group.ids.append(completion["id"])
                group.texts.append(str(completion["text"]))
                group.ended.append((completion.get("sampling") or {}).get("ended", True) is not False)
        add_ranking(group, [[known[name] for name in tied] for tied in row.groups], ties=ties)
    return list(groups.values())


def add_ranking(group: PromptGroup, ranked: Sequence[Sequence[int]], *, ties: str) -> None:
    """Count a ranking's pairs: every answer beats all in later groups and ties with its own."""
    wins = [
        (better, worse)
        for place, above in enumerate(ranked)
        for below in ranked[place + 1 :]
        for better in above
        for worse in below
    ]
    tied = [pair for together in ranked for pair in combinations(together, 2)]
    for pair in wins:
        group.votes[pair] = group.votes.get(pair, 0) + 1
    group.ties += len(tied)
    learned = len(wins) + (len(tied) if ties == "half" else 0)
    if learned == 0:
        return
    group.rankings += 1
    for pair in wins:
        group.weights[pair] = group.weights.get(pair, 0.0) + 1 / learned
    if ties == "half":
        for one, other in tied:
            for pair in ((one, other), (other, one)):
                group.weights[pair] = group.weights.get(pair, 0.0) + 0.5 / learned


def batch_pairs(groups: Sequence[PromptGroup], device: torch.device) -> Pairs:
    """Return the weighted pairs of groups whose answers lie one after the other in a flat list."""
    better: list[int] = []
    worse: list[int] = []
    weight: list[float] = []
    start = 0
    for group in groups:
        for (above, below), share in group.weights.items():
            better.append(start + above)
            worse.append(start + below)
            weight.append(share)
        start += len(group.texts)
    return Pairs(
        better=torch.tensor(better, dtype=torch.long, device=device),
        worse=torch.tensor(worse, dtype=torch.long, device=device),
        weight=torch.tensor(weight, device=device),
    )


def batch_members(groups: Sequence[PromptGroup], device: torch.device) -> torch.Tensor:
    """Return [a] the group that each answer of the flat list belongs to."""
    return torch.tensor(
        [place for place, group in enumerate(groups) for _ in group.texts], dtype=torch.long, device=device
    )


def count_right(group: PromptGroup, scores: Sequence[float]) -> tuple[float, int]:
    """Return how many votes the scores agree with (an equal score is half right), and how many votes there are."""
    right = 0.0
    for (better, worse), votes in group.votes.items():
        difference = scores[better] - scores[worse]
        right += votes * (1.0 if difference > 0 else 0.5 if difference == 0 else 0.0)
    return right, sum(group.votes.values())
