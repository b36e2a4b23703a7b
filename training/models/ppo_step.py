"""The gradient of a PPO update: one minibatch of a step's answers."""

from __future__ import annotations

from collections.abc import Sequence

from training.contract.settings import PPOSettings
from training.models.actors import Actors
from training.models.experience import Experience
from training.models.rollout import Rollout
from training.rl.kl import kl_k3
from training.rl.losses import policy_loss, value_loss
from training.rl.masking import masked_mean, scatter_tokens
from training.support.seed import permutation


def prompt_order(rollout: Rollout, seed: int, step: int, epoch: int) -> list[int]:
    """Return the answers in a random order of their prompts: those of one prompt stay together and share its encoding."""
    prompts = permutation(max(rollout.prompt_of) + 1, seed, "minibatches", step, epoch)
    rank = {prompt: place for place, prompt in enumerate(prompts)}
    return sorted(range(len(rollout.answers)), key=lambda place: (rank[rollout.prompt_of[place]], place))


def gradient(
    settings: PPOSettings, actors: Actors, experience: Experience, places: Sequence[int]
) -> dict[str, float]:
    """Add the gradient of one minibatch, micro-batch by micro-batch, each weighing its tokens; return its figures."""
    rollout, device = experience.rollout, actors.policy.device.place
    total = float(experience.mask[list(places)].sum())
    figures: dict[str, float] = {}
    for chosen in rollout.micro_batches(places, settings.micro_batch):
        mask, old, old_values, advantages, returns = (table[chosen].to(device) for table in experience.tables)
        groups = rollout.groups(chosen)
        states = actors.policy.token_states(
            groups, temperature=settings.temperature, min_new_tokens=settings.min_new_tokens
        )
        shape = (len(chosen), rollout.shape[1])
        logprobs = scatter_tokens(states.logprobs, states.answer, states.time, shape)
        expected = actors.value.values(groups, states.hidden)
        values = scatter_tokens(expected, states.answer, states.time, shape)
        surrogate = policy_loss(logprobs, old, advantages, mask, settings.clip)
        squared = value_loss(values, old_values, returns, mask, settings.value_clip)
        share = float(mask.sum()) / total
        ((surrogate.loss + settings.value_coefficient * squared.loss) * share).backward()
        part = {
            "policy_loss": surrogate.loss,
            "value_loss": squared.loss,
            "clip_fraction": surrogate.clipped,
            "value_clip_fraction": squared.clipped,
            "update_kl": masked_mean(kl_k3(old, logprobs), mask),
        }
        for name, value in part.items():
            figures[name] = figures.get(name, 0.0) + share * float(value.detach())
    return figures
