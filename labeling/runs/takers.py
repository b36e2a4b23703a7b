"""What becomes of a completed run's artifacts: answers and their tasks, scores, reward models, policies."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from labeling.problems import Problem
from labeling.projects.models import Project
from labeling.prompts.makers import maker_named
from labeling.prompts.models import Completion, CompletionScore, Prompt
from labeling.registry.models import ModelVersion
from labeling.registry.services import model_register
from labeling.runs.models import Run
from labeling.runs.taking_in import Output
from labeling.storable import storable
from labeling.tasks.services import TaskEntry, tasks_create
from training.contract.rows import CompletionRow, ScoreRow, read_rows
from training.contract.rundir import BEST_POLICY

ROWS_AT_ONCE = 1000
MOST_WORDS = 5
ENSEMBLE = "ensemble"
"""The output that names a reward model whose members were kept with its scores."""


def artifact_path(run: Run, name: str) -> Path:
    """Return where an artifact lies; a Problem when the run wrote none of this name, or one outside its folder."""
    artifact = run.state.get("artifacts", {}).get(name)
    if artifact is None:
        raise Problem(f"The run wrote no artifact {name!r}.", hint="Read its log.")
    path = (run.folder.path / str(artifact["path"])).resolve()
    if not path.is_relative_to(run.folder.path.resolve()) or not path.exists():
        raise Problem(f"The artifact {name!r} is not at {artifact['path']!r} in the run's folder.")
    return path


def take_completions(run: Run) -> list[Output]:
    """Keep the sampled answers, and ask people to rank the answers of every prompt that got two or more."""
    rows = list(read_rows(artifact_path(run, "completions"), CompletionRow))
    prompts = {str(prompt.pk): prompt for prompt in Prompt.objects.filter(project=run.project)}
    source = run.spec["lineage"]["models"]["model"]["source"]
    kept = [
        completion_of(run, row, prompts[row.prompt_id], source) for row in rows if row.prompt_id in prompts
    ]
    Completion.objects.bulk_create(kept, batch_size=ROWS_AT_ONCE)
    entries = task_entries(run.project, kept)
    tasks_create(project=run.project, entries=entries)
    name = f"{len(kept):,} answers to {len({row.prompt_id for row in kept}):,} prompts"
    return [{"type": "completions", "id": str(run.pk), "name": name}, *named_output(run, kept)]


def named_output(run: Run, completions: Iterable[Completion]) -> list[Output]:
    """Say which words in the answers would end the blindness of those who rank them."""
    found = Counter(answer.names_maker for answer in completions if answer.names_maker)
    if not found:
        return []
    words = ", ".join(f"“{word}”" for word, _ in found.most_common(MOST_WORDS))
    said = "answer names" if found.total() == 1 else "answers name"
    name = f"{found.total():,} {said} a model or its maker: {words}"
    return [{"type": "named", "id": str(run.pk), "name": name}]


def completion_of(run: Run, row: CompletionRow, prompt: Prompt, model: str) -> Completion:
    text, model = storable(row.text), row.model or model
    return Completion(
        id=UUID(row.completion_id),
        prompt=prompt,
        text=text,
        model=model,
        names_maker=maker_named(text, model),
        sampling=storable(row.sampling),
        run_id=run.pk,
    )


def task_entries(project: Project, completions: Iterable[Completion]) -> list[TaskEntry]:
    """Return one task a prompt, in the order of the prompts; answers that say the same are shown once.

    Where fewer differ than a task of the project must have, there is none; what is more than it may have is left out.
    """
    answers: dict[Prompt, dict[str, Completion]] = defaultdict(dict)
    for completion in completions:
        answers[completion.prompt].setdefault(completion.text.strip(), completion)
    return [
        TaskEntry(prompt=prompt, completions=list(different.values())[: project.k_max])
        for prompt, different in answers.items()
        if len(different) >= project.k_min
    ]


def take_scores(run: Run) -> list[Output]:
    """Keep the scores; scoring again with the same reward model replaces its earlier scores."""
    named = run.spec["lineage"]["models"]
    models = [named["reward_model"], *named.get("more_reward_models", [])]
    by_source = {model["source"]: UUID(model["id"]) for model in models}
    known = {str(pk) for pk in completion_ids(run)}
    rows = read_rows(artifact_path(run, "scores"), ScoreRow)
    scores = (
        CompletionScore(
            completion_id=UUID(row.completion_id),
            reward_model_id=by_source[row.reward_model or models[0]["source"]],
            run_id=run.pk,
            score=row.score,
            members=row.members,
        )
        for row in rows
        if row.completion_id in known
    )
    count, ensembles = 0, set()
    for batch in batches(scores):
        CompletionScore.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["completion", "reward_model_id"],
            update_fields=["score", "members", "run_id"],
        )
        count += len(batch)
        ensembles |= {str(score.reward_model_id) for score in batch if len(score.members) > 1}
    by = " and ".join(model["name"] for model in models)
    kept = {"type": "scores", "id": str(run.pk), "name": f"{count:,} scores by {by}"}
    unsure = [
        {"type": ENSEMBLE, "id": model["id"], "name": model["name"]}
        for model in models
        if model["id"] in ensembles
    ]
    return [kept, *unsure]


def completion_ids(run: Run) -> Iterator[UUID]:
    found = Completion.objects.filter(prompt__project=run.project)
    return found.values_list("pk", flat=True).iterator(chunk_size=ROWS_AT_ONCE)


def batches(scores: Iterator[CompletionScore]) -> Iterator[list[CompletionScore]]:
    while batch := list(islice(scores, ROWS_AT_ONCE)):
        yield batch


def take_reward_model(run: Run) -> list[Output]:
    return [take_model(run, "reward_model", ModelVersion.Type.REWARD)]


def take_policy(run: Run) -> list[Output]:
    """Register the last policy, and the best one where an earlier exam was better."""
    last = take_model(run, "policy", ModelVersion.Type.POLICY)
    result = run.state.get("result", {})
    best = result.get("best")
    if best is None or best["step"] == result["steps"]:
        return [last]
    kept = artifact_path(run, BEST_POLICY).with_name(kept_name(best["step"]))
    source = kept if kept.exists() else artifact_path(run, BEST_POLICY)
    return [last, take_best(run, source, best["step"], best, "best")]


def take_best_so_far(run: Run) -> list[Output]:
    """Register the best policy of a run that ended before its end; a run that had none yet leaves nothing.

    The run may be gone on with, and find a better one: what is registered is a copy, which then stays as it is.
    """
    try:
        path = artifact_path(run, BEST_POLICY)
    except Problem:
        return []  # There is none, or the trainer was killed in the moment it put a better one in its place.
    artifact = run.state["artifacts"][BEST_POLICY]
    step = artifact["step"]
    kept = path.with_name(kept_name(step))
    if not kept.exists():
        partial = path.with_name(f".partial-{kept.name}")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(path, partial)
        partial.rename(kept)
    words = f"best of a {run.get_status_display()} run"
    return [take_best(run, kept, step, artifact["values"], words)]


def kept_name(step: int) -> str:
    """Return the name of the folder in which the best policy of a run that ended early is kept."""
    return f"{BEST_POLICY}-step-{step:06d}"


def take_best(run: Run, source: Path, step: int, exam: dict[str, Any], words: str) -> Output:
    model = model_keep(
        run,
        source,
        ModelVersion.Type.POLICY,
        name=f"{run.name[:120]}, {words} (step {step:,})",
        figures={"gain": exam["heldout_reward_gain"], "kl": exam["heldout_kl"], "steps": step},
        of={"step": step, "run_ended": run.status},
    )
    return output_of(model)


def take_model(run: Run, artifact: str, type: ModelVersion.Type) -> Output:
    figures = run.state.get("result", {})
    return output_of(model_keep(run, artifact_path(run, artifact), type, name=run.name, figures=figures))


def output_of(model: ModelVersion) -> Output:
    return {"type": model.type, "id": str(model.pk), "name": model.name}


def model_keep(
    run: Run,
    source: Path,
    type: ModelVersion.Type,
    *,
    name: str,
    figures: dict[str, Any],
    of: dict[str, Any] | None = None,
) -> ModelVersion:
    """Register a model of the run; `of` says in its lineage which of the run's models it is."""
    return model_register(
        project=run.project,
        type=type,
        name=name,
        source=str(source),
        base=run.spec["settings"]["model"],
        run_id=run.pk,
        dataset=run.dataset,
        lineage={**model_lineage(run), **(of or {})},
        figures=figures,
    )


def model_lineage(run: Run) -> dict[str, Any]:
    return {
        **run.spec["lineage"],
        "run": {"id": str(run.pk), "name": run.name},
        "settings": run.spec["settings"],
    }
