"""Writes of evaluations: take one in, add a measure to it, send its answers back to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from labeling.evaluations.comparison_rows import read_comparisons
from labeling.evaluations.measures import Better, Compared, compare_rows, measures_by_domain
from labeling.evaluations.models import Comparison, Evaluation
from labeling.problems import Conflict, Problem
from labeling.prompts.makers import maker_named
from labeling.prompts.models import Completion, Prompt
from labeling.runs.models import Run
from labeling.runs.takers import artifact_path, task_entries
from labeling.runs.taking_in import Output
from labeling.storable import storable
from labeling.tasks.services import tasks_create

ROWS_AT_ONCE = 500
SAMPLING = ("temperature", "min_new_tokens", "max_new_tokens", "seed")


def take_evaluation(run: Run) -> list[Output]:
    """Keep a completed evaluate run's comparisons with their measures."""
    rows = [storable(row) for row in read_comparisons(artifact_path(run, "comparisons"))]
    if not rows:
        raise Problem("The run compared no prompts.", hint="Freeze a dataset with a held-out share.")
    compared = compare_rows(rows)
    domains = {row["prompt_id"]: row["domain"] for row in rows}
    evaluation = Evaluation.objects.create(
        project=run.project,
        run=run,
        name=run.name,
        measures=[item.to_json() for item in compared],
        by_domain=measures_by_domain(compared, domains),
    )
    Comparison.objects.bulk_create([comparison_of(evaluation, row) for row in rows], batch_size=ROWS_AT_ONCE)
    return [{"type": "evaluation", "id": str(evaluation.pk), "name": evaluation.name}]


def comparison_of(evaluation: Evaluation, row: Mapping[str, Any]) -> Comparison:
    return Comparison(
        evaluation=evaluation,
        prompt_id=UUID(row["prompt_id"]),
        domain=row["domain"],
        messages=row["messages"],
        reference=row["reference"],
        policy=row["policy"],
    )


@transaction.atomic
def evaluation_measure_add(
    *,
    evaluation: Evaluation,
    name: str,
    label: str,
    help: str,
    better: Better,
    before: Mapping[str, Sequence[float]],
    after: Mapping[str, Sequence[float]],
) -> Evaluation:
    """Add a measure to every answer, overall and by domain; one of the same name is replaced.

    before and after: {prompt id: one value for each answer of the reference, of the policy, in their order}.
    """
    evaluation = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    comparisons = list(evaluation.comparisons.all())
    for comparison in comparisons:
        values_put(comparison.reference, name, before.get(str(comparison.prompt_id)))
        values_put(comparison.policy, name, after.get(str(comparison.prompt_id)))
    Comparison.objects.bulk_update(comparisons, ["reference", "policy"], batch_size=ROWS_AT_ONCE)
    added = Compared(name, label, help, better, before, after)
    domains = {str(comparison.prompt_id): comparison.domain for comparison in comparisons}
    evaluation.measures = replaced(evaluation.measures, added.to_json())
    by_domain = {entry["domain"]: entry["measures"] for entry in measures_by_domain([added], domains)}
    for entry in evaluation.by_domain:
        entry["measures"] = replaced(entry["measures"], by_domain[entry["domain"]][0])
    evaluation.save(update_fields=["measures", "by_domain"])
    return evaluation


def values_put(answers: list[dict[str, Any]], name: str, values: Sequence[float] | None) -> None:
    if values is None or len(values) != len(answers):
        given = "none" if values is None else str(len(values))
        raise Problem(
            f"The measure {name!r} needs a value for each of a prompt's {len(answers)} answers; {given} given."
        )
    for answer, value in zip(answers, values, strict=True):
        answer[name] = float(value)


def replaced(measures: list[dict[str, Any]], added: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the measures with the added one in the place of its namesake, else after the first."""
    names = [measure["name"] for measure in measures]
    if added["name"] in names:
        return [added if measure["name"] == added["name"] else measure for measure in measures]
    return [*measures[:1], added, *measures[1:]]


@transaction.atomic
def evaluation_tasks_create(*, evaluation: Evaluation) -> int:
    """Send both sides' answers back to people, once: a new task for each prompt, and the number of tasks."""
    evaluation = Evaluation.objects.select_for_update().select_related("run", "project").get(pk=evaluation.pk)
    if Completion.objects.filter(run_id=evaluation.run_id).exists():
        raise Conflict("These answers were sent to people already.", hint="Look at the project's progress.")
    comparisons = list(evaluation.comparisons.order_by("pk"))
    ids = [comparison.prompt_id for comparison in comparisons]
    prompts = evaluation.project.prompts.in_bulk(ids)
    answers = [
        answer
        for comparison in comparisons
        if comparison.prompt_id in prompts
        for answer in answers_of(evaluation.run, comparison, prompts[comparison.prompt_id])
    ]
    entries = task_entries(evaluation.project, answers)
    if not entries:
        raise Problem(
            "There is nothing to rank: on every prompt both sides answered the same.",
            hint="Evaluate with more answers per prompt.",
        )
    Completion.objects.bulk_create(answers, batch_size=ROWS_AT_ONCE)
    return len(tasks_create(project=evaluation.project, entries=entries))


def answers_of(run: Run, comparison: Comparison, prompt: Prompt) -> list[Completion]:
    """Return both sides' answers with where they came from, the sides in turn."""
    sampling = {name: run.spec["settings"][name] for name in SAMPLING}
    models = {side: run.spec["lineage"]["models"][side]["source"] for side in ("reference", "policy")}
    pairs = [("reference", answer) for answer in comparison.reference]
    pairs += [("policy", answer) for answer in comparison.policy]
    return [
        Completion(
            prompt=prompt,
            text=answer["text"],
            model=models[side][:255],
            names_maker=maker_named(answer["text"], models[side]),
            sampling={**sampling, "tokens": answer.get("tokens"), "ended": answer.get("ended"), "side": side},
            run_id=run.pk,
        )
        for side, answer in pairs
    ]
