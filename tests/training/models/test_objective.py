"""The loss of packed prompts, with every rule for ties, against the answers scored one by one and the formulas written out."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import pytest
import torch

from tests.tiny import ranking_rows
from training.contract.reward_settings import RewardSettings
from training.data.rankings import PromptGroup, Ranked, group_rankings
from training.models.adapters import AdapterShape
from training.models.objective import Objective
from training.models.packing import Group
from training.models.reward import new_reward_model
from training.models.reward_model import RewardModel
from training.models.source import resolve_source
from training.support.device import Device

LONGEST = 256
PREVALENCE = (1.0, 0.8, 0.3, 0.2)
"""Of single answers and of ties of two, three and four, in the naive sums and in the objective."""

Scores = Sequence[torch.Tensor]


@pytest.fixture
def fresh(llama: str, cpu: Device) -> RewardModel:
    torch.manual_seed(1)
    model = new_reward_model(resolve_source(llama, "model"), cpu, AdapterShape(4, 8), longest=LONGEST)
    with torch.no_grad():
        for parameter in model.model.parameters():
            if parameter.requires_grad:
                parameter.normal_(0, 0.2)
    return model


def tied_groups() -> list[PromptGroup]:
    """Return prompts of four and five answers with ties of two and three, one of them ranked twice."""
    four, five = ranking_rows(1, k=4)[0], dataclasses.replace(ranking_rows(2, k=5)[1])
    ids = [str(completion["id"]) for completion in four.completions]
    more = [str(completion["id"]) for completion in five.completions]
    rows = [
        dataclasses.replace(four, groups=[[ids[3]], [ids[0], ids[2]], [ids[1]]], annotator="bob"),
        dataclasses.replace(four, groups=[[ids[2], ids[3]], [ids[0]]], annotator="rita", ranking_id="r2"),
        dataclasses.replace(five, groups=[[more[4], more[0], more[1]], [more[2], more[3]]], annotator="bob"),
    ]
    return group_rankings(rows)


def softly(weights: Sequence[torch.Tensor], chosen: torch.Tensor) -> torch.Tensor:
    return (torch.stack(list(weights)).sum() / chosen).log()


def naive_pairwise(scores: Scores, ranked: Ranked) -> torch.Tensor:
    losses = [-torch.nn.functional.logsigmoid(scores[a] - scores[b]) for a, b in ranked.wins()]
    return torch.stack(losses).mean()


def naive_margin(scores: Scores, ranked: Ranked) -> torch.Tensor:
    level = {answer: place for place, tied in enumerate(ranked.levels) for answer in tied}
    losses = []
    for a, b in ranked.wins():
        lead = scores[a] - scores[b] - 0.5 * (level[b] - level[a] - 1)
        losses.append(-0.8 * lead.sigmoid().log() - 0.2 * (1 - lead.sigmoid()).log())
    return torch.stack(losses).mean()


def naive_half(scores: Scores, ranked: Ranked) -> torch.Tensor:
    losses = [-torch.nn.functional.logsigmoid(scores[a] - scores[b]) for a, b in ranked.wins()]
    for a, b in ranked.ties():
        lead = scores[a] - scores[b]
        losses.append(-0.5 * (lead.sigmoid().log() + (1 - lead.sigmoid()).log()))
    return torch.stack(losses).mean()


def naive_davidson(scores: Scores, ranked: Ranked) -> torch.Tensor:
    def strengths(a: int, b: int) -> list[torch.Tensor]:
        one, other = scores[a].exp(), scores[b].exp()
        return [one, other, PREVALENCE[1] * (one * other).sqrt()]

    losses = [softly(strengths(a, b), strengths(a, b)[0]) for a, b in ranked.wins()]
    losses += [softly(strengths(a, b), strengths(a, b)[2]) for a, b in ranked.ties()]
    return torch.stack(losses).mean()


def naive_choices(scores: Scores, ranked: Ranked) -> torch.Tensor:
    losses = []
    for place, level in enumerate(ranked.levels[:-1]):
        below = [answer for later in ranked.levels[place + 1 :] for answer in later]
        losses += [
            softly([scores[answer].exp() for answer in [best, *below]], scores[best].exp()) for best in level
        ]
    return torch.stack(losses).mean()


def naive_breslow(scores: Scores, ranked: Ranked) -> torch.Tensor:
    losses = []
    for place, level in enumerate(ranked.levels):
        rest = [answer for later in ranked.levels[place:] for answer in later]
        if len(rest) > 1:
            losses += [
                softly([scores[answer].exp() for answer in rest], scores[best].exp()) for best in level
            ]
    return torch.stack(losses).mean()


def naive_davidson_luce(scores: Scores, ranked: Ranked) -> torch.Tensor:
    def strength(members: Sequence[int]) -> torch.Tensor:
        product = torch.stack([scores[answer].exp() for answer in members]).prod()
        return PREVALENCE[len(members) - 1] * product ** (1 / len(members))

    losses = []
    for place, level in enumerate(ranked.levels):
        rest = [answer for later in ranked.levels[place:] for answer in later]
        sets = [members for size in (1, 2, 3) for members in combinations(rest, size)]
        if len(rest) > 1:
            losses.append(softly([strength(members) for members in sets], strength(level)))
    return torch.stack(losses).mean()


CASES: list[tuple[dict[str, Any], Callable[[Scores, Ranked], torch.Tensor]]] = [
    ({}, naive_pairwise),
    ({"margin": "gap", "margin_size": 0.5, "label_smoothing": 0.2}, naive_margin),
    ({"ties": "half"}, naive_half),
    ({"ties": "davidson"}, naive_davidson),
    ({"loss": "plackett-luce"}, naive_choices),
    ({"loss": "plackett-luce", "ties": "half"}, naive_breslow),
    ({"loss": "plackett-luce", "ties": "davidson"}, naive_davidson_luce),
]


@pytest.mark.parametrize(
    ("chosen", "naive"), CASES, ids=[naive.__name__.removeprefix("naive_") for _, naive in CASES]
)
def test_it_equals_answers_scored_alone_in_loss_and_gradient(
    fresh: RewardModel, chosen: dict[str, Any], naive: Callable[[Scores, Ranked], torch.Tensor]
) -> None:
    groups = tied_groups()
    encoded = [fresh.encode(group.messages, group.texts, group.ended, LONGEST)[0] for group in groups]
    objective = Objective(RewardSettings(**chosen), groups, {"rita": 0.5})
    with torch.no_grad():
        objective.log_ties.copy_(torch.tensor(PREVALENCE[1 : len(objective.log_ties) + 1]).log())

    loss = objective(fresh.scores(encoded), objective.lesson(groups))
    loss.backward()
    together = gradients(fresh)

    alone = dataclasses.replace(fresh, shared=False)
    total = torch.zeros(())
    for group, ids in zip(groups, encoded, strict=True):
        scores = [alone.scores([Group(ids.prompt, [answer])])[0] for answer in ids.answers]
        for ranked in group.rankings:
            total = total + (0.5 if ranked.annotator == "rita" else 1.0) * naive(scores, ranked)
    total.backward()
    apart = gradients(fresh)

    torch.testing.assert_close(loss, total, atol=1e-5, rtol=1e-5)
    assert together.keys() == apart.keys()
    assert len(together) > 20
    for name, gradient in together.items():
        torch.testing.assert_close(gradient, apart[name], atol=1e-5, rtol=1e-5)


def gradients(reward: RewardModel) -> dict[str, torch.Tensor]:
    found = {
        name: parameter.grad.clone()
        for name, parameter in reward.model.named_parameters()
        if parameter.grad is not None
    }
    reward.model.zero_grad()
    return found


def test_it_begins_at_the_ties_there_are() -> None:
    # Pairs: 5 + 2 + 6 = 13 wins and 1 + 1 + 3 + 1 = 6 ties. v / 2 = (6.5 / 19) / (13.5 / 19 / 2) / 2 = 6.5 / 13.5
    (found,) = Objective(RewardSettings(ties="davidson"), tied_groups(), {}).prevalence()
    assert found == pytest.approx(2 * 6.5 / 13.5)


def test_it_begins_at_the_ties_of_every_size() -> None:
    # Choices, as (chosen of available): 1 of 4, 2 of 3 / 2 of 3 (one answer is left) / 3 of 5, 2 of 2.
    # Sets of one: 4 + 3 + 3 + 5 + 2 = 17, of two: 6 + 3 + 3 + 10 + 1 = 23, of three: 4 + 1 + 1 + 10 = 16.
    objective = Objective(RewardSettings(loss="plackett-luce", ties="davidson"), tied_groups(), {})
    alone = 1.5 / 17
    assert objective.prevalence() == pytest.approx([3.5 / 23 / alone, 1.5 / 16 / alone])


def test_it_has_no_tie_parameters_unless_ties_are_outcomes() -> None:
    for settings in (
        RewardSettings(),
        RewardSettings(ties="half"),
        RewardSettings(loss="plackett-luce"),
    ):
        objective = Objective(settings, tied_groups(), {})
        assert not [parameter for parameter in objective.parameters() if parameter.requires_grad]
        assert objective.prevalence() == []


def test_it_begins_somewhere_without_any_comparison() -> None:
    bad = [PromptGroup("p", (), "", "train", texts=["A"], rankings=[Ranked(((0,),), all_bad=True)])]
    objective = Objective(RewardSettings(ties="davidson", all_bad="below_zero"), bad, {})
    assert objective.prevalence() == [1.0]
    assert objective(torch.zeros(1), objective.lesson(bad)).item() == pytest.approx(math.log(2))


def test_it_has_a_place_for_held_out_ties_larger_than_those_it_learns_from() -> None:
    train, heldout = tied_groups()
    objective = Objective(RewardSettings(loss="plackett-luce", ties="davidson"), [train], {}, [heldout])
    # A tie of three was never seen: half a count, over the sets of three in choices of 4, 3 and 3 (4 + 1 + 1).
    # Single answers: one choice and a half count, of 4 + 3 + 3.
    assert objective.prevalence()[1] == pytest.approx((0.5 / 6) / (1.5 / 10))
    scores = torch.zeros(5, requires_grad=True)
    assert bool(torch.isfinite(objective(scores, objective.lesson([heldout]))))
