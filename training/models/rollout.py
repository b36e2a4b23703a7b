"""A step's answers as tensors, and the passes over them in micro-batches of similar length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import torch
from torch.nn.utils.rnn import pad_sequence

from training.models.generation import Answer
from training.models.packing import Group, batches_by_tokens
from training.models.policy import Policy
from training.models.value import ValueModel
from training.support.budget import Budget


@dataclass(frozen=True)
class Rollout:
    """Answers in a flat list [b], prompt by prompt."""

    prompts: list[list[int]]
    """[b] each answer's prompt."""
    prompt_of: list[int]
    """[b] which prompt of the step it answers."""
    answers: list[Answer]

    @property
    def lengths(self) -> torch.Tensor:
        return torch.tensor([len(answer.ids) for answer in self.answers])

    @property
    def shape(self) -> tuple[int, int]:
        """Return [b, t]: the answers and the longest one's tokens."""
        return len(self.answers), int(self.lengths.max())

    @property
    def mask(self) -> torch.Tensor:
        """Return [b, t] float, 1 at answer tokens."""
        return (torch.arange(self.shape[1])[None, :] < self.lengths[:, None]).float()

    @property
    def ended(self) -> torch.Tensor:
        return torch.tensor([float(answer.ended) for answer in self.answers])

    @property
    def remembered(self) -> bool:
        """Tell whether what the policy said of each token was kept when it was drawn."""
        return all(len(answer.logprobs) == len(answer.ids) for answer in self.answers)

    def bare(self) -> Rollout:
        """Return it without what was kept of the drawing, which is read once: the states are large."""
        return replace(self, answers=[bare_answer(answer.ids, answer.ended) for answer in self.answers])

    def state(self) -> dict[str, Any]:
        """Return it in plain types, for a checkpoint."""
        answers = [(answer.ids, answer.ended) for answer in self.answers]
        return {"prompts": self.prompts, "prompt_of": self.prompt_of, "answers": answers}

    def groups(self, places: Sequence[int]) -> list[Group]:
        """Return the answers at these places, those of one prompt that stand side by side in one group."""
        groups: list[Group] = []
        last = -1
        for place in places:
            if self.prompt_of[place] == last:
                groups[-1].answers.append(self.answers[place].ids)
            else:
                groups.append(Group(self.prompts[place], [self.answers[place].ids]))
            last = self.prompt_of[place]
        return groups

    def by_prompt(self, places: Sequence[int], limit: int, *, shared: bool) -> list[list[int]]:
        """Return the places in parts that go through a model together.

        Where a prompt is encoded once: its answers that stand side by side, as many as `limit` positions hold. Else one.
        """
        parts: list[list[int]] = []
        for place in places:
            if shared and parts and self.prompt_of[parts[-1][-1]] == self.prompt_of[place]:
                grown = [*parts[-1], place]
                if self.groups(grown)[0].length <= limit:
                    parts[-1] = grown
                    continue
            parts.append([place])
        return parts

    def micro_batches(self, places: Sequence[int], limit: int, *, shared: bool) -> Iterator[list[int]]:
        """Yield the places, at most `limit` positions at once with their padding, those of similar length together.

        `shared` says that a prompt is encoded once for its answers. An answer longer than the limit goes alone.
        """
        parts = self.by_prompt(places, limit, shared=shared)
        sizes = [self.groups(part)[0].padded(shared=shared) for part in parts]
        for batch in batches_by_tokens(sizes, limit):
            yield [place for number in batch for place in parts[number]]


def bare_answer(ids: list[int], ended: bool) -> Answer:
    return Answer(ids, ended, torch.empty(0), torch.empty(0, 0))


def rollout_of(state: dict[str, Any]) -> Rollout:
    """Return the rollout of a checkpoint."""
    answers = [bare_answer(*answer) for answer in state["answers"]]
    return Rollout(state["prompts"], state["prompt_of"], answers)


def make_rollout(prompts: Sequence[list[int]], answers: Sequence[Sequence[Answer]]) -> Rollout:
    """Return the answers of a step's prompts as one flat list."""
    prompt_of = [number for number, given in enumerate(answers) for _ in given]
    return Rollout(
        prompts=[prompts[number] for number in prompt_of],
        prompt_of=prompt_of,
        answers=[answer for given in answers for answer in given],
    )


class TokenTable(NamedTuple):
    """[b, t] float32 on the CPU, zero after an answer's end."""

    logprobs: torch.Tensor
    values: torch.Tensor
    """Zero everywhere when no value head was given."""


@dataclass(frozen=True)
class Asked:
    """How answers were drawn, since every later log-probability is taken the same way; and how much may be asked at once."""

    temperature: float
    min_new_tokens: int
    budget: Budget


def ask(policy: Policy, rollout: Rollout, asked: Asked, value_model: ValueModel | None = None) -> TokenTable:
    """Return what the policy, as it is now switched, says of each answer token; no gradients."""

    def within(limit: int) -> TokenTable:
        logprobs, values = torch.zeros(rollout.shape), torch.zeros(rollout.shape)
        for places in rollout.micro_batches(range(len(rollout.answers)), limit, shared=policy.shared):
            groups = rollout.groups(places)
            states = policy.token_states(
                groups, temperature=asked.temperature, min_new_tokens=asked.min_new_tokens
            )
            rows = torch.tensor(places)[states.answer.cpu()], states.time.cpu()
            logprobs[rows] = states.logprobs.cpu()
            if value_model is not None:
                values[rows] = value_model.values(groups, states.hidden).cpu()
        return TokenTable(logprobs, values)

    with torch.no_grad():
        return asked.budget.spend(within)


def ask_value(value_model: ValueModel, rollout: Rollout, budget: Budget, *, shared: bool) -> torch.Tensor:
    """Return the values [b, t] of a value model that makes a pass of its own; no gradients."""

    def within(limit: int) -> torch.Tensor:
        values = torch.zeros(rollout.shape)
        for places in rollout.micro_batches(range(len(rollout.answers)), limit, shared=shared):
            rows = [(place, time) for place in places for time in range(len(rollout.answers[place].ids))]
            values[torch.tensor(rows).unbind(1)] = value_model.own_values(rollout.groups(places)).cpu()
        return values

    with torch.no_grad():
        return budget.spend(within)


def drawn_states(
    policy: Policy, rollout: Rollout, asked: Asked, value_model: ValueModel | None = None
) -> TokenTable:
    """Return what the policy said of each token when it drew it.

    In float32 the decode loop has kept it, which saves a pass. In a lower precision decoding and training round
    differently, and another engine always does, so that the ratio of the two would not begin at one: the pass is made.
    """
    if not (policy.device.exact and rollout.remembered):
        return ask(policy, rollout, asked, value_model)
    logprobs = pad_sequence([answer.logprobs for answer in rollout.answers], batch_first=True).cpu()
    values = torch.zeros(rollout.shape)
    if value_model is not None and not value_model.reads_policy:
        values = ask_value(value_model, rollout, asked.budget, shared=policy.shared)
    elif value_model is not None:
        with torch.no_grad():
            flat = value_model.head(torch.cat([answer.hidden for answer in rollout.answers])).cpu()
        values[rollout.mask.bool()] = flat
    return TokenTable(logprobs, values)
