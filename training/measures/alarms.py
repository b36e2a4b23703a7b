"""Alarms of a training run: what its figures say when the learned reward is no longer the goal. Pure functions.

Each looks at the history of a run, one entry a step, and returns an alarm or None. It compares the first `window` steps
with the last, so that what lies between them may be forgotten. "Up" means by more than two standard errors of the two
means: noise from step to step rings no bell.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, variance
from typing import Any

from training.support.intervals import mean_interval

Figures = Mapping[str, float]
"""What one step told, by name."""

STANDARD_ERRORS = 2.0
COLLAPSED = 0.25
"""Answers of this share of their first length have collapsed."""
WORSE_THAN_NOTHING = -1.0
"""Explained variance of a value head whose errors are twice as large, in variance, as those of a constant."""
EXPLODED = 10.0
"""How many times its first size the value loss may grow."""


@dataclass(frozen=True)
class Limits:
    """When alarms ring."""

    max_kl: float
    """Nats an answer; past it the run ends whatever was asked for."""
    window: int
    """Steps that a mean is taken over."""
    length: float
    """Answers this many times as long as at the beginning; 0 for never."""
    repetition: float
    """Rise of the share of repeated n-grams since the beginning; 0 for never."""
    again: str = "Go on from an earlier checkpoint with"
    """How a run changes course, as advice begins that names what to change."""


@dataclass(frozen=True)
class Alarm:
    """Something that whoever watches should know. `ends` tells that the run must not go on."""

    name: str
    message: str
    """What happened, with its numbers."""
    next: str
    """What to do about it."""
    values: dict[str, float] = field(default_factory=dict)
    ends: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "message": self.message, "next": self.next, "values": self.values}


@dataclass(frozen=True)
class ExamFigures:
    """The rewards of one exam, a list a prompt: of the reward model that is learned from, and of the second one."""

    step: int
    first: list[list[float]]
    second: list[list[float]]


def ringing(history: Sequence[Figures], exams: Sequence[ExamFigures], limits: Limits) -> list[Alarm]:
    """Return every alarm that the present figures give reason for."""
    found = [
        kl_alarm(history, limits),
        length_alarm(history, limits),
        repetition_alarm(history, limits),
        value_alarm(history, limits),
        second_alarm(exams),
    ]
    return [alarm for alarm in found if alarm is not None]


def kl_alarm(history: Sequence[Figures], limits: Limits) -> Alarm | None:
    """Ring when the last step's mean KL lies past the bound, in nats an answer; never where none is measured."""
    kl = history[-1].get("kl", 0.0) if history else 0.0
    if kl <= limits.max_kl:
        return None
    return Alarm(
        name="kl bound",
        message=f"The answers drifted {kl:.1f} nats from the reference, past the bound of {limits.max_kl:g}.",
        next=f"{limits.again} a higher KL penalty or a lower learning rate.",
        values={"kl": kl, "bound": limits.max_kl},
        ends=True,
    )


def length_alarm(history: Sequence[Figures], limits: Limits) -> Alarm | None:
    """Ring when the reward is up and answers run away in length: much longer, or collapsed.

    Source: Singhal et al. 2024, "A Long Way to Go: Investigating Length Correlations in RLHF".
    """
    if limits.length == 0 or not reward_is_up(history, limits.window):
        return None
    before, now = ends_of(history, "length", limits.window)
    if COLLAPSED * before < now < limits.length * before:
        return None
    word = "longer" if now > before else "shorter"
    return Alarm(
        name="length",
        message=f"The reward is up while the answers grew {word}: {before:.0f} tokens at first, {now:.0f} now.",
        next="Read the samples. If the length earns the reward, stop, and train the reward model on rankings where the "
        f"better answer is not the {word} one. {limits.again} a higher KL penalty.",
        values={"before": before, "now": now, "limit": limits.length},
    )


