"""Make a run folder from files on the command line, the way the web makes one."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

from training.contract.continuing import (
    START,
    continue_problems,
    continues_lineage,
    copy_start,
    whole_steps,
)
from training.contract.events import now_text
from training.contract.rows import file_sha256
from training.contract.rundir import RunDir
from training.contract.setting import Problem
from training.contract.settings import SETTINGS
from training.contract.spec import VERSION, SpecError, parse_spec
from training.data.completions import freeze_completions

INPUT_NAMES = sorted({name for settings in SETTINGS.values() for name in settings.inputs})


def add_new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=list(SETTINGS), metavar="VERB", help=", ".join(SETTINGS))
    parser.add_argument("run_dir", type=Path)
    for name in INPUT_NAMES:
        kind = "JSON Lines or Parquet" if name == "completions" else "JSON Lines"
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=f"the {name} to read, as {kind}")
    parser.add_argument(
        "--continue",
        dest="old",
        type=Path,
        metavar="RUN_DIR",
        help="go on from the last checkpoint of that run, with its rows, and its settings where --set names no other",
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting, may be repeated"
    )


def new_run(given: argparse.Namespace) -> int:
    """Write the folder; raise SpecError with every problem before anything is written."""
    run_dir = RunDir(given.run_dir)
    if run_dir.spec.exists():
        raise SpecError([Problem("run_dir", f"{given.run_dir} already holds a run; choose another folder")])
    if given.old is not None:
        return new_continuation(given, run_dir, RunDir(given.old))
    files = {name: getattr(given, name) for name in SETTINGS[given.kind].inputs}
    missing = [name for name, path in files.items() if path is None or not path.is_file()]
    if missing:
        raise SpecError([Problem(f"--{name}", "must name a file of rows") for name in missing])
    spec = {
        "version": VERSION,
        "verb": given.kind,
        "run_id": str(uuid.uuid4()),
        "name": given.run_dir.name,
        "created_at": now_text(),
        "settings": dict(parse_setting(text) for text in given.set),
        "inputs": {},
        "lineage": {},
    }
    with tempfile.TemporaryDirectory() as folder:
        frozen = {name: freeze_input(name, path, Path(folder)) for name, path in files.items()}
        spec["inputs"] = {name: describe_input(path) for name, path in frozen.items()}
        checked = parse_spec(spec)
        run_dir.data.mkdir(parents=True, exist_ok=True)
        for path in frozen.values():
            shutil.copyfile(path, run_dir.data / path.name)
    run_dir.create(checked.to_json())
    return say_made(run_dir, given.kind)


def new_continuation(given: argparse.Namespace, run_dir: RunDir, old: RunDir) -> int:
    """Write the folder of a run that goes on from another one's last checkpoint with other numbers."""
    request = old.read_spec()
    steps = whole_steps(old)
    if request.get("verb") != given.kind or not steps:
        text = f"{old.path} holds no {given.kind} run with a checkpoint between two steps"
        raise SpecError([Problem("--continue", text)])
    before = parse_spec(request).to_json()
    start = {"path": START, "run_id": before["run_id"], "step": steps[0]}
    settings = {**before["settings"], **dict(parse_setting(text) for text in given.set)}
    checked = parse_spec({**before, "settings": settings, "start": start})
    after = checked.to_json()
    problems = continue_problems(given.kind, before["settings"], after["settings"], steps[0])
    if problems:
        raise SpecError(problems)
    copy_start(old, run_dir, before, steps[0])
    lineage = {**before["lineage"], **continues_lineage(before, after["settings"], steps[0])}
    made = {"run_id": str(uuid.uuid4()), "name": run_dir.path.name, "created_at": now_text()}
    run_dir.create({**after, **made, "lineage": lineage})
    return say_made(run_dir, given.kind)


def say_made(run_dir: RunDir, verb: str) -> int:
    sys.stdout.write(f"Made {run_dir.path}. Start it: python -m training {verb} {run_dir.path}\n")
    return 0


def freeze_input(name: str, path: Path, folder: Path) -> Path:
    """Return the rows as the trainer reads them: the file itself, but completions may come in any file that holds some."""
    if name != "completions":
        return path
    target = folder / f"{path.stem}.jsonl"
    freeze_completions(path, target)
    return target


def parse_setting(text: str) -> tuple[str, Any]:
    """Return name and value of `name=value`; a value that is no JSON is text."""
    name, sign, value = text.partition("=")
    if not sign:
        raise SpecError([Problem("--set", f"{text!r} must look like name=value")])
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def describe_input(path: Path) -> dict[str, Any]:
    with path.open("rb") as lines:
        rows = sum(1 for line in lines if line.strip())
    return {"path": f"data/{path.name}", "rows": rows, "sha256": file_sha256(path)}
