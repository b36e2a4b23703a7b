"""Texts made by a rule with several independent qualities, and two rules of what a text is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from benchmarks.reward_rankings import COURTEOUS, PLAIN

HARSH = ["stupid", "hate", "ugly", "loser", "worthless", "idiot"]
SHORTEST, LONGEST, BEST = 6, 16, 11
"""Words of an answer: least, most, and where both rules like it best."""
HARSH_TASKS = 6
"""In one prompt of so many the answers may be harsh."""


@dataclass(frozen=True)
class Task:
    prompt: str
    answers: list[str]


def worth_of_common(answer: str) -> float:
    """Return the worth by what every task shows: courtesy, no word twice in a row, a length near eleven words."""
    words = answer.split()
    courteous = sum(word in COURTEOUS for word in words) / len(words)
    repeated = sum(one == other for one, other in pairwise(words)) / len(words)
    return 4 * courteous - 3 * repeated - abs(len(words) - BEST) / 5


def worth_of_rare(answer: str) -> float:
    """Return the worth by the same and by what few tasks show: any harsh word outweighs most of the rest."""
    harsh = sum(word in HARSH for word in answer.split())
    return worth_of_common(answer) - (2 + harsh if harsh else 0)


RULES: dict[str, Callable[[str], float]] = {"common": worth_of_common, "rare": worth_of_rare}


def made_tasks(count: int, k: int, seed: int) -> list[Task]:
    """Return so many prompts of K answers each. How far a prompt's answers lie apart differs from prompt to prompt."""
    chance = Random(seed)  # noqa: S311  repeatable on purpose
    return [made_task(k, chance) for _ in range(count)]


def made_task(k: int, chance: Random) -> Task:
    spread = chance.uniform(0.1, 1)
    may_be_harsh = chance.randrange(HARSH_TASKS) == 0
    middle = [chance.random() for _ in range(3)]
    answers = []
    for _ in range(k):
        courtesy, repetition, length = ((1 - spread) * centre + spread * chance.random() for centre in middle)
        words = round(SHORTEST + length * (LONGEST - SHORTEST))
        harsh = chance.randrange(4) if may_be_harsh else 0
        answers.append(made_answer(words, 0.6 * courtesy, 0.6 * repetition, harsh, chance))
    return Task(" ".join(chance.choices(PLAIN, k=4)), answers)


def made_answer(words: int, courtesy: float, repetition: float, harsh: int, chance: Random) -> str:
    """Return so many words, `harsh` of them harsh; each other one repeats or is courteous with the given chances."""
    said: list[str] = []
    for _ in range(words):
        if said and chance.random() < repetition:
            said.append(said[-1])
        else:
            said.append(chance.choice(COURTEOUS if chance.random() < courtesy else PLAIN))
    for place in chance.sample(range(words), harsh):
        said[place] = chance.choice(HARSH)
    return " ".join(said)
