"""The rankings file: RankingRow without loss, as Parquet. The same rows give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from training.contract.rows import RankingRow

ROWS_AT_ONCE = 1000
JSON_FIELDS = ("flags", "ratings")
MESSAGES = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
CONTEXT = pa.list_(pa.struct([("title", pa.string()), ("text", pa.string())]))
COMPLETIONS = pa.list_(
    pa.struct([("id", pa.string()), ("text", pa.string()), ("model", pa.string()), ("sampling", pa.string())])
)
RANKINGS = pa.schema(
    [
        ("ranking_id", pa.string()),
        ("prompt_id", pa.string()),
        ("messages", MESSAGES),
        ("completions", COMPLETIONS),
        ("groups", pa.list_(pa.list_(pa.string()))),
        ("annotator", pa.string()),
        ("display_order", pa.list_(pa.string())),
        ("all_bad", pa.bool_()),
        ("flags", pa.string()),
        ("ratings", pa.string()),
        ("confidence", pa.float64()),
        ("rationale", pa.string()),
        ("started_at", pa.string()),
        ("submitted_at", pa.string()),
        ("active_ms", pa.int64()),
        ("guideline_version", pa.int64()),
        ("is_gold", pa.bool_()),
        ("domain", pa.string()),
        ("split", pa.string()),
        ("revision", pa.int64()),
        ("context", CONTEXT),
    ]
)


def write_table(path: Path, rows: Iterable[dict[str, Any]], schema: pa.Schema) -> int:
    """Write the rows in batches and return how many there were."""
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == ROWS_AT_ONCE:
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                count += len(batch)
                batch = []
        writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    return count + len(batch)


def write_rankings(path: Path, rows: Iterable[RankingRow]) -> int:
    return write_table(path, (ranking_record(row) for row in rows), RANKINGS)


def read_rankings(path: Path) -> Iterator[RankingRow]:
    """Yield the rows in their order; memory holds one batch."""
    with pq.ParquetFile(path) as table:
        for batch in table.iter_batches(batch_size=ROWS_AT_ONCE):
            for record in batch.to_pylist():
                yield RankingRow.from_json(ranking_value(record))


def ranking_record(row: RankingRow) -> dict[str, Any]:
    """Return the row as the table holds it: what has no fixed shape is JSON text.

    Built by hand, because dataclasses.asdict copies every part and takes most of a freeze's time.
    """
    fields = vars(row)
    return {
        **fields,
        "messages": [vars(message) for message in row.messages],
        "completions": [
            {**answer, "sampling": json_text(answer.get("sampling", {}))} for answer in row.completions
        ],
        **{name: json_text(fields[name]) for name in JSON_FIELDS},
    }


def ranking_value(record: dict[str, Any]) -> dict[str, Any]:
    completions = [{**answer, "sampling": json.loads(answer["sampling"])} for answer in record["completions"]]
    return {
        **record,
        "completions": completions,
        **{name: json.loads(record[name]) for name in JSON_FIELDS},
    }


def json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
