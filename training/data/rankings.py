"""Rankings become groups: a prompt with all its answers and everything people said about their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import torch

from training.contract.rows import Message, RankingRow
from training.measures.scored import Judgement, ScoredPrompt
from training.support.errors import TrainerError


@dataclass(frozen=True)
class Ranked:
    """One ranking, its answers named by their places in the group's `texts`."""

    levels: tuple[tuple[int, ...], ...]
    """Best first; the answers of one level are tied."""
    left_out: tuple[int, ...] = ()
    """Answers that were shown and not placed."""
    annotator: str = ""
    confidence: float | None = None
    all_bad: bool = False

    @property
    def answers(self) -> tuple[int, ...]:
        """Return every answer that was shown, placed or not."""
        return (*(answer for level in self.levels for answer in level), *self.left_out)

    def wins(self) -> Iterator[tuple[int, int]]:
        """Yield (better, worse) of every two placed answers that are not tied."""
        for place, above in enumerate(self.levels):
            for below in self.levels[place + 1 :]:
                yield from ((better, worse) for better in above for worse in below)

    def ties(self) -> Iterator[tuple[int, int]]:
        for level in self.levels:
            yield from combinations(level, 2)


@dataclass
class PromptGroup:
    """One prompt, its K answers, and all rankings of them."""

    prompt_id: str
    messages: tuple[Message, ...]
    domain: str
    split: str
    texts: list[str] = field(default_factory=list)
    ended: list[bool] = field(default_factory=list)
    rankings: list[Ranked] = field(default_factory=list)
    votes: dict[tuple[int, int], int] = field(default_factory=dict)
    """(better, worse): how many rankings say so, by pair of places in `texts`."""
    ties: int = 0


def group_rankings(rows: Iterable[RankingRow]) -> list[PromptGroup]:
    """Return one group a prompt, in the order of the rows."""
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
                group.texts.append(str(completion["text"]))
                group.ended.append((completion.get("sampling") or {}).get("ended", True) is not False)
        add_ranking(group, ranked_of(row, known))
    return list(groups.values())


def ranked_of(row: RankingRow, known: dict[str, int]) -> Ranked:
    levels = tuple(tuple(known[name] for name in tied) for tied in row.groups if tied)
    placed = {answer for level in levels for answer in level}
    shown = [known[completion["id"]] for completion in row.completions]
    return Ranked(
        levels=levels,
        left_out=tuple(answer for answer in shown if answer not in placed),
        annotator=row.annotator,
        confidence=row.confidence,
        all_bad=row.all_bad,
    )


def add_ranking(group: PromptGroup, ranked: Ranked) -> None:
    group.rankings.append(ranked)
    for pair in ranked.wins():
        group.votes[pair] = group.votes.get(pair, 0) + 1
    group.ties += sum(1 for _ in ranked.ties())


def with_scores(group: PromptGroup, scores: Sequence[float]) -> ScoredPrompt:
    """Return the group with a model's scores of its answers [k], to be measured."""
    return ScoredPrompt(
        prompt_id=group.prompt_id,
        domain=group.domain,
        prompt=group.messages[-1].content,
        texts=group.texts,
        scores=scores,
        judgements=[Judgement(ranked.annotator, ranked.levels) for ranked in group.rankings],
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
