"""The shapes a dataset is read in. Pure: from frozen rows to the rows of a download.

preference   trl's explicit prompt, conversational: {prompt, chosen, rejected}, the latter two the new turn alone
implicit     trl's implicit prompt, conversational: {chosen, rejected}, each with the prompt inside
ranking      our own rows, without loss
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, get_args

import pyarrow as pa

from labeling.datasets.parquet import MESSAGES, RANKINGS, ranking_record
from labeling.preferences.pairs import ranking_pairs
from training.contract.rows import RankingRow

Shape = Literal["preference", "implicit", "ranking"]
SHAPES: tuple[str, ...] = get_args(Shape)
FORMATS = ("jsonl", "parquet")
EXTRAS = [(name, pa.string()) for name in ("prompt_id", "ranking_id", "annotator", "domain", "split")]
SCHEMAS: dict[str, pa.Schema] = {
    "preference": pa.schema([("prompt", MESSAGES), ("chosen", MESSAGES), ("rejected", MESSAGES), *EXTRAS]),
    "implicit": pa.schema([("chosen", MESSAGES), ("rejected", MESSAGES), *EXTRAS]),
    "ranking": RANKINGS,
}


def export_rows(rows: Iterable[RankingRow], shape: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a shape; a tie gives no pair, every other two placed answers give one."""
    for row in rows:
        if shape == "ranking":
            yield row.to_json()
        else:
            yield from pair_rows(row, shape)


def export_records(rows: Iterable[RankingRow], shape: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a shape as its Parquet table holds them."""
    if shape == "ranking":
        return (ranking_record(row) for row in rows)
    return export_rows(rows, shape)


def pair_rows(row: RankingRow, shape: str) -> Iterator[dict[str, Any]]:
    texts = {answer["id"]: answer["text"] for answer in row.completions}
    prompt = [{"role": message.role, "content": message.content} for message in row.messages]
    extras = {name: getattr(row, name) for name, _ in EXTRAS}
    for better, worse in ranking_pairs(row.groups).preferred:
        chosen, rejected = answer_turn(texts[better]), answer_turn(texts[worse])
        if shape == "implicit":
            yield {"chosen": [*prompt, chosen], "rejected": [*prompt, rejected], **extras}
        else:
            yield {"prompt": prompt, "chosen": [chosen], "rejected": [rejected], **extras}


def answer_turn(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}
