from __future__ import annotations

import torch

from training.models.value import ValueHead, ValueModel


def test_it_begins_at_zero_or_where_it_is_told_to() -> None:
    head = ValueHead(8)
    states = torch.randn(5, 8)
    assert head(states).tolist() == [0.0] * 5
    head.begin_at(-1.5)
    assert head(states).tolist() == [-1.5] * 5


def test_it_leaves_the_policy_to_the_policy_loss() -> None:
    states = torch.randn(5, 8, requires_grad=True)
    head = ValueHead(8)
    ValueModel(head).values([], states).sum().backward()
    assert states.grad is None
    assert head.linear.weight.grad is not None


def test_it_does_not_depend_on_the_scale_of_the_states() -> None:
    head = ValueHead(8)
    torch.nn.init.normal_(head.linear.weight)
    states = torch.randn(5, 8)
    torch.testing.assert_close(head(states), head(100 * states), atol=1e-4, rtol=1e-4)
