from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch.autograd.graph import saved_tensors_hooks
from torch.nn.functional import log_softmax
from torch.utils.flop_counter import FlopCounterMode

from training.models.logprobs import logprobs_of_tokens

TOKENS, HIDDEN, VOCABULARY = 7, 5, 11
TEMPERATURE = 0.7
FORBIDDEN = 3
HEAD = torch.randn(VOCABULARY, HIDDEN, generator=torch.Generator().manual_seed(1))
HEADS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "plain": lambda states: states @ HEAD.T,
    "scaled": lambda states: (states * 0.3) @ HEAD.T,
    "held below a cap": lambda states: 2 * torch.tanh(states @ HEAD.T / 2),
    "in bfloat16": lambda states: (states.bfloat16() @ HEAD.bfloat16().T).float(),
}


def forbid(logits: torch.Tensor, early: torch.Tensor) -> torch.Tensor:
    """Make a token impossible, in place, in the rows that are early."""
    logits[early, FORBIDDEN] = torch.finfo(logits.dtype).min
    return logits


def found_logprobs(
    states: torch.Tensor,
    target: torch.Tensor,
    early: torch.Tensor,
    *,
    head: str = "plain",
    temperature: float = 1.0,
    width: int = 2,
) -> torch.Tensor:
    return logprobs_of_tokens(
        states,
        target,
        HEADS[head],
        lambda logits, place: forbid(logits, early[place]),
        temperature=temperature,
        width=width,
    )


@pytest.fixture
def given() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return states, tokens and which of them come early."""
    chance = torch.Generator().manual_seed(0)
    states = torch.randn(TOKENS, HIDDEN, generator=chance)
    return states, torch.tensor([0, 10, 5, 3, 3, 7, 1]), torch.arange(TOKENS) < 3


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("width", [1, 3, TOKENS, 100])
def test_it_gives_the_log_probabilities_and_the_gradient_that_autograd_finds(
    given: tuple[torch.Tensor, torch.Tensor, torch.Tensor], head: str, width: int
) -> None:
    states, target, early = given
    weights = torch.linspace(-1, 2, TOKENS)
    ours, theirs = (states.clone().requires_grad_() for _ in range(2))
    found = found_logprobs(ours, target, early, head=head, temperature=TEMPERATURE, width=width)
    expected = log_softmax(forbid(HEADS[head](theirs) / TEMPERATURE, early), dim=1)[range(TOKENS), target]
    (found * weights).sum().backward()
    (expected * weights).sum().backward()
    exact = head != "in bfloat16"
    torch.testing.assert_close(found, expected.detach(), atol=1e-6, rtol=1e-5)
    torch.testing.assert_close(
        ours.grad, theirs.grad, atol=1e-6 if exact else 2e-2, rtol=1e-5 if exact else 1e-2
    )


def test_it_keeps_a_state_for_each_token_and_nothing_of_the_vocabulary(
    given: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
) -> None:
    states, target, early = given
    states.requires_grad_()
    kept: list[torch.Size] = []

    def keep(saved: torch.Tensor) -> torch.Tensor:
        kept.append(saved.shape)
        return saved

    with saved_tensors_hooks(keep, lambda saved: saved):
        found_logprobs(states, target, early)
    assert kept[-1] == (TOKENS, HIDDEN)
    assert not {(rows, VOCABULARY) for rows in (2, TOKENS)} & set(map(tuple, kept))


def test_it_takes_two_products_with_the_head_and_no_more(
    given: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
) -> None:
    states, target, early = given
    states.requires_grad_()
    with FlopCounterMode(display=False) as counter:
        found_logprobs(states, target, early).sum().backward()
    assert counter.get_total_flops() == 2 * (2 * TOKENS * HIDDEN * VOCABULARY)
