"""Fetch a named data set into an import's folder, in the worker; then it waits for the person like an uploaded file."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from labeling.problems import Problem
from labeling.prompts.import_hub import hub_chunks, hub_files
from labeling.prompts.import_store import (
    dataset_files,
    file_store,
    folder_remove,
    incoming_folder,
    refuse_too_large,
)
from labeling.prompts.models import Import

logger = logging.getLogger(__name__)

CHUNK = 2**20
File = tuple[str, Iterable[bytes]]


class NotWanted(Exception):  # noqa: N818  names what happened
    """Somebody has cancelled the import."""


def fetch_run(*, import_id: UUID) -> None:
    """Fetch the files of an import that waits for them; of any other, nothing. Begun anew when it was cut short."""
    source = Import.objects.filter(pk=import_id, status=Import.Status.FETCHING).first()
    if source is None:
        return
    folder_remove(source.pk)
    try:
        files_fetch(source)
    except NotWanted:
        folder_remove(source.pk)
    except Problem as problem:
        folder_remove(source.pk)
        change(source, status=Import.Status.FAILED, problem=words(problem), ended_at=timezone.now())


def files_fetch(source: Import) -> None:
    digest, size = hashlib.sha256(), 0
    files = hub_source(source) if "hub" in source.origin else folder_source(source)
    for name, chunks in files:
        found, added = file_store(import_id=source.pk, name=name, chunks=counted(source, chunks, size))
        digest.update(found.encode())
        size += added
    change(source, sha256=digest.hexdigest(), size=size, origin=source.origin, status=Import.Status.DRAFT)


def hub_source(source: Import) -> Iterator[File]:
    name = source.origin["hub"]
    found = hub_files(name, source.origin.get("config", ""), source.origin.get("split", ""))
    source.origin = {"hub": name, "config": found.config, "split": found.split, "revision": found.revision}
    for place, address in enumerate(found.addresses):
        yield f"{found.split}-{place:05d}.parquet", hub_chunks(address, name)


def folder_source(source: Import) -> Iterator[File]:
    folder = incoming_folder(source.origin["folder"])
    found = dataset_files(folder, source.origin.get("split", ""))
    if not found:
        raise Problem(
            f"The folder {source.origin['folder']} has no Parquet, Arrow, JSONL or CSV files for this.",
            hint="Check the folder and the split.",
        )
    for path in found:
        yield "__".join(path.relative_to(folder).parts), file_chunks(path)


def file_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def counted(source: Import, chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Pass the chunks on; note how much has come, and stop when it is too much or no more wanted."""
    for chunk in chunks:
        size += len(chunk)
        refuse_too_large(size)
        change(source, size=size)
        yield chunk


def change(source: Import, **changes: object) -> None:
    if not Import.objects.filter(pk=source.pk, status=Import.Status.FETCHING).update(**changes):
        raise NotWanted


def words(problem: Problem) -> str:
    return f"{problem.message} {problem.hint}".strip()
