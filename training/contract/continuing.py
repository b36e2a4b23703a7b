"""Going on from a checkpoint of another run with other numbers: what may change, and what the checkpoint has fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training.contract.setting import Problem
from training.contract.settings import SETTINGS

START = "start"
"""The folder in a run folder with the checkpoint of another run that it goes on from."""


def kept_settings(verb: str) -> tuple[str, ...] | None:
    """Return the settings that a run takes over from the one it goes on from; None for verbs that cannot go on so."""
    return SETTINGS[verb].kept


def changed_settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return {name: [value before, value after]} of every setting that differs."""
    names = {**before, **after}
    return {
        name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)
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
