"""The losses against numbers worked by hand, and against the probabilities they come from, summed one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from training.rl.ranking_losses import (
    Choices,
    Pairs,
    centring_loss,
    davidson_loss,
    davidson_luce_loss,
    pairwise_loss,
    plackett_luce_loss,
    rejection_loss,
)


def pairs_of(*given: tuple[int, int, float], tied: bool = False, margin: float = 0.0) -> Pairs:
    """(better, worse, weight) as tensors."""
    better, worse, weight = zip(*given, strict=True)
    count = len(given)
    return Pairs(
        torch.tensor(better),
        torch.tensor(worse),
        torch.full((count,), tied),
        torch.full((count,), margin),
        torch.tensor(weight),
    )


def choices_of(*given: tuple[Sequence[int], Sequence[int]]) -> Choices:
    """(chosen, available) as tensors, each of weight 1; the shorter are filled up with the first answer."""
    width = max(len(available) for _, available in given)
    return Choices(
        torch.tensor([[*available, *[0] * (width - len(available))] for _, available in given]),
        torch.tensor([[place < len(available) for place in range(width)] for _, available in given]),
        torch.tensor(
            [
                [place < len(available) and available[place] in chosen for place in range(width)]
                for chosen, available in given
            ]
        ),
        torch.ones(len(given)),
    )


def gradient(loss: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
    (found,) = torch.autograd.grad(loss, scores)
    return found


def test_it_adds_up_weighted_bradley_terry_losses() -> None:
    # 1/2 * -log sigmoid(2 - 0) + 1/4 * -log sigmoid(0 - 1) = 0.5 * 0.126928 + 0.25 * 1.313262 = 0.391780
    scores = torch.tensor([2.0, 0.0, 1.0])
    loss = pairwise_loss(scores, pairs_of((0, 1, 0.5), (1, 2, 0.25)))
    assert loss.item() == pytest.approx(0.391780, abs=1e-5)


def test_it_pulls_the_two_sides_of_a_half_tie_together() -> None:
    # A tie is half a pair either way; its gradient vanishes where the scores are equal and points inwards elsewhere.
    scores = torch.tensor([1.0, 0.0], requires_grad=True)
    found = gradient(pairwise_loss(scores, pairs_of((0, 1, 0.5), (1, 0, 0.5), tied=True)), scores)
    # d/ds0 = 0.5 * (sigmoid(1) - sigmoid(-1)) = 0.5 * (0.731059 - 0.268941) = 0.231059
    torch.testing.assert_close(found, torch.tensor([0.231059, -0.231059]), atol=1e-5, rtol=0)


def test_it_asks_for_the_margin() -> None:
    # -log sigmoid(1.5 - 1) = 0.474077; its slope in the better score -sigmoid(-0.5) = -0.377541
    scores = torch.tensor([1.5, 0.0], requires_grad=True)
    loss = pairwise_loss(scores, pairs_of((0, 1, 1.0), margin=1.0))
    assert loss.item() == pytest.approx(0.474077, abs=1e-5)
    torch.testing.assert_close(gradient(loss, scores), torch.tensor([-0.377541, 0.377541]), atol=1e-5, rtol=0)


def test_it_smooths_the_labels() -> None:
    # 0.9 * -log sigmoid(2) + 0.1 * -log sigmoid(-2) = 0.9 * 0.126928 + 0.1 * 2.126928 = 0.326928
    scores = torch.tensor([2.0, 0.0])
    assert float(pairwise_loss(scores, pairs_of((0, 1, 1.0)), 0.1)) == pytest.approx(0.326928, abs=1e-5)
    # The best lead is finite: sigmoid(d) = 0.9, so d = log 9.
    best = torch.tensor([math.log(9), 0.0], requires_grad=True)
    assert float(gradient(pairwise_loss(best, pairs_of((0, 1, 1.0)), 0.1), best).abs().max()) < 1e-6


def test_it_learns_the_shares_of_a_split_vote() -> None:
    # Two thirds say a, one third says b: the cross-entropy with (2/3, 1/3), least at sigmoid(d) = 2/3, d = log 2.
    scores = torch.tensor([math.log(2), 0.0], requires_grad=True)
    loss = pairwise_loss(scores, pairs_of((0, 1, 2 / 3), (1, 0, 1 / 3)))
    assert loss.item() == pytest.approx(-(2 / 3) * math.log(2 / 3) - (1 / 3) * math.log(1 / 3), abs=1e-6)
    assert float(gradient(loss, scores).abs().max()) < 1e-6


def test_it_gives_a_tie_its_own_probability() -> None:
    # a = 2 log 2, b = 0, v = 1: Z = 4 + 1 + 2 = 7. P(a wins) = 4/7, P(b wins) = 1/7, P(tie) = 2/7.
    scores, even = torch.tensor([2 * math.log(2), 0.0]), torch.zeros(())
    for pairs, share in (
        (pairs_of((0, 1, 1.0)), 4 / 7),
        (pairs_of((1, 0, 1.0)), 1 / 7),
        (pairs_of((0, 1, 1.0), tied=True), 2 / 7),
        (pairs_of((1, 0, 1.0), tied=True), 2 / 7),
    ):
        assert float(davidson_loss(scores, pairs, even)) == pytest.approx(-math.log(share), abs=1e-6)


def test_it_learns_how_often_answers_tie() -> None:
    # At equal scores a tie has probability v / (2 + v); the loss of one tie and one win is least at one half: v = 2.
    log_tie = torch.tensor(math.log(2), requires_grad=True)
    loss = davidson_loss(torch.zeros(2), pairs_of((0, 1, 1.0)), log_tie)
    loss = loss + davidson_loss(torch.zeros(2), pairs_of((0, 1, 1.0), tied=True), log_tie)
    # P(win) = 1 / 4, P(tie) = 2 / 4
    assert loss.item() == pytest.approx(math.log(4) + math.log(2), abs=1e-6)
    assert gradient(loss, log_tie).item() == pytest.approx(0.0, abs=1e-6)


def test_it_is_bradley_terry_where_ties_are_impossible() -> None:
    scores = torch.tensor([0.3, -1.1, 2.0])
    pairs = pairs_of((0, 1, 0.5), (2, 0, 2.0))
    never = davidson_loss(scores, pairs, torch.tensor(-40.0))
    torch.testing.assert_close(never, pairwise_loss(scores, pairs))


def test_it_chooses_the_best_and_then_the_best_of_the_rest() -> None:
    # Scores log 4, log 2, log 1: P(a, b, c in this order) = 4/7 * 2/3; the last is no choice.
    scores = torch.tensor([4.0, 2.0, 1.0]).log().requires_grad_()
    loss = plackett_luce_loss(scores, choices_of(([0], [0, 1, 2]), ([1], [1, 2])))
    assert loss.item() == pytest.approx(-math.log(4 / 7) - math.log(2 / 3), abs=1e-6)
    # d/ds = share of each choice minus what was chosen: a 4/7 - 1, b 2/7 + 2/3 - 1, c 1/7 + 1/3
    expected = torch.tensor([4 / 7 - 1, 2 / 7 + 2 / 3 - 1, 1 / 7 + 1 / 3])
    torch.testing.assert_close(gradient(loss, scores), expected)


def test_it_makes_orders_probabilities_that_add_up_to_one() -> None:
    scores = torch.tensor([0.7, -0.2, 1.5])
    total = 0.0
    for a, b, c in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        total += math.exp(-float(plackett_luce_loss(scores, choices_of(([a], [a, b, c]), ([b], [b, c])))))
    assert total == pytest.approx(1.0, abs=1e-6)


def test_it_weighs_each_choice() -> None:
    scores = torch.tensor([0.7, -0.2, 1.5])
    choices = choices_of(([0], [0, 1, 2]), ([1], [1, 2]))
    first, second = (
        plackett_luce_loss(scores, choices._replace(weight=torch.tensor(weight)))
        for weight in ([1.0, 0.0], [0.0, 1.0])
    )
    both = plackett_luce_loss(scores, choices._replace(weight=torch.tensor([0.25, 3.0])))
    torch.testing.assert_close(both, 0.25 * first + 3 * second)


def naive_davidson_luce(
    scores: torch.Tensor, chosen: Sequence[int], available: Sequence[int], prevalence: Sequence[float]
) -> torch.Tensor:
    """-log f(C) / sum f(S) with every set S written out."""

    def strength(members: Sequence[int]) -> torch.Tensor:
        return prevalence[len(members) - 1] * scores[list(members)].mean().exp()

    every = [
        strength(members)
        for size in range(1, min(len(prevalence), len(available)) + 1)
        for members in combinations(available, size)
    ]
    return -(strength(chosen) / torch.stack(every).sum()).log()


def test_it_lets_any_set_tie_for_the_first_place() -> None:
    # Strengths 4, 1, 1; v_2 = 0.5, v_3 = 0.25. Single 4 + 1 + 1, pairs 0.5 * (2 + 2 + 1), all three 0.25 * 4^(1/3).
    scores = torch.tensor([4.0, 1.0, 1.0]).log()
    log_ties = torch.tensor([0.5, 0.25]).log()
    total = 6 + 2.5 + 0.25 * 4 ** (1 / 3)
    for chosen, strength in (((0,), 4.0), ((0, 1), 1.0), ((0, 1, 2), 0.25 * 4 ** (1 / 3))):
        loss = davidson_luce_loss(scores, choices_of((chosen, (0, 1, 2))), log_ties)
        assert loss.item() == pytest.approx(-math.log(strength / total), abs=1e-6)


@settings(deadline=None)
@given(
    st.lists(st.floats(-4, 4, width=32), min_size=5, max_size=5),
    st.lists(st.floats(-2, 2, width=32), min_size=0, max_size=3),
    st.integers(1, 4),
)
def test_it_equals_the_sum_over_all_sets_in_loss_and_gradient(
    given_scores: list[float], given_ties: list[float], size: int
) -> None:
    size = min(size, len(given_ties) + 1)
    scores = torch.tensor(given_scores, dtype=torch.float64, requires_grad=True)
    log_ties = torch.tensor(given_ties, dtype=torch.float64, requires_grad=True)
    cases = [(tuple(range(size)), (0, 1, 2, 3, 4)), ((4,), (2, 4))]
    loss = davidson_luce_loss(scores, choices_of(*cases), log_ties)
    prevalence = [1.0, *torch.tensor(given_ties, dtype=torch.float64).exp().tolist()]
    naive = sum(naive_davidson_luce(scores, *case, prevalence) for case in cases)
    assert isinstance(naive, torch.Tensor)
    torch.testing.assert_close(loss, naive)
    torch.testing.assert_close(gradient(loss, scores), gradient(naive, scores))
    assert torch.autograd.gradcheck(
        lambda given, ties: davidson_luce_loss(given, choices_of(*cases), ties), (scores, log_ties)
    )


def test_it_is_plackett_luce_where_nothing_ties_and_davidson_where_two_are_compared() -> None:
    scores = torch.tensor([0.7, -0.2, 1.5])
    strict = choices_of(([0], [0, 1, 2]), ([1], [1, 2]))
    torch.testing.assert_close(
        davidson_luce_loss(scores, strict, torch.zeros(0)), plackett_luce_loss(scores, strict)
    )
    log_tie = torch.tensor(0.4)
    two = davidson_luce_loss(scores, choices_of(([0, 2], [0, 2]), ([0], [0, 1])), log_tie[None])
    pairs = davidson_loss(scores, pairs_of((0, 2, 1.0), tied=True), log_tie)
    torch.testing.assert_close(two, pairs + davidson_loss(scores, pairs_of((0, 1, 1.0)), log_tie))


def test_it_stays_finite_at_extreme_scores() -> None:
    scores = torch.tensor([300.0, -300.0, 0.0], requires_grad=True)
    log_ties = torch.tensor([0.0, 0.0], requires_grad=True)
    loss = davidson_luce_loss(scores, choices_of(([1], [0, 1, 2]), ([1, 2], [1, 2])), log_ties)
    loss.backward()
    assert scores.grad is not None
    assert log_ties.grad is not None
    assert bool(torch.isfinite(loss) & scores.grad.isfinite().all() & log_ties.grad.isfinite().all())


def test_it_pushes_rejected_answers_below_zero() -> None:
    # -log sigmoid(-0) = 0.693147 with the slope 0.5; weight 0.5 halves both; the other answers are left alone.
    scores = torch.zeros(3, requires_grad=True)
    loss = rejection_loss(scores, torch.tensor([2]), torch.tensor([0.5]))
    assert loss.item() == pytest.approx(0.5 * 0.693147, abs=1e-6)
    torch.testing.assert_close(gradient(loss, scores), torch.tensor([0.0, 0.0, 0.25]))


def test_it_centres_each_prompts_scores() -> None:
    # means 2 and -1: 4 + 1 = 5
    loss = centring_loss(torch.tensor([1.0, 3.0, -1.0]), torch.tensor([0, 0, 1]), 2)
    assert loss.item() == pytest.approx(5.0)
