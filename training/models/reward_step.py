"""The parts of a reward run that ranks share out: the gradient of a step, and the scores of many groups."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from training.contract.reward_settings import RewardSettings
from training.data.rankings import PromptGroup, batch_members, count_right
from training.models.learner import Learner
from training.models.packing import Group
from training.models.reward_model import RewardModel, plan_batches
from training.models.trainable import dropout_on
from training.rl.ranking_losses import centring_loss
from training.support.ranks import Ranks
from training.support.recorder import Recorder
from training.support.seed import derived_seed


def encode_groups(
    reward: RewardModel, groups: Sequence[PromptGroup], max_tokens: int
) -> tuple[list[Group], int]:
    """Return the groups as token ids and how many of them had to be cut."""
    encoded = [reward.encode(group.messages, group.texts, group.ended, max_tokens) for group in groups]
    return [group for group, _ in encoded], sum(cut for _, cut in encoded)


def step_gradient(
    settings: RewardSettings,
    learner: Learner,
    ranks: Ranks,
    train: Sequence[PromptGroup],
    encoded: Sequence[Group],
    places: Sequence[int],
    step: int,
) -> list[float]:
    """Add the gradient of a step's prompts; return its loss, right and counted votes, and tokens, of all ranks.

    Each rank takes its share of the prompts, in micro-batches of similar length, and each of those weighs what it
    holds: ranks and micro-batches change the loss by rounding alone. Dropout follows from seed, step and micro-batch.
    """
    reward, objective = learner.reward, learner.objective
    weight = objective.lesson([train[place] for place in places]).weight
    mine = ranks.share(sorted(places, key=lambda place: (-encoded[place].length, place)))
    loss, right, votes, tokens = 0.0, 0.0, 0, 0
    dropout_on(reward.model, True)
    batches = plan_batches(
        [encoded[place] for place in mine], shared=reward.shared, limit=settings.tokens_per_batch
    )
    for number, micro in enumerate(batches):
        torch.manual_seed(derived_seed(settings.seed, "dropout", step, ranks.rank, number))
        chosen = [train[mine[place]] for place in micro]
        packed = [encoded[mine[place]] for place in micro]
        scores = reward.scores(packed)
        part = objective(scores, objective.lesson(chosen)) / weight
        centre = centring_loss(scores, batch_members(chosen, scores.device), len(chosen)) / len(places)
        (part + settings.centre * centre).backward()
        loss += float(part.detach())
        for group, given in zip(chosen, split_scores(scores, chosen), strict=True):
            group_right, group_votes = count_right(group, given)
            right, votes = right + group_right, votes + group_votes
        tokens += sum(group.padded(shared=reward.shared) for group in packed)
    dropout_on(reward.model, False)
    ranks.add_gradients(learner.parameters)
    return ranks.total(loss, right, votes, tokens)


def split_scores(scores: torch.Tensor, groups: Sequence[PromptGroup]) -> list[list[float]]:
    return [part.tolist() for part in scores.detach().split([len(group.texts) for group in groups])]


def score_groups(
    settings: RewardSettings,
    reward: RewardModel,
    ranks: Ranks,
    groups: Sequence[Group],
    recorder: Recorder,
) -> list[list[float]]:
    """Return the scores of all groups, each scored by one rank."""
    scores = reward.score_all(
        ranks.share(groups),
        settings.tokens_per_batch,
        lambda done: recorder.progress(min(done * ranks.count, len(groups)), len(groups), "prompts"),
    )
    return ranks.gather(scores)
