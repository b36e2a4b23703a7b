"""KL and entropy over the whole vocabulary, beside what the model itself says of every token that could have been drawn."""

from __future__ import annotations

import pytest
import torch

from training.models import vocabulary
from training.models.adapters import AdapterShape
from training.models.loading import load_policy
from training.models.policy import Policy, as_reference, train_adapter, train_whole, trainable
from training.models.rollout import Asked, Rollout, bare_answer, make_rollout
from training.models.source import resolve_source
from training.models.vocabulary import ask_exactly, exact_figures
from training.support.budget import Budget
from training.support.device import Device
from training.support.ranks import Ranks

ASKED = Asked(temperature=0.7, min_new_tokens=1, budget=Budget(24, print))


def rollout() -> Rollout:
    answers = [[bare_answer([20, 21, 22], True), bare_answer([23], True)], [bare_answer([30, 31], False)]]
    return make_rollout([[5, 6, 7, 8], [9, 10]], answers)


def moved_policy(llama: str, cpu: Device, tuning: str) -> Policy:
    """Return a policy away from its reference."""
    policy = load_policy(resolve_source(llama, "model"), cpu)
    torch.manual_seed(0)
    if tuning == "lora":
        train_adapter(policy, AdapterShape(4, 8))
    else:
        train_whole(policy)
    with torch.no_grad():
        for parameter in trainable(policy.model):
            parameter.add_(torch.randn_like(parameter), alpha=0.05)
    return policy


def own_logprobs(policy: Policy, prompt: list[int], answer: list[int]) -> torch.Tensor:
    """Return [t, v] from a plain forward pass; the first token cannot be an end."""
    logits = policy.own_logits(prompt, answer).detach() / ASKED.temperature
    logits[0, policy.end_ids] = -torch.inf
    return logits.log_softmax(dim=1)


@pytest.mark.parametrize("tuning", ["lora", "full"])
@pytest.mark.parametrize("pieces", [1, 1000])
def test_it_gives_what_the_whole_vocabulary_gives(
    llama: str, cpu: Device, monkeypatch: pytest.MonkeyPatch, tuning: str, pieces: int
) -> None:
    policy = moved_policy(llama, cpu, tuning)
    monkeypatch.setattr(vocabulary, "LOGITS_AT_ONCE", pieces * policy.head.weight.shape[0])
    exact = ask_exactly(policy, rollout(), ASKED)
    for place, answer in enumerate(rollout().answers):
        prompt, count = rollout().prompts[place], len(answer.ids)
        said = own_logprobs(policy, prompt, answer.ids)
        with as_reference(policy) as reference:
            other = own_logprobs(reference, prompt, answer.ids)
        terms = (said.exp() * (said - other)).nan_to_num()
        torch.testing.assert_close(exact.kl[place, :count], terms.sum(dim=1), atol=1e-5, rtol=1e-4)
        entropy = -(said.exp() * said).nan_to_num().sum(dim=1)
        torch.testing.assert_close(exact.entropy[place, :count], entropy, atol=1e-4, rtol=1e-4)
        assert float(exact.kl[place, :count].min()) > 0.01
        assert not exact.kl[place, count:].any()


def test_it_averages_kl_by_answer_and_entropy_by_token(llama: str, cpu: Device) -> None:
    policy = moved_policy(llama, cpu, "lora")
    exact = ask_exactly(policy, rollout(), ASKED)
    figures = exact_figures(policy, rollout(), ASKED, Ranks())
    assert figures["kl_exact"] == pytest.approx(float(exact.kl.sum()) / 3)
    assert figures["entropy_exact"] == pytest.approx(float(exact.entropy.sum()) / 6)
