"""Short ways to make files and imports of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.prompts.models import Completion, Import, Prompt
from labeling.rankings.import_service import Options, import_open, import_start
from labeling.rankings.models import Ranking
from labeling.tasks.models import Task

if TYPE_CHECKING:
    from rest_framework.response import _MonkeyPatchedResponse as Response


def json_lines(*rows: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def numbered_lines(count: int, start: int = 0) -> bytes:
    """Return rows with two answers and an id each."""
    rows = (
        {"prompt": f"Prompt {number}?", "id": f"n{number}", "completions": ["one", "two"]}
        for number in range(start, start + count)
    )
    return json_lines(*rows)


def parquet_bytes(path: Path, rows: list[dict[str, Any]], row_group_size: int | None = None) -> bytes:
    file = path / "made.parquet"
    pq.write_table(pa.Table.from_pylist(rows), file, row_group_size=row_group_size)
    return file.read_bytes()


def opened(project: Project, user: User, content: bytes, name: str = "file.jsonl") -> Import:
    return import_open(project=project, user=user, file_name=name, chunks=[content])


def queued(project: Project, user: User, content: bytes, **options: Any) -> Import:
    """Return an import that waits for the worker, as that of a large file does."""
    source = opened(project, user, content)
    source.size = 2**40
    source.save()
    return import_start(source=source, options=Options(**options))


def send(
    client: APIClient, project: Project, content: bytes | str, name: str = "file.jsonl", **more: Any
) -> Response:
    data = content.encode() if isinstance(content, str) else content
    form = {"file": SimpleUploadedFile(name, data), **more}
    return client.post(f"/api/projects/{project.id}/imports", form, format="multipart")


def problems(response: Response) -> list[tuple[int | None, str, str]]:
    assert response.status_code == 400, response.json()
    return [(item["line"], item["field"], item["message"]) for item in response.json()["error"]["fields"]]


def nothing_was_written() -> bool:
    return not any(model.objects.exists() for model in (Import, Prompt, Completion, Task, Ranking))
