"""The gradient of a PPO update: one minibatch of a step's answers."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from training.contract.settings import PPOSettings
from training.models.actors import Actors
from training.models.experience import Experience
from training.models.rollout import Rollout
from training.rl.kl import kl_k3
from training.rl.losses import policy_loss, value_loss
from training.rl.masking import masked_mean, scatter_tokens
from training.support.ranks import Ranks
from training.support.seed import permutation

FIGURES = ("policy_loss", "value_loss", "clip_fraction", "value_clip_fraction", "update_kl")


def prompt_order(rollout: Rollout, seed: int, step: int, epoch: int) -> list[int]:
    """Return the answers in a random order of their prompts: those of one prompt stay together and share its encoding."""
    prompts = permutation(max(rollout.prompt_of) + 1, seed, "minibatches", step, epoch)
    rank = {prompt: place for place, prompt in enumerate(prompts)}
    return sorted(range(len(rollout.answers)), key=lambda place: (rank[rollout.prompt_of[place]], place))


def step_gradient(
    settings: PPOSettings,
    actors: Actors,
    ranks: Ranks,
    experience: Experience,
    places: Sequence[int],
    *,
    with_policy: bool,
) -> dict[str, float]:
    """Make the gradient of one minibatch, of policy and value model or of the value model alone; return its figures.

    Each rank takes its share of the prompts, in micro-batches within the budget of tokens, and each of those weighs its
    answer tokens: ranks and micro-batches change the gradient by rounding alone. Where weights are shared out, a pass is a
    meeting of all ranks, and none can begin again by itself: then a lack of memory ends the run.
    """

    def within(limit: int) -> list[float]:
        actors.optimizer.zero_grad()
        return own_gradient(settings, actors, ranks, experience, places, limit, with_policy=with_policy)

    budget = actors.budget
    figures = within(budget.size) if actors.policy.sharded else budget.spend(within)
    ranks.add_gradients(actors.parameters if with_policy else actors.value.parameters)
    return dict(zip(FIGURES, ranks.total(*figures), strict=True))


def own_gradient(
    settings: PPOSettings,
    actors: Actors,
    ranks: Ranks,
    experience: Experience,
    places: Sequence[int],
    limit: int,
    *,
    with_policy: bool,
) -> list[float]:
    """Add this rank's part of the gradient; return its part of the figures."""
    rollout, policy = experience.rollout, actors.policy
    parts = sorted(rollout.by_prompt(places, limit, shared=policy.shared), key=len, reverse=True)
    mine = [place for part in ranks.share(parts) for place in part]
    total = float(experience.mask[list(places)].sum())
    figures = torch.zeros(len(FIGURES))
    batches = [(chosen, 1.0) for chosen in rollout.micro_batches(mine, limit, shared=policy.shared)]
    if policy.sharded:
        batches += spare_batches(ranks, len(batches), mine[-1:] or places[:1])
    for chosen, weight in batches:
        mask, old, old_values, advantages, returns = (
            table[chosen].to(policy.device.place) for table in experience.tables
        )
        groups = rollout.groups(chosen)
        with torch.set_grad_enabled(with_policy):
            states = policy.token_states(
                groups, temperature=settings.temperature, min_new_tokens=settings.min_new_tokens
            )
        shape = (len(chosen), rollout.shape[1])
        share = weight * float(mask.sum()) / total
        logprobs = scatter_tokens(states.logprobs, states.answer, states.time, shape)
        surrogate = policy_loss(logprobs, old, advantages, mask, settings.clip)
        if with_policy:
            (surrogate.loss * share).backward()  # before a value model's own pass: only one is held at once
        expected = actors.value.values(groups, states.hidden)
        values = scatter_tokens(expected, states.answer, states.time, shape)
        squared = value_loss(values, old_values, returns, mask, settings.value_clip)
        (settings.value_coefficient * squared.loss * share).backward()
        moved = masked_mean(kl_k3(old, logprobs), mask)
        told = (surrogate.loss, squared.loss, surrogate.clipped, squared.clipped, moved)
        figures += share * torch.stack(told).detach().cpu()
    return [float(figure) for figure in figures]


def spare_batches(ranks: Ranks, own: int, places: Sequence[int]) -> list[tuple[list[int], float]]:
    """Return as many more micro-batches as a rank with `own` needs to take part in every pass of the one with most.

    They are of some answer, and weigh nothing. Cost: a short pass where the rank would wait for the others anyway.
    """
    return [(list(places), 0.0)] * (max(ranks.all_of(own)) - own)
