"""What a frozen dataset says of itself. Pure: counted from its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from labeling.preferences.agreement import Judgement, agreement
from labeling.preferences.pairs import ranking_pairs
from training.contract.rows import RankingRow

SPLITS = ("train", "heldout")


def count_rows(rows: Sequence[RankingRow]) -> dict[str, dict[str, int]]:
    """Return prompts, rankings, pairs and ties of each split; the pairs are those that a download gives."""
    prompts: dict[str, set[str]] = {name: set() for name in SPLITS}
    counts = {kind: dict.fromkeys(SPLITS, 0) for kind in ("prompts", "rankings", "pairs", "ties")}
    for row in rows:
        pairs = ranking_pairs(row.groups)
        prompts[row.split].add(row.prompt_id)
        counts["rankings"][row.split] += 1
        counts["pairs"][row.split] += len(pairs.preferred)
        counts["ties"][row.split] += len(pairs.tied)
    counts["prompts"] = {name: len(found) for name, found in prompts.items()}
    return counts


def manifest_make(
    rows: Sequence[RankingRow],
    *,
    filters: Mapping[str, Any],
    dropped: Mapping[str, int],
    judgements: Sequence[Judgement],
    adjudicated: int,
    files: Sequence[Mapping[str, Any]],
    seed: int,
    code: str,
) -> dict[str, Any]:
    """`judgements` are the annotators' own, also of tasks where an adjudication took their place."""
    return {
        "version": 1,
        "filters": dict(filters),
        **count_rows(rows),
        "domains": domain_counts(rows),
        "annotators": len({row.annotator for row in rows}),
        "adjudicated": adjudicated,
        "dropped": dict(sorted(dropped.items())),
        "agreement": agreement(judgements, seed).to_json(),
        "files": list(files),
        "code_version": code,
    }


def domain_counts(rows: Sequence[RankingRow]) -> dict[str, dict[str, dict[str, int]]]:
    domains = sorted({row.domain for row in rows})
    return {name: count_rows([row for row in rows if row.domain == name]) for name in domains}
