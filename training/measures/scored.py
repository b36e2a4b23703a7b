"""What is measured: prompts whose answers have scores and were ranked by people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from training.support.intervals import Floats


class Judgement(NamedTuple):
    """One person's ranking of a prompt's answers."""

    annotator: str
    groups: Sequence[Sequence[int]]
    """Places of answers in the prompt's list, best first; tied within a group."""


@dataclass(frozen=True)
class ScoredPrompt:
    """One prompt, its K answers with their scores, and what people said of their order."""

    prompt_id: str
    domain: str
    prompt: str
    """The last turn of the conversation."""
    texts: Sequence[str]
    scores: Sequence[float]
    judgements: Sequence[Judgement]


class Vote(NamedTuple):
    """One person's word that one answer is better than another."""

    prompt: int
    annotator: str
    better: int
    worse: int
    gap: int
    """How many groups apart the person put them: 1 is one after the other."""


class Votes(NamedTuple):
    """All votes as columns [v]. `prompt` counts from 0 in the order of the prompts."""

    prompt: NDArray[numpy.int64]
    difference: Floats
    """Score of the better answer less that of the worse one: above zero the model agrees."""
    length_ratio: Floats
    """Length of the better answer over that of the worse one, in characters, each counted as one at least."""
    gap: NDArray[numpy.int64]
    annotator: NDArray[numpy.str_]
    domain: NDArray[numpy.str_]

    @property
    def agreed(self) -> Floats:
        """Return [v]: 1 where the model says the same, 0 where it says the opposite, 0.5 where its scores are equal."""
        return (numpy.sign(self.difference) + 1) / 2


def votes_of(prompts: Sequence[ScoredPrompt]) -> Iterator[Vote]:
    """Yield every vote: an answer beats all answers in later groups of the same ranking. Ties are no votes."""
    for number, prompt in enumerate(prompts):
        for judgement in prompt.judgements:
            for place, above in enumerate(judgement.groups):
                for gap, below in enumerate(judgement.groups[place + 1 :], start=1):
                    for better in above:
                        for worse in below:
                            yield Vote(number, judgement.annotator, better, worse, gap)


def vote_columns(prompts: Sequence[ScoredPrompt]) -> Votes:
    """Return all votes as columns; costs one pass over the C(K,2) pairs of every ranking."""
    votes = list(votes_of(prompts))
    scored = [prompts[vote.prompt] for vote in votes]
    lengths = [[max(len(text), 1) for text in prompt.texts] for prompt in prompts]
    return Votes(
        prompt=numpy.array([vote.prompt for vote in votes], dtype=numpy.int64),
        difference=numpy.array(
            [
                prompt.scores[vote.better] - prompt.scores[vote.worse]
                for vote, prompt in zip(votes, scored, strict=True)
            ],
            dtype=numpy.float64,
        ),
        length_ratio=numpy.array(
            [lengths[vote.prompt][vote.better] / lengths[vote.prompt][vote.worse] for vote in votes],
            dtype=numpy.float64,
        ),
        gap=numpy.array([vote.gap for vote in votes], dtype=numpy.int64),
        annotator=numpy.array([vote.annotator for vote in votes], dtype=numpy.str_),
        domain=numpy.array([prompt.domain for prompt in scored], dtype=numpy.str_),
    )
