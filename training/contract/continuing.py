"""Going on from a checkpoint of another run with other numbers: what may change, and what the checkpoint has fixed."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training.contract.rundir import RunDir
from training.contract.setting import Problem
from training.contract.settings import SETTINGS

START = "start"
"""The folder in a run folder with the checkpoint of another run that it goes on from."""
WHOLE_STEP = re.compile(r"step-(\d+)")
"""Checkpoints that lie between two steps: what lies inside a step ends as it began."""


def kept_settings(verb: str) -> tuple[str, ...] | None:
    """Return the settings that a run takes over from the one it goes on from; None for verbs that cannot go on so."""
    return SETTINGS[verb].kept


def changed_settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return {name: [value before, value after]} of every setting that differs; one that is new is left out."""
    return {
        name: [value, after[name]] for name, value in before.items() if name in after and after[name] != value
    }


def continue_problems(
    verb: str, before: Mapping[str, Any], after: Mapping[str, Any], step: int
) -> list[Problem]:
    """Return why a run with the settings `after` cannot go on from a checkpoint of `step` made with `before`."""
    changed = changed_settings(before, after)
    problems = [
        Problem(
            f"settings.{name}",
            f"must stay {changed[name][0]!r}, which the checkpoint was made with; start a new run to change it",
        )
        for name in kept_settings(verb) or ()
        if name in changed
    ]
    if after["steps"] <= step:
        problems.append(Problem("settings.steps", f"must be more than the {step} that are done already"))
    return problems


def whole_steps(run_dir: RunDir) -> list[int]:
    """Return the steps of the checkpoints that another run can go on from, the latest first."""
    found = [WHOLE_STEP.fullmatch(folder.name) for folder in run_dir.checkpoints.glob("step-*")]
    return sorted((int(name[1]) for name in found if name), reverse=True)


def copy_start(old: RunDir, new: RunDir, request: Mapping[str, Any], step: int) -> None:
    """Put what a run goes on from into its folder, so that it can be moved and replayed: the rows and the checkpoint."""
    for given in request["inputs"].values():
        place(old.path / given["path"], new.path / given["path"])
    for file in (old.checkpoints / f"step-{step:06d}").iterdir():
        place(file, new.path / START / file.name)


def place(source: Path, target: Path) -> None:
    """Put a file that nobody changes into another folder: by a second name where the disk can, else by a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def continues_lineage(
    request: Mapping[str, Any], settings: Mapping[str, Any], step: int
) -> dict[str, dict[str, Any]]:
    """Return what a run's lineage says of the run that it goes on from, whose request is given."""
    run = {"id": request["run_id"], "name": request["name"]}
    changes = changed_settings(request["settings"], settings)
    return {"continues": {"run": run, "step": step, "changes": changes}}
