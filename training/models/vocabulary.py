"""KL and entropy of answers from the whole vocabulary: exact where the drawn tokens only estimate them."""

from __future__ import annotations

from typing import NamedTuple

import torch

from training.models.policy import LOGITS_AT_ONCE, AnswerStates, Policy, as_reference, forbid_early_end
from training.models.rollout import Asked, Rollout
from training.rl.entropy import exact_entropy
from training.rl.kl import exact_kl
from training.support.ranks import Ranks


class Exact(NamedTuple):
    """[b, t] nats at each answer token given the tokens before it, zero after an answer's end."""

    kl: torch.Tensor
    entropy: torch.Tensor


def ask_exactly(policy: Policy, rollout: Rollout, asked: Asked) -> Exact:
    """Return KL to the reference and entropy of the policy, as answers were drawn; no gradients.

    Cost: a forward pass of policy and reference, and their logits at answer tokens, LOGITS_AT_ONCE at a time.
    """

    def within(limit: int) -> Exact:
        exact = Exact(torch.zeros(rollout.shape), torch.zeros(rollout.shape))
        for places in rollout.micro_batches(range(len(rollout.answers)), limit, shared=policy.shared):
            groups = rollout.groups(places)
            states = policy.answer_states(groups)
            with as_reference(policy) as reference:
                other = reference.answer_states(groups)
            rows = torch.tensor(places)[states.answer.cpu()], states.time.cpu()
            for piece in pieces(len(states.target), LOGITS_AT_ONCE // policy.head.weight.shape[0]):
                said = whole_logprobs(policy, states, piece, asked)
                exact.kl[rows[0][piece], rows[1][piece]] = exact_kl(
                    said, whole_logprobs(policy.host, other, piece, asked)
                ).cpu()
                exact.entropy[rows[0][piece], rows[1][piece]] = exact_entropy(said).cpu()
        return exact

    with torch.no_grad():
        return asked.budget.spend(within)


def pieces(count: int, width: int) -> list[slice]:
    return [slice(start, start + max(width, 1)) for start in range(0, count, max(width, 1))]


def whole_logprobs(policy: Policy, states: AnswerStates, piece: slice, asked: Asked) -> torch.Tensor:
    """Return [n, v] the log-probability of every token that could have been drawn."""
    logits = policy.logits(states.hidden[piece]) / asked.temperature
    logits = forbid_early_end(logits, states.time[piece], policy.end_ids, asked.min_new_tokens)
    return logits.log_softmax(dim=1)


def exact_figures(policy: Policy, rollout: Rollout, asked: Asked, ranks: Ranks) -> dict[str, float]:
    """Return the mean KL an answer and the mean entropy a token, over the answers of all ranks."""
    exact = ask_exactly(policy, rollout, asked)
    kl, entropy, answers, tokens = ranks.total(
        float(exact.kl.sum()), float(exact.entropy.sum()), len(rollout.answers), float(rollout.mask.sum())
    )
    return {"kl_exact": kl / answers, "entropy_exact": entropy / tokens}
