"""From the project's rankings to the frozen rows: who counts, on which side, and what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from labeling.datasets.splits import pseudonyms, split_prompts
from labeling.preferences.agreement import Judgement
from labeling.projects.models import Project
from labeling.projects.selectors import excluded_people
from labeling.rankings.marks import CONFIDENCE
from labeling.rankings.models import Ranking
from labeling.rankings.selectors import latest_with_repeats
from labeling.reviews.models import Adjudication
from labeling.reviews.selectors import adjudications_in_force
from labeling.tasks.models import Task
from training.contract.rows import Message, RankingRow

SCRIPTED = "by a scripted annotator"
EXCLUDED = "by an excluded annotator"
SETTLED = "replaced by an adjudication"
UNPLACED = "fewer than two answers placed"
GOLD = "of a gold task"
REPEAT = "of a task given to the same person again"


@dataclass(frozen=True)
class Choice:
    """What was asked for; kept as the manifest's filters."""

    domains: list[str] | None = None
    heldout_share: float = 0.2
    seed: int = 0
    include_scripted: bool = True
    include_gold: bool = False
    adjudicated: str = "prefer"
    """prefer: what a reviewer settled replaces the annotators' rankings of that task; ignore: it does not count."""


@dataclass
class Gathered:
    rows: list[RankingRow] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    judgements: list[Judgement] = field(default_factory=list)
    """What people said, also where an adjudication replaces it: agreement is theirs."""
    adjudicated: int = 0
    """Tasks whose ranking is an adjudication."""


def rows_gather(project: Project, choice: Choice) -> Gathered:
    """Return the rows in their frozen order (prompt, ranking) and the count of what was dropped, by reason.

    Holds the rankings in memory: about 10 kB each with four answers.
    """
    kinds = [Task.Kind.ORDINARY, Task.Kind.GOLD]
    found = latest_with_repeats(project, choice.domains, kinds).select_related("assignment")
    gathered = Gathered()
    excluded = excluded_people(project)
    settled = settled_tasks(project, choice)
    gathered.adjudicated = len(settled)
    kept: list[Ranking] = []
    for ranking in found.prefetch_related("task__completions").iterator(chunk_size=1000):
        reason = EXCLUDED if ranking.annotator_id in excluded else drop_reason(ranking, choice)
        if not reason:
            gathered.judgements.append(judgement_of(ranking))
            reason = SETTLED if ranking.task_id in settled else ""
        if reason:
            gathered.dropped[reason] += 1
        else:
            kept.append(ranking)
    gathered.rows = frozen_rows(kept, settled.values(), choice)
    return gathered


def settled_tasks(project: Project, choice: Choice) -> dict[UUID, Adjudication]:
    if choice.adjudicated == "ignore":
        return {}
    found = adjudications_in_force(project, choice.domains).prefetch_related("task__completions")
    return {adjudication.task_id: adjudication for adjudication in found}


def judgement_of(ranking: Ranking) -> Judgement:
    return Judgement(str(ranking.task.prompt_id), person_key(ranking), ranking.groups)


def drop_reason(ranking: Ranking, choice: Choice) -> str:
    if ranking.assignment and ranking.assignment.is_repeat:
        return REPEAT
    if ranking.task.kind == Task.Kind.GOLD and not choice.include_gold:
        return GOLD
    scripted = ranking.annotator is not None and ranking.annotator.is_scripted
    if scripted and not choice.include_scripted:
        return SCRIPTED
    return UNPLACED if sum(len(group) for group in ranking.groups) < 2 else ""


def frozen_rows(
    rankings: Sequence[Ranking], settled: Iterable[Adjudication], choice: Choice
) -> list[RankingRow]:
    """Return the rows of both kinds; a reviewer is a person of their own, whatever they ranked as an annotator."""
    settled = list(settled)
    prompts = [ranking.task.prompt for ranking in rankings] + [one.task.prompt for one in settled]
    domains = {str(prompt.id): prompt.domain for prompt in prompts}
    split = split_prompts(domains, heldout_share=choice.heldout_share, seed=choice.seed)
    people = {person_key(ranking) for ranking in rankings} | {reviewer_key(one) for one in settled}
    names = pseudonyms(people, seed=choice.seed)
    rows = [
        ranking_row(ranking, annotator=names[person_key(ranking)], split=split[str(ranking.task.prompt_id)])
        for ranking in rankings
    ]
    rows += [
        adjudication_row(one, annotator=names[reviewer_key(one)], split=split[str(one.task.prompt_id)])
        for one in settled
    ]
    return sorted(rows, key=lambda row: (row.prompt_id, row.ranking_id))


def reviewer_key(adjudication: Adjudication) -> str:
    return f"reviewer:{adjudication.reviewer_id}"


def person_key(ranking: Ranking) -> str:
    return str(ranking.annotator_id) if ranking.annotator_id else f"imported:{ranking.annotator_name}"


def task_fields(task: Task) -> dict[str, Any]:
    """Return what a row says of the task itself."""
    prompt = task.prompt
    answers = sorted(task.completions.all(), key=lambda answer: str(answer.id))
    return {
        "prompt_id": str(prompt.id),
        "messages": tuple(Message(role=entry["role"], content=entry["content"]) for entry in prompt.messages),
        "context": [{"title": passage["title"], "text": passage["text"]} for passage in prompt.context],
        "completions": [
            {"id": str(answer.id), "text": answer.text, "model": answer.model, "sampling": answer.sampling}
            for answer in answers
        ],
        "domain": prompt.domain,
    }


def adjudication_row(adjudication: Adjudication, *, annotator: str, split: str) -> RankingRow:
    return RankingRow(
        ranking_id=str(adjudication.id),
        **task_fields(adjudication.task),
        groups=adjudication.groups,
        annotator=annotator,
        rationale=adjudication.reason,
        submitted_at=moment_text(adjudication.created_at),
        split=split,
        revision=adjudication.revision,
    )


def ranking_row(ranking: Ranking, *, annotator: str, split: str) -> RankingRow:
    return RankingRow(
        ranking_id=str(ranking.id),
        **task_fields(ranking.task),
        groups=ranking.groups,
        annotator=annotator,
        display_order=[str(name) for name in ranking.display_order],
        all_bad=ranking.all_bad,
        flags=ranking.flags,
        ratings=ranking.ratings,
        confidence=CONFIDENCE.get(ranking.confidence),
        rationale=ranking.note,
        started_at=moment_text(ranking.started_at),
        submitted_at=moment_text(ranking.submitted_at),
        active_ms=ranking.active_ms,
        guideline_version=ranking.guideline_version,
        is_gold=ranking.task.kind == Task.Kind.GOLD,
        split=split,
        revision=ranking.revision,
    )


def moment_text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
