"""The rows a run reads: written into its folder, so that it can be moved to another machine and replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from labeling.datasets.folder import prompt_rows, ranking_rows
from labeling.datasets.models import Dataset
from labeling.problems import FieldProblem, Problem
from labeling.projects.models import Project
from labeling.prompts.models import Completion, Prompt
from labeling.prompts.selectors import imports_hidden
from training.contract.rows import (
    CompletionRow,
    Message,
    PromptRow,
    RankingRow,
    Row,
    file_sha256,
    write_rows,
)
from training.contract.rundir import RunDir
from training.contract.spec import Input

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class Source:
    """What a run's rows are taken from."""

    project: Project
    dataset: Dataset | None
    domains: list[str] | None

    def frozen(self) -> Dataset:
        if self.dataset is None:
            raise Problem(
                "This run learns from a dataset.",
                hint="Freeze a dataset first, then choose it here.",
                fields=[FieldProblem("dataset", "must be given")],
            )
        return self.dataset

    def takes(self, domain: str) -> bool:
        return self.domains is None or domain in self.domains


def input_write(*, verb: str, source: Source, folder: RunDir) -> dict[str, Input]:
    """Write the verb's rows and return them by name as the spec lists them; a Problem when there are none."""
    name, rows = INPUTS[verb]
    path = folder.data / f"{name}.jsonl"
    count = write_rows(path, rows(source))
    if count == 0:
        raise Problem(NOTHING[verb], hint=NEXT[verb])
    relative = path.relative_to(folder.path).as_posix()
    return {name: Input(path=relative, rows=count, sha256=file_sha256(path))}


def prompts_to_sample(source: Source) -> Iterator[Row]:
    """Yield the prompts that no task asks about yet; where all have tasks, all of them."""
    hidden = imports_hidden(source.project)
    prompts = Prompt.objects.filter(in_domains(source, "domain"), project=source.project)
    prompts = prompts.exclude(source__in=hidden)
    fresh = prompts.filter(tasks__isnull=True)
    chosen = fresh if fresh.exists() else prompts
    for prompt in chosen.order_by("created_at", "id").iterator(chunk_size=ROWS_AT_ONCE):
        yield PromptRow(
            prompt_id=str(prompt.id), messages=messages_of(prompt), domain=prompt.domain, split="train"
        )


def completions_to_score(source: Source) -> Iterator[Row]:
    chosen = Completion.objects.filter(in_domains(source, "prompt__domain"), prompt__project=source.project)
    chosen = chosen.exclude(prompt__source__in=imports_hidden(source.project))
    ordered = chosen.select_related("prompt").order_by("prompt_id", "created_at", "id")
    for completion in ordered.iterator(chunk_size=ROWS_AT_ONCE):
        yield CompletionRow(
            completion_id=str(completion.id),
            prompt_id=str(completion.prompt_id),
            messages=messages_of(completion.prompt),
            text=completion.text,
            domain=completion.prompt.domain,
            model=completion.model,
            sampling=completion.sampling,
        )


def dataset_rankings(source: Source) -> Iterator[RankingRow]:
    return (row for row in ranking_rows(source.frozen()) if source.takes(row.domain))


def dataset_prompts(source: Source) -> Iterator[PromptRow]:
    return (row for row in prompt_rows(source.frozen()) if source.takes(row.domain))


def heldout_prompts(source: Source) -> Iterator[PromptRow]:
    return (row for row in prompt_rows(source.frozen(), "heldout") if source.takes(row.domain))


def messages_of(prompt: Prompt) -> tuple[Message, ...]:
    return tuple(Message(role=entry["role"], content=entry["content"]) for entry in prompt.messages)


def in_domains(source: Source, field: str) -> Q:
    return Q() if source.domains is None else Q(**{f"{field}__in": source.domains})


INPUTS: dict[str, tuple[str, Callable[[Source], Iterator[Row]]]] = {
    "sample": ("prompts", prompts_to_sample),
    "reward": ("rankings", dataset_rankings),
    "ppo": ("prompts", dataset_prompts),
    "best_of_n": ("prompts", heldout_prompts),
    "sft": ("rankings", dataset_rankings),
    "dpo": ("rankings", dataset_rankings),
    "rloo": ("prompts", dataset_prompts),
    "grpo": ("prompts", dataset_prompts),
    "score": ("completions", completions_to_score),
    "evaluate": ("prompts", heldout_prompts),
}
NOTHING = {
    "sample": "There are no prompts to answer.",
    **dict.fromkeys(("reward", "sft", "dpo"), "The dataset has no rankings in these domains."),
    **dict.fromkeys(("ppo", "rloo", "grpo"), "The dataset has no prompts in these domains."),
    **dict.fromkeys(("best_of_n", "evaluate"), "The dataset holds out no prompts in these domains."),
    "score": "There are no answers to score.",
}
NEXT = {
    "sample": "Import prompts first, or choose other domains.",
    **dict.fromkeys(
        ("reward", "ppo", "sft", "dpo", "rloo", "grpo"), "Choose other domains or another dataset."
    ),
    **dict.fromkeys(
        ("best_of_n", "evaluate"), "Freeze a dataset with a held-out share, or choose other domains."
    ),
    "score": "Sample or import answers first, or choose other domains.",
}
