"""Before and after, with their uncertainty. Pure: from the values of each prompt to measures with intervals.

Every interval comes from a bootstrap over prompts, because the answers to one prompt are not independent; a change is
paired: the difference of a prompt's own means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from labeling.preferences.measure import NO_MEASURE, Measure, ratio_measure

Better = Literal["higher", "lower", "none"]
ByPrompt = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Compared:
    """One measure of both sides: the values of each prompt's answers; a side that has none stays empty."""

    name: str
    label: str
    help: str
    better: Better
    before: ByPrompt
    after: ByPrompt

    def only(self, prompts: set[str]) -> Compared:
        before = {prompt: values for prompt, values in self.before.items() if prompt in prompts}
        after = {prompt: values for prompt, values in self.after.items() if prompt in prompts}
        return Compared(self.name, self.label, self.help, self.better, before, after)

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "label": self.label,
            "help": self.help,
            "better": self.better,
            "before": mean_measure(self.before).to_json(),
            "after": mean_measure(self.after).to_json(),
            "change": change_measure(self.before, self.after).to_json(),
        }


def mean_measure(values: ByPrompt) -> Measure:
    """Return the mean over all answers; n counts the answers."""
    given = [entries for entries in values.values() if entries]
    if not given:
        return NO_MEASURE
    sums = np.array([sum(entries) for entries in given], dtype=np.float64)
    return ratio_measure(sums, np.array([len(entries) for entries in given], dtype=np.float64))


def change_measure(before: ByPrompt, after: ByPrompt) -> Measure:
    """Return the mean over prompts of (mean after - mean before); n counts the prompts that have both."""
    shared = [prompt for prompt in before if before[prompt] and after.get(prompt)]
    if not shared:
        return NO_MEASURE
    changes = np.array([np.mean(after[prompt]) - np.mean(before[prompt]) for prompt in shared])
    return ratio_measure(changes, np.ones(len(changes)))


def wins_of(before: Sequence[float], after: Sequence[float]) -> list[float]:
    """Return 1 where the answer after scores above the one before it was drawn beside, 0.5 for a tie, else 0."""
    return [1.0 if new > old else 0.5 if new == old else 0.0 for old, new in zip(before, after, strict=False)]


def compare_rows(rows: Iterable[Mapping[str, Any]]) -> list[Compared]:
    """Return the measures that every evaluation has, from its rows of answers side by side."""
    listed = list(rows)
    rewards = both(listed, "reward")
    wins = {prompt: wins_of(before, rewards[1][prompt]) for prompt, before in rewards[0].items()}
    return [
        Compared("reward", "Learned reward", "What the reward model says of an answer.", "higher", *rewards),
        Compared(
            "win_rate",
            "Win rate",
            "How often the policy's answer scores above the reference's; ties count half.",
            "higher",
            {},
            wins,
        ),
        Compared(
            "kl",
            "KL",
            "How far the policy has moved from the reference, in nats an answer.",
            "none",
            {},
            both(listed, "kl")[1],
        ),
        Compared("length", "Length", "Tokens of an answer.", "none", *both(listed, "tokens")),
        Compared(
            "ended",
            "Ended by itself",
            "Share of the answers that came to an end before the limit.",
            "higher",
            *both(listed, "ended"),
        ),
    ]


def both(
    rows: Iterable[Mapping[str, Any]], field: str
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return (reference, policy) values of a field by prompt; answers without it are left out."""
    sides: tuple[dict[str, list[float]], dict[str, list[float]]] = ({}, {})
    for row in rows:
        for side, name in zip(sides, ("reference", "policy"), strict=True):
            values = [float(answer[field]) for answer in row[name] if answer.get(field) is not None]
            side[str(row["prompt_id"])] = values
    return sides


def measures_by_domain(compared: Sequence[Compared], domains: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return [{domain, measures}] for {prompt: domain}, the domains in their order."""
    return [
        {
            "domain": domain,
            "measures": [
                item.only({prompt for prompt, own in domains.items() if own == domain}).to_json()
                for item in compared
            ],
        }
        for domain in sorted(set(domains.values()))
    ]
