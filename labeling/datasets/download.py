"""The files a researcher takes away: JSON Lines as a stream, Parquet as a file made for the occasion."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify

from labeling.datasets.export import SCHEMAS, export_records, export_rows
from labeling.datasets.folder import ranking_rows
from labeling.datasets.models import Dataset
from labeling.datasets.parquet import write_table

LINES_AT_ONCE = 200


def dataset_download(dataset: Dataset, *, shape: str, format: str, split: str) -> HttpResponseBase:
    name = file_name(dataset, shape=shape, format=format, split=split)
    if format == "parquet":
        content = parquet_file(dataset, shape, split)
        return FileResponse(
            content, as_attachment=True, filename=name, content_type="application/vnd.apache.parquet"
        )
    rows = export_rows(ranking_rows(dataset, split), shape)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    response = StreamingHttpResponse(blocks(lines), content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def file_name(dataset: Dataset, *, shape: str, format: str, split: str) -> str:
    """Return for example helpful-replies-first-v2-preference-train.jsonl."""
    title = slugify(f"{dataset.project.name} {dataset.name}") or "dataset"
    return f"{title}-v{dataset.version}-{shape}-{split}.{format}"


def parquet_file(dataset: Dataset, shape: str, split: str) -> IO[bytes]:
    """Return the open table; its place on the disk is given back when it is closed."""
    records = export_records(ranking_rows(dataset, split), shape)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        write_table(path, records, SCHEMAS[shape])
        return path.open("rb")


def blocks(lines: Iterator[str]) -> Iterator[bytes]:
    """Yield several lines at a time: fewer, larger pieces for the server to send."""
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) == LINES_AT_ONCE:
            yield "".join(block).encode()
            block = []
    yield "".join(block).encode()
