"""Everything that is measured of a reward model, as the JSON document `measures.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training.measures.accuracy import accuracy_slices, pair_accuracy
from training.measures.calibration import calibration
from training.measures.distribution import score_distribution
from training.measures.length import length_effects
from training.measures.order import rank_agreement
from training.measures.people import human_ceiling
from training.measures.scored import ScoredPrompt, vote_columns

VERSION = 1
FIGURES = 6
"""Significant figures kept of every number."""


def measure_report(
    prompts: Sequence[ScoredPrompt], seed: int, *, chose_weights: bool = False
) -> dict[str, Any] | None:
    """Return the document, or None where people decided no pair. It holds no text of prompts or answers.

    Every measure is {"value", "low", "high", "n"}: a 95 % bootstrap interval over prompts (2,000 resamples), null where
    it cannot be had. The keys, with the function whose docstring says what each figure is:

    version       1; keys are only added within a version
    split         "heldout": prompts that were not trained on
    chose_weights   true where the loss on these very prompts chose the weights (patience): every figure then flatters
    counts        prompts, answers, rankings, annotators (those with a name), votes (pairs one person decided)
    accuracy      share of votes ordered the same way: `pair_accuracy`
    slices        the same by domain, annotator, rank_gap and length: `accuracy_slices`
    ceiling       people, model and best on pairs that two people judged; null without such pairs: `human_ceiling`
    tau_b, top_1, top_1_by_chance    over whole rankings: `rank_agreement`
    calibration   `calibration`
    length        `length_effects`
    distribution  `score_distribution`
    """
    votes = vote_columns(prompts)
    if not len(votes.prompt):
        return None
    people = {given.annotator for prompt in prompts for given in prompt.judgements if given.annotator}
    document = {
        "version": VERSION,
        "split": "heldout",
        "chose_weights": chose_weights,
        "counts": {
            "prompts": len(prompts),
            "answers": sum(len(prompt.texts) for prompt in prompts),
            "rankings": sum(len(prompt.judgements) for prompt in prompts),
            "annotators": len(people),
            "votes": len(votes.prompt),
        },
        "accuracy": pair_accuracy(votes, seed),
        "slices": accuracy_slices(votes, seed),
        "ceiling": human_ceiling(prompts, seed),
        **rank_agreement(prompts, seed),
        "calibration": calibration(votes, seed),
        "length": length_effects(prompts, votes, seed),
        "distribution": score_distribution(prompts),
    }
    rounded: dict[str, Any] = shortened(document)
    return rounded


def shortened(value: Any) -> Any:
    """Return the value with its floats cut to FIGURES significant figures."""
    if isinstance(value, dict):
        return {name: shortened(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [shortened(entry) for entry in value]
    return float(f"{value:.{FIGURES}g}") if isinstance(value, float) else value
