"""What rankings teach: the comparisons and choices in each, and how much they weigh.

The meaning of every case:
- **A ranking weighs 1** however many answers it orders: its pairs, or its choices, share the weight. Annotators may weigh
  more or less (`annotators`), and the rankings of one prompt may share the weight 1 (`several`): then a pair's target is
  the share of people who said so.
- **Ties**: `drop` learns nothing from them: tied answers are never compared; in a choice, each meets only what lies
  below. `half` pulls tied scores together: a tied pair counts half either way; in choices, each tied answer is the best
  of all it ties with and all below (Breslow 1974, for rankings Allison & Christakis 1994). `davidson` makes a tie an
  outcome with a probability of its own.
- **Answers left out** were not judged: nothing is learned of them (`ignore`), or they lie below all placed ones and are
  not compared with each other (`last`).
- **"All are bad"** does not undo the order: it is learned as any other. With `below_zero`, besides, every answer of such a
  ranking loses to an acceptable one of score zero; all its answers together weigh what a ranking weighs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import torch

from training.contract.reward_settings import RewardSettings
from training.data.rankings import PromptGroup, Ranked
from training.rl.ranking_losses import Choices, Pairs


class Pair(NamedTuple):
    better: int
    worse: int
    tied: bool
    margin: float
    weight: float


class Choice(NamedTuple):
    chosen: tuple[int, ...]
    available: tuple[int, ...]
    """The chosen ones among them."""
    weight: float


@dataclass
class Lesson:
    """What some rankings teach together, their answers named by places in one flat list."""

    pairs: list[Pair] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    rejected: list[tuple[int, float]] = field(default_factory=list)
    """(answer, weight)"""
    weight: float = 0.0
    """Of all rankings that teach something."""


def lesson_of(
    groups: Sequence[PromptGroup], settings: RewardSettings, weights: Mapping[str, float]
) -> Lesson:
    """Return what the groups teach; their answers lie one group after the other. `weights` holds annotators'."""
    lesson = Lesson()
    start = 0
    for group in groups:
        teaching = [ranked for ranked in group.rankings if teaches(ranked, settings)]
        given = [weights.get(ranked.annotator, 1.0) for ranked in teaching]
        shared_by = sum(given) or 1.0 if settings.several == "soft" else 1.0
        for ranked, weight in zip(teaching, given, strict=True):
            teach(lesson, moved(ranked, start), settings, weight / shared_by)
        start += len(group.texts)
    return lesson


def moved(ranked: Ranked, start: int) -> Ranked:
    """Return the ranking with its places counted from the start of a flat list."""
    levels = tuple(tuple(start + answer for answer in level) for level in ranked.levels)
    return replace(ranked, levels=levels, left_out=tuple(start + answer for answer in ranked.left_out))


def teaches(ranked: Ranked, settings: RewardSettings) -> bool:
    """Tell whether there is anything to learn from a ranking."""
    if settings.all_bad == "below_zero" and ranked.all_bad and ranked.answers:
        return True
    if settings.loss == "pairwise":
        return any(True for _ in pairs_of(ranked, settings))
    return any(True for _ in choices_of(ranked, settings))


def teach(lesson: Lesson, ranked: Ranked, settings: RewardSettings, weight: float) -> None:
    lesson.weight += weight
    if settings.loss == "pairwise":
        pairs = list(pairs_of(ranked, settings))
        total = sum(pair.weight for pair in pairs)
        lesson.pairs += [pair._replace(weight=pair.weight * weight / total) for pair in pairs]
    else:
        choices = list(choices_of(ranked, settings))
        lesson.choices += [choice._replace(weight=weight / len(choices)) for choice in choices]
    if settings.all_bad == "below_zero" and ranked.all_bad:
        lesson.rejected += [(answer, weight / len(ranked.answers)) for answer in ranked.answers]


def pairs_of(ranked: Ranked, settings: RewardSettings) -> Iterator[Pair]:
    """Yield the comparisons of one ranking, a whole one with the weight 1."""
    levels = ordered_levels(ranked, settings)
    for place, above in enumerate(levels):
        for gap, below in enumerate(levels[place + 1 :], start=1):
            margin = margin_of(gap, ranked.confidence, settings)
            yield from (Pair(better, worse, False, margin, 1.0) for better in above for worse in below)
    for one, other in ranked.ties():
        if settings.ties == "davidson":
            yield Pair(one, other, True, 0.0, 1.0)
        elif settings.ties == "half":
            yield Pair(one, other, True, 0.0, 0.5)
            yield Pair(other, one, True, 0.0, 0.5)


def ordered_levels(ranked: Ranked, settings: RewardSettings) -> tuple[tuple[int, ...], ...]:
    """Return the levels, and below them the answers left out where they count as worse than all placed ones."""
    if settings.left_out == "last" and ranked.left_out and ranked.levels:
        return (*ranked.levels, ranked.left_out)
    return ranked.levels


def margin_of(gap: int, confidence: float | None, settings: RewardSettings) -> float:
    """Return the lead asked for: by the levels between two answers, or by how sure the person was (unasked: none)."""
    if settings.margin == "gap":
        return settings.margin_size * (gap - 1)
    if settings.margin == "confidence":
        return settings.margin_size * (confidence or 0.0)
    return 0.0


def choices_of(ranked: Ranked, settings: RewardSettings) -> Iterator[Choice]:
    """Yield the choices of one ranking, best first; a choice from one answer alone says nothing and is left away."""
    levels = ordered_levels(ranked, settings)
    for place, level in enumerate(levels[: len(ranked.levels)]):
        below = tuple(answer for later in levels[place + 1 :] for answer in later)
        if settings.ties == "drop":
            found = [Choice((answer,), (answer, *below), 1.0) for answer in level]
        elif settings.ties == "half":
            found = [Choice((answer,), (*level, *below), 1.0) for answer in level]
        else:
            found = [Choice(level, (*level, *below), 1.0)]
        yield from (choice for choice in found if len(choice.available) > 1)


def pair_tensors(pairs: Sequence[Pair], device: torch.device) -> Pairs:
    return Pairs(
        better=torch.tensor([pair.better for pair in pairs], dtype=torch.long, device=device),
        worse=torch.tensor([pair.worse for pair in pairs], dtype=torch.long, device=device),
        tied=torch.tensor([pair.tied for pair in pairs], dtype=torch.bool, device=device),
        margin=torch.tensor([pair.margin for pair in pairs], dtype=torch.float32, device=device),
        weight=torch.tensor([pair.weight for pair in pairs], dtype=torch.float32, device=device),
    )


def choice_tensors(choices: Sequence[Choice], device: torch.device) -> Choices:
    width = max((len(choice.available) for choice in choices), default=1)
    options = torch.zeros(len(choices), width, dtype=torch.long)
    available = torch.zeros(len(choices), width, dtype=torch.bool)
    chosen = torch.zeros(len(choices), width, dtype=torch.bool)
    for row, choice in enumerate(choices):
        count = len(choice.available)
        options[row, :count] = torch.tensor(choice.available)
        available[row, :count] = True
        chosen[row, :count] = torch.tensor([answer in choice.chosen for answer in choice.available])
    weight = torch.tensor([choice.weight for choice in choices], dtype=torch.float32)
    return Choices(*(table.to(device) for table in (options, available, chosen, weight)))
