"""What a reward run lowers: the loss its settings choose, with the tie parameters that are learned beside the model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import torch
from torch import nn

from training.contract.reward_settings import RewardSettings
from training.data.lessons import Lesson, choice_tensors, lesson_of, pair_tensors
from training.data.rankings import PromptGroup
from training.rl.ranking_losses import (
    davidson_loss,
    davidson_luce_loss,
    pairwise_loss,
    plackett_luce_loss,
    rejection_loss,
)


class Objective(nn.Module):
    """The loss of scores given what people said of the answers.

    `log_ties` is empty unless ties are an outcome of their own; it begins at the ties among `train`, and has a place for
    the larger ties that `heldout` may hold.
    """

    def __init__(
        self,
        settings: RewardSettings,
        train: Sequence[PromptGroup],
        weights: Mapping[str, float],
        heldout: Sequence[PromptGroup] = (),
    ) -> None:
        super().__init__()
        self.settings = settings
        self.weights = weights
        start = (
            log_prevalence(self.lesson(train), self.lesson(heldout)) if settings.ties == "davidson" else []
        )
        self.log_ties = nn.Parameter(torch.tensor(start), requires_grad=bool(start))

    def lesson(self, groups: Sequence[PromptGroup]) -> Lesson:
        """Return what the groups teach, their answers one group after the other."""
        return lesson_of(groups, self.settings, self.weights)

    def forward(self, scores: torch.Tensor, lesson: Lesson) -> torch.Tensor:
        """Return the sum over rankings of weight times loss; `scores` [a] in the lesson's order of answers."""
        loss = self.order_loss(scores, lesson)
        if lesson.rejected:
            answers, weights = zip(*lesson.rejected, strict=True)
            places = torch.tensor(answers, device=scores.device)
            loss = loss + rejection_loss(scores, places, torch.tensor(weights, device=scores.device))
        return loss

    def order_loss(self, scores: torch.Tensor, lesson: Lesson) -> torch.Tensor:
        davidson = self.settings.ties == "davidson"
        if self.settings.loss == "pairwise":
            pairs = pair_tensors(lesson.pairs, scores.device)
            if davidson:
                return davidson_loss(scores, pairs, self.log_ties[0])
            return pairwise_loss(scores, pairs, self.settings.label_smoothing)
        choices = choice_tensors(lesson.choices, scores.device)
        if davidson:
            return davidson_luce_loss(scores, choices, self.log_ties)
        return plackett_luce_loss(scores, choices)

    def prevalence(self) -> list[float]:
        """Return the learned prevalence of ties of two answers, of three, and so on."""
        found: list[float] = self.log_ties.detach().exp().tolist()
        return found


def log_prevalence(lesson: Lesson, heldout: Lesson) -> list[float]:
    """Return log v_2 to log v_n with which equal scores would tie as often as people said; n is the largest tie of both.

    With equal scores a set of size n is chosen from A with probability proportional to v_n, and A has C(|A|, n) such sets: so
    v_n is the count of ties of size n over the count of such sets, over the same ratio for single answers. Half a
    count is added to each, so that none is zero.
    """
    outcomes = tie_outcomes(lesson)
    seen = Counter(size for size, _ in outcomes)
    sizes = range(1, max([2, *seen, *(size for size, _ in tie_outcomes(heldout))]) + 1)
    sets = [sum(math.comb(count, size) for _, count in outcomes) for size in sizes]
    shares = [(seen[size] + 0.5) / max(number, 1) for size, number in zip(sizes, sets, strict=True)]
    return [math.log(share / shares[0]) for share in shares[1:]]


def tie_outcomes(lesson: Lesson) -> list[tuple[int, int]]:
    """Return of every comparison and choice how many answers it put first, and of how many."""
    pairs = [(2 if pair.tied else 1, 2) for pair in lesson.pairs]
    return pairs + [(len(choice.chosen), len(choice.available)) for choice in lesson.choices]
