"""The gold score of an evaluation's answers: what the demo's rule, which the reward model never saw, says of them."""

from __future__ import annotations

from typing import Any

from labeling.demo.rule import gold_score
from labeling.evaluations.models import Comparison, Evaluation
from labeling.evaluations.services import evaluation_measure_add

HELP = "The demo's own rule, which the scripted annotators followed with noise. Real projects have no such score."


def gold_measure_add(*, evaluation: Evaluation) -> None:
    """Judge every answer of the evaluation by the rule and keep the comparison as a measure."""
    before: dict[str, list[float]] = {}
    after: dict[str, list[float]] = {}
    for comparison in Comparison.objects.filter(evaluation=evaluation).order_by("pk"):
        key = str(comparison.prompt_id)
        before[key] = gold_of(comparison, comparison.reference)
        after[key] = gold_of(comparison, comparison.policy)
    evaluation_measure_add(
        evaluation=evaluation,
        name="gold",
        label="Gold score",
        help=HELP,
        better="higher",
        before=before,
        after=after,
    )


def gold_of(comparison: Comparison, answers: list[dict[str, Any]]) -> list[float]:
    prompt = comparison.messages[-1]["content"]
    return [gold_score(domain=comparison.domain, prompt=prompt, answer=answer["text"]) for answer in answers]
