"""Answers from a policy: our own decode loop, which keeps the log-probability and state of every token it draws.

What is drawn depends on the prompt and on its uniform numbers alone, not on which prompts share the batch. Copies of a
prompt share its prefill, or its encoding; rows that have ended leave the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch

from training.models.decoding import decode_steps
from training.models.policy import Policy, forbid_early_end
from training.support.budget import Budget

COMPACT_BELOW = 0.8
NUCLEUS_RANKS = (256, 4096)


@dataclass(frozen=True)
class Sampling:
    temperature: float
    min_new_tokens: int
    max_new_tokens: int
    top_p: float = 1.0


class Answer(NamedTuple):
    """One drawn answer. An answer that ended has its end token as its last id."""

    ids: list[int]
    ended: bool
    logprobs: torch.Tensor
    """[t] float32, at the sampling temperature over the whole vocabulary, before top-p."""
    hidden: torch.Tensor
    """[t, h] float32: the state each token was drawn from; [0, h] unless asked for."""


def generate(
    policy: Policy,
    prompts: Sequence[list[int]],
    chances: Sequence[torch.Tensor],
    sampling: Sampling,
    *,
    at_once: Budget,
    keep_hidden: bool = False,
    on_answers: Callable[[int], None] | None = None,
) -> list[list[Answer]]:
    """Return the answers to each prompt: as many as its `chances` [k, t] has rows of uniform numbers.

    Prompts of similar length are answered side by side, `at_once` answers at most: half of them, from the first prompt
    on, when memory runs out. `on_answers` hears after every decode step how many answers are done, half-written ones as
    their share.
    """

    def within(limit: int) -> list[list[Answer]]:
        answers: list[list[Answer]] = [[] for _ in prompts]
        done = 0
        for places, copies in side_by_side([len(prompt) for prompt in prompts], chances[0].shape[0], limit):
            given = [chances[place][copies] for place in places]
            count = sum(map(len, given))
            loop = DecodeLoop(
                policy, [prompts[place] for place in places], len(given[0]), sampling, keep_hidden
            )

            def tell(share: float, done: int = done, count: int = count) -> None:
                if on_answers is not None:
                    on_answers(done + int(share * count))

            drawn = loop.run(torch.cat(given), tell)
            for number, place in enumerate(places):
                answers[place] += drawn[number * len(given[0]) : (number + 1) * len(given[0])]
            done += count
        return answers

    with torch.no_grad(), decode_steps(policy.model):
        return at_once.spend(within)


def side_by_side(lengths: Sequence[int], copies: int, limit: int) -> Iterator[tuple[list[int], slice]]:
    """Yield which prompts are answered together, the shortest first, and which of each one's copies: `limit` answers at most."""
    width, depth = max(limit // copies, 1), min(copies, limit)
    order = sorted(range(len(lengths)), key=lambda place: (lengths[place], place))
    for start in range(0, len(order), width):
        for first in range(0, copies, depth):
            yield order[start : start + width], slice(first, first + depth)


class DecodeLoop:
    """One batch of prompts, each with its copies, from their first token to the last."""

    def __init__(
        self, policy: Policy, prompts: list[list[int]], copies: int, sampling: Sampling, keep_hidden: bool
    ) -> None:
        self.policy, self.sampling, self.keep_hidden = policy, sampling, keep_hidden
        self.decoding = policy.decode(prompts, copies, sampling.max_new_tokens)
        self.rows = list(range(len(prompts) * copies))
        self.ids: list[list[int]] = [[] for _ in self.rows]
        self.ended = [False] * len(self.rows)
        self.logprobs: list[list[torch.Tensor]] = [[] for _ in self.rows]
        self.hidden: list[list[torch.Tensor]] = [[] for _ in self.rows]

    def run(self, chances: torch.Tensor, tell: Callable[[float], None]) -> list[Answer]:
        """Draw until every row has ended or is as long as allowed. `chances` [b, t] decides every draw.

        `tell` hears which share of the longest way is behind.
        """
        for time in range(self.sampling.max_new_tokens):
            self._draw(time, chances[self.rows, time].to(self.policy.device.place))
            tell((time + 1) / self.sampling.max_new_tokens)
            self._drop_ended()
            if not self.rows or time + 1 == self.sampling.max_new_tokens:
                break
            last = [self.ids[row][-1] for row in self.rows]
            self.decoding.advance(torch.tensor(last, device=self.policy.device.place))
        return [self._answer(row) for row in range(len(self.ids))]

    def _draw(self, time: int, chance: torch.Tensor) -> None:
        """Draw one token for every row at work."""
        logits = self.policy.logits(self.decoding.states).div_(self.sampling.temperature)
        times = torch.full((len(self.rows),), time, device=logits.device)
        logits = forbid_early_end(logits, times, self.policy.end_ids, self.sampling.min_new_tokens)
        logprobs = logits.log_softmax(dim=1)
        tokens = draw(logprobs.exp(), chance, self.sampling.top_p)
        chosen = logprobs.gather(1, tokens[:, None]).squeeze(1).cpu()
        hidden = self.decoding.states.float() if self.keep_hidden else None
        ends = set(self.policy.end_ids)
        for place, (row, token) in enumerate(zip(self.rows, tokens.tolist(), strict=True)):
            if self.ended[row]:
                continue
            self.ids[row].append(token)
            self.logprobs[row].append(chosen[place])
            if hidden is not None:
                self.hidden[row].append(hidden[place])
            self.ended[row] = token in ends

    def _drop_ended(self) -> None:
        """Let ended rows leave once they are a fair share of the batch: leaving copies the cache."""
        alive = [place for place, row in enumerate(self.rows) if not self.ended[row]]
        if len(alive) > COMPACT_BELOW * len(self.rows) or not alive:
            self.rows = self.rows if alive else []
            return
        self.rows = [self.rows[place] for place in alive]
        self.decoding.keep(torch.tensor(alive, device=self.policy.device.place))

    def _answer(self, row: int) -> Answer:
        width = self.policy.hidden_size
        hidden = torch.stack(self.hidden[row]) if self.hidden[row] else torch.empty(0, width)
        return Answer(self.ids[row], self.ended[row], torch.stack(self.logprobs[row]), hidden)


def draw(probabilities: torch.Tensor, chance: torch.Tensor, top_p: float) -> torch.Tensor:
    """Return one token [b] per row of probabilities [b, v], by inverse transform of `chance` [b] in [0, 1).

    With top-p below 1 only the smallest set of tokens that holds this probability can be drawn. Source of top-p:
    Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", section 3.1.
    """
    if top_p >= 1.0:
        return invert(probabilities, chance)
    ranked, tokens = rank_nucleus(probabilities, top_p)
    before = ranked.cumsum(dim=1) - ranked
    kept = ranked.masked_fill(before >= top_p, 0.0)
    return tokens.gather(1, invert(kept, chance)[:, None]).squeeze(1)


def rank_nucleus(probabilities: torch.Tensor, top_p: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Return probabilities and tokens [b, n], best first, far enough down to hold `top_p` of every row.

    Cost: a partial sort of as few hundred or thousand tokens as are enough, a whole sort when they are not.
    """
    for few in NUCLEUS_RANKS:
        ranked, tokens = probabilities.topk(min(few, probabilities.shape[1]), dim=1)
        if bool((ranked.sum(dim=1) >= top_p).all()):
            return ranked, tokens
    return probabilities.sort(dim=1, descending=True)


def invert(weights: torch.Tensor, chance: torch.Tensor) -> torch.Tensor:
    """Return [b] the first place at which the running sum of weights [b, v] passes chance * total.

    A place of weight zero is never returned: the sum does not grow there.
    """
    running = weights.double().cumsum(dim=1)
    wanted = chance.double()[:, None] * running[:, -1:]
    place = torch.searchsorted(running, wanted, right=True).squeeze(1)
    return place.clamp(max=weights.shape[1] - 1)
