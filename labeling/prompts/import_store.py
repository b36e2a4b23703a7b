"""The folder where the files of imports wait: web and workers both see it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings

from labeling.problems import FieldProblem, Problem, TooLarge

KINDS = (".parquet", ".arrow", ".jsonl", ".ndjson", ".csv", ".json")
NOT_ROWS = {"dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"}
REPORT = "problems.csv"


class StoreUnwritable(Problem):
    status = 503
    code = "server"


def import_folder(import_id: UUID) -> Path:
    return Path(settings.IMPORTS_DIR) / str(import_id)


def file_store(*, import_id: UUID, name: str, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Keep the file, and return its sha256 and size; nothing stays of one that is too large."""
    folder = import_folder(import_id) / "files"
    digest, size = hashlib.sha256(), 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / safe_name(name)).open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                refuse_too_large(size)
                digest.update(chunk)
                file.write(chunk)
    except TooLarge:
        folder_remove(import_id)
        raise
    except OSError as error:
        folder_remove(import_id)
        raise StoreUnwritable(
            f"The imports folder {settings.IMPORTS_DIR} cannot be written ({error.strerror}).",
            hint="Free some space or make the folder writable, then send the file again.",
        ) from error
    return digest.hexdigest(), size


def safe_name(name: str) -> str:
    """Return a file name without a folder in it, whose ending still says the format."""
    return (
        "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in Path(name).name)[-100:] or "file"
    )


def refuse_too_large(size: int) -> None:
    most = settings.IMPORT_MAX_BYTES
    if size > most:
        raise TooLarge(
            f"The file has {size / 2**20:.0f} MB; at most {most / 2**20:.0f} MB come in at once.",
            hint="Split the file, or raise IMPORT_MAX_MB.",
        )


def folder_remove(import_id: UUID) -> None:
    shutil.rmtree(import_folder(import_id), ignore_errors=True)


def stored_files(import_id: UUID) -> list[Path]:
    return dataset_files(import_folder(import_id) / "files")


def dataset_files(folder: Path, split: str = "") -> list[Path]:
    """Return the files of rows in a data set's folder, in order: of one kind, and of one split when it is named."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in NOT_ROWS]
    rows = [path for path in found if path.suffix.lower() in KINDS] or found[:1]
    if split:
        rows = [path for path in rows if split in path.relative_to(folder).as_posix()]
    kinds = [path.suffix.lower() for path in rows]
    best = min(kinds, key=lambda kind: KINDS.index(kind) if kind in KINDS else len(KINDS), default="")
    return [path for path in rows if path.suffix.lower() == best]


def incoming_folder(name: str) -> Path:
    """Return a folder below IMPORT_FROM_DIR; a name that leads out of it is not found."""
    root = Path(settings.IMPORT_FROM_DIR).resolve()
    folder = (root / name.strip().strip("/")).resolve()
    if not folder.is_relative_to(root) or folder == root or not folder.is_dir():
        message = f"There is no folder called {name!r} among those to import from."
        raise Problem(
            message,
            hint=f"Whoever runs the site puts data sets into {settings.IMPORT_FROM_DIR} on the server.",
            fields=[FieldProblem("dataset", message)],
        )
    return folder
