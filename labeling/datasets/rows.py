"""From the project's rankings to the frozen rows: who counts, on which side, and what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from labeling.datasets.splits import pseudonyms, split_prompts
from labeling.projects.models import Project
from labeling.projects.selectors import excluded_people
from labeling.rankings.models import Ranking
from labeling.rankings.selectors import latest_rankings
from labeling.tasks.models import Task
from training.contract.rows import Message, RankingRow

SCRIPTED = "by a scripted annotator"
EXCLUDED = "by an excluded annotator"
UNPLACED = "fewer than two answers placed"
GOLD = "of a gold task"
CONFIDENCE: dict[str, float] = {
    Ranking.Confidence.UNSURE: 0.0,
    Ranking.Confidence.FAIRLY_SURE: 0.5,
    Ranking.Confidence.SURE: 1.0,
}


@dataclass(frozen=True)
class Choice:
    """What was asked for; kept as the manifest's filters."""

    domains: list[str] | None = None
    heldout_share: float = 0.2
    seed: int = 0
    include_scripted: bool = True
    include_gold: bool = False


@dataclass
class Gathered:
    rows: list[RankingRow] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


def rows_gather(project: Project, choice: Choice) -> Gathered:
    """Return the rows in their frozen order (prompt, ranking) and the count of what was dropped, by reason.

    Holds the rankings in memory: about 10 kB each with four answers.
    """
    kinds = [Task.Kind.ORDINARY, Task.Kind.GOLD]
    found = latest_rankings(project, choice.domains, kinds).prefetch_related("task__completions")
    gathered = Gathered()
    excluded = excluded_people(project)
    kept: list[Ranking] = []
    for ranking in found.iterator(chunk_size=1000):
        reason = EXCLUDED if ranking.annotator_id in excluded else drop_reason(ranking, choice)
        if reason:
            gathered.dropped[reason] += 1
        else:
            kept.append(ranking)
    gathered.rows = frozen_rows(kept, choice)
    return gathered


def drop_reason(ranking: Ranking, choice: Choice) -> str:
    if ranking.task.kind == Task.Kind.GOLD and not choice.include_gold:
        return GOLD
    scripted = ranking.annotator is not None and ranking.annotator.is_scripted
    if scripted and not choice.include_scripted:
        return SCRIPTED
    return UNPLACED if sum(len(group) for group in ranking.groups) < 2 else ""


def frozen_rows(rankings: Iterable[Ranking], choice: Choice) -> list[RankingRow]:
    ordered = sorted(rankings, key=lambda ranking: (str(ranking.task.prompt_id), str(ranking.id)))
    domains = {str(ranking.task.prompt_id): ranking.task.prompt.domain for ranking in ordered}
    split = split_prompts(domains, heldout_share=choice.heldout_share, seed=choice.seed)
    names = pseudonyms({person_key(ranking) for ranking in ordered}, seed=choice.seed)
    return [
        ranking_row(ranking, annotator=names[person_key(ranking)], split=split[str(ranking.task.prompt_id)])
        for ranking in ordered
    ]


def person_key(ranking: Ranking) -> str:
    return str(ranking.annotator_id) if ranking.annotator_id else f"imported:{ranking.annotator_name}"


def ranking_row(ranking: Ranking, *, annotator: str, split: str) -> RankingRow:
    prompt = ranking.task.prompt
    answers = sorted(ranking.task.completions.all(), key=lambda answer: str(answer.id))
    return RankingRow(
        ranking_id=str(ranking.id),
        prompt_id=str(prompt.id),
        messages=tuple(Message(role=entry["role"], content=entry["content"]) for entry in prompt.messages),
        context=[{"title": passage["title"], "text": passage["text"]} for passage in prompt.context],
        completions=[
            {"id": str(answer.id), "text": answer.text, "model": answer.model, "sampling": answer.sampling}
            for answer in answers
        ],
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
        domain=prompt.domain,
        split=split,
        revision=ranking.revision,
    )


def moment_text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
