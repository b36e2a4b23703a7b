"""Who answers the prompts of a step: our own decode loop, or an engine that a library has for it, behind one interface.

Held-out prompts are always answered by our loop: it gives policy and reference the same chances, which pairs their answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from training.models.generation import Answer, Sampling, generate
from training.models.policy import Policy
from training.models.rollout import bare_answer
from training.support.budget import Budget
from training.support.errors import TrainerError
from training.support.seed import uniforms


class Question(NamedTuple):
    """One prompt of a step."""

    prompt: list[int]
    chance: tuple[str | int, ...]
    """What the draws of its answers are derived from: the run's seed, the step and the prompt's place in it."""


class Engine(Protocol):
    """Answers prompts, several times each, from the whole distribution at the sampling's temperature."""

    def answer(self, questions: Sequence[Question], on_answers: Callable[[int], None]) -> list[list[Answer]]:
        """Return the answers to each question, as the policy is now; `on_answers` hears how many are done.

        What the policy said of each token is kept where it can stand for a forward pass, and left out elsewhere.
        """


@dataclass(frozen=True)
class LoopEngine:
    """Our decode loop. What it draws depends on a question and on the policy alone, not on what is asked beside it."""

    policy: Policy
    sampling: Sampling
    copies: int
    at_once: Budget
    keep_hidden: bool = False

    def answer(self, questions: Sequence[Question], on_answers: Callable[[int], None]) -> list[list[Answer]]:
        return generate(
            self.policy,
            [question.prompt for question in questions],
            [uniforms(self.copies, self.sampling.max_new_tokens, *question.chance) for question in questions],
            self.sampling,
            at_once=self.at_once,
            keep_hidden=self.keep_hidden,
            on_answers=on_answers,
        )


def foreign_answer(ids: list[int], policy: Policy, sampling: Sampling) -> Answer:
    """Return an answer that another engine wrote, without log-probabilities: a pass of our own gives them.

    Raises TrainerError where it was neither ended nor as long as allowed.
    """
    ended = bool(ids) and ids[-1] in policy.end_ids
    if not ended and len(ids) != sampling.max_new_tokens:
        raise TrainerError(
            f"The engine gave an answer up after {len(ids)} of at most {sampling.max_new_tokens} tokens.",
            "Choose engine loop, or look into the run's log for what the engine said.",
        )
    return bare_answer(ids, ended)