def repetition_alarm(history: Sequence[Figures], limits: Limits) -> Alarm | None:
    """Ring when the reward is up and answers repeat themselves more than at the beginning."""
    if limits.repetition == 0 or not reward_is_up(history, limits.window):
        return None
    before, now = ends_of(history, "repetition", limits.window)
    if now - before < limits.repetition:
        return None
    return Alarm(
        name="repetition",
        message="The reward is up while the answers repeat themselves: "
        f"{before * 100:.0f} % of their four-token runs at first, {now * 100:.0f} % now.",
        next="Read the samples. If repeating earns the reward, stop, and let people rank such answers. "
        f"{limits.again} a higher KL penalty.",
        values={"before": before, "now": now, "limit": limits.repetition},
    )


def value_alarm(history: Sequence[Figures], limits: Limits) -> Alarm | None:
    """Ring when the value head diverges: worse than a constant at every step of the window, or its loss exploded.

    Never where there is no value head.
    """
    if len(history) < 2 * limits.window or "explained_variance" not in history[-1]:
        return None
    explained = [figures["explained_variance"] for figures in history[-limits.window :]]
    before, now = ends_of(history, "value_loss", limits.window)
    if max(explained) < WORSE_THAN_NOTHING:
        said = f"its explained variance stayed below {max(explained):.1f} for {limits.window} steps"
    elif now > EXPLODED * before:
        said = f"its loss rose from {before:.3g} to {now:.3g}"
    else:
        return None
    return Alarm(
        name="value",
        message=f"The value head diverges: {said}. The advantages are noise then.",
        next=f"{limits.again} a lower learning rate of the value head.",
        values={"explained_variance": fmean(explained), "value_loss_before": before, "value_loss": now},
    )


def second_alarm(exams: Sequence[ExamFigures]) -> Alarm | None:
    """Ring when the second reward model fell since its best exam while the first one rose.

    That is when the intervals of their mean changes, paired by prompt, lie below and above zero. Source: Gao et al. 2023,
    "Scaling Laws for Reward Model Overoptimization".
    """
    if len(exams) < 2:
        return None
    best, last = best_second(exams[:-1]), exams[-1]
    fall = change(best.second, last.second)
    rise = change(best.first, last.first)
    if fall["high"] >= 0 or rise["low"] <= 0:
        return None
    take = f"Take the policy of step {best.step}, or go" if best.step else "Go"
    return Alarm(
        name="second reward",
        message=f"Since step {best.step} the reward rose by {rise['value']:.2f} while the second reward model fell by "
        f"{-fall['value']:.2f} (95 % interval {-fall['high']:.2f} to {-fall['low']:.2f}).",
        next=f"The policy learns what only the first one likes. {take} on from before with a higher KL penalty.",
        values={"since": float(best.step), "rise": rise["value"], "fall": -fall["value"]},
    )


def best_second(exams: Sequence[ExamFigures]) -> ExamFigures:
    """Return the exam that the second reward model liked best."""
    return max(exams, key=lambda exam: fmean(score for given in exam.second for score in given))


def change(before: Sequence[Sequence[float]], after: Sequence[Sequence[float]]) -> dict[str, float]:
    """Return the mean change of each prompt's mean score, with its interval over prompts."""
    return mean_interval([[fmean(new) - fmean(old)] for old, new in zip(before, after, strict=True)])


def reward_is_up(history: Sequence[Figures], window: int) -> bool:
    """Tell whether the mean reward of the last steps lies above that of the first by two standard errors."""
    if len(history) < 2 * window:
        return False
    first, last = ([figures["reward"] for figures in part] for part in (history[:window], history[-window:]))
    error = math.sqrt((variance(first) + variance(last)) / window)
    return fmean(last) - fmean(first) > STANDARD_ERRORS * error


def ends_of(history: Sequence[Figures], name: str, window: int) -> tuple[float, float]:
    """Return the mean of a figure over the first steps, and over the last."""
    first, last = history[:window], history[-window:]
    return fmean(figures[name] for figures in first), fmean(figures[name] for figures in last)
