"""What a step or an exam tells of a run that cannot learn, or that measures wrongly. Words to warn with, or none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

SAME = 1e-6
"""Scores of equal answers differ by rounding, as their place in a batch differs."""


def constant_doubt(mean: float, spread: float, answers: int) -> str:
    """Return what to say where all scores of a step are the same; `spread` is their deviation."""
    if answers < 2 or spread > SAME * max(abs(mean), 1.0):
        return ""
    return (
        f"All {answers} answers of a step earned the same score, {mean:.3g}: nothing can be learned from it. Score a few good "
        "and bad answers with the reward model: if it cannot tell them apart, it has to be trained again. If the answers are "
        "all the same, go on from an earlier checkpoint with a higher KL penalty."
    )


def cut_doubt(ended_share: float, longest: int, *, has_end: bool) -> str:
    """Return what to say where no answer of a step came to its end."""
    if ended_share > 0:
        return ""
    if not has_end:
        return (
            "The model names no end token: no answer can end, and all are cut. Name it as eos_token_id in the model's "
            "generation_config.json or in its tokenizer."
        )
    return (
        f"No answer of a step ended: all were cut at {longest} tokens, and the reward model reads unfinished texts. Raise the "
        "longest answer, or the penalty for a missing end; a model that was never taught to end its turn, as base models are "
        "not, should be fine-tuned on answers first."
    )


def kl_doubt(kls: Sequence[float]) -> str:
    """Return what to say where the mean of k1, one number an answer, lies below zero by more than noise."""
    mean, least = fmean(kls), least_kl(len(kls))
    if not mean < least:
        return ""
    return (
        f"The KL of {len(kls)} held-out answers is {mean:.3g} nats. A KL is never negative, and chance brings its estimate below "
        f"{least:.2g} less than once in a million times: this is a bug, not a result. The log-probabilities are not those the "
        "answers were drawn with: another temperature, shortest length or precision, or text that was turned into tokens "
        "anew. The KL penalty is wrong then; do not use this policy, and report it with the run's spec.json."
    )


def least_kl(answers: int, chance: float = 1e-6) -> float:
    """Return log(chance) / n: a mean k1 of n answers that lies below it does so by chance with that probability at most.

    k1 of an answer, log p - log q summed over its tokens, may be negative, but E_p[exp(-k1)] = sum_p q = 1, so that by
    Markov's inequality P(sum of n k1 <= log chance) <= chance, whatever p and q are. A mean below that says that the
    log-probabilities p are not those the answers were drawn with.
    """
    return math.log(chance) / answers
