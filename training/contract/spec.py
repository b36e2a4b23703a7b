"""The request of a run: its envelope, and how it is checked.

The dataclasses of `settings.py` validate `spec.json` in the trainer, check a start form in the web, and describe that form to the
browser. A spec is checked whole before the first second of work: `SpecError.problems` lists every problem at once.
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from dataclasses import dataclass, field
from typing import Any

from training.contract.setting import Fold, Problem, Settings
from training.contract.settings import SETTINGS

VERSION = 1
TYPE_NAMES: dict[object, str] = {int: "integer", float: "number", str: "text", tuple[str, ...]: "texts"}


class SpecError(ValueError):
    """The spec cannot be run. `problems` holds every field that is wrong and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))


@dataclass(frozen=True)
class Input:
    """A file of rows inside the run folder."""

    path: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Start:
    """A checkpoint of another run, inside the run folder, that the run goes on from with numbers of its own."""

    path: str
    run_id: str
    step: int


@dataclass(frozen=True)
class Spec:
    """The whole request. `lineage` is free: it names dataset hash, models and code version for the record."""

    verb: str
    run_id: str
    settings: Settings
    inputs: dict[str, Input]
    name: str = ""
    created_at: str = ""
    lineage: dict[str, Any] = field(default_factory=dict)
    start: Start | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "verb": self.verb,
            "run_id": self.run_id,
            "name": self.name,
            "created_at": self.created_at,
            "settings": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in dataclasses.asdict(self.settings).items()
            },
            "inputs": {name: dataclasses.asdict(given) for name, given in self.inputs.items()},
            "lineage": self.lineage,
            **({"start": dataclasses.asdict(self.start)} if self.start else {}),
        }


def parse_spec(value: dict[str, Any]) -> Spec:
    """Return the checked spec, or raise SpecError with every problem at once."""
    problems: list[Problem] = []
    if value.get("version") != VERSION:
        problems.append(Problem("version", f"must be {VERSION}, the version this trainer reads"))
    verb = value.get("verb")
    if verb not in SETTINGS:
        raise SpecError([*problems, Problem("verb", f"must be one of {', '.join(SETTINGS)}")])
    settings, wrong = check_settings(verb, value.get("settings", {}))
    problems += wrong
    inputs: dict[str, Input] = {}
    for name in SETTINGS[verb].inputs:
        given = value.get("inputs", {}).get(name)
        try:
            inputs[name] = Input(path=given["path"], rows=int(given["rows"]), sha256=given["sha256"])
        except (TypeError, KeyError, ValueError):
            problems.append(
                Problem(f"inputs.{name}", "must give path, rows and sha256 of the rows this run reads")
            )
            continue
        if inputs[name].rows < 1:
            problems.append(Problem(f"inputs.{name}", "holds no rows; choose data with at least one"))
    start = None
    if value.get("start") is not None:
        start, wrong = check_start(verb, value["start"])
        problems += wrong
    if problems or settings is None:
        raise SpecError(problems)
    return Spec(
        verb=verb,
        run_id=str(value.get("run_id", "")),
        name=str(value.get("name", "")),
        created_at=str(value.get("created_at", "")),
        settings=settings,
        inputs=inputs,
        lineage=value.get("lineage", {}),
        start=start,
    )


def check_start(verb: str, given: Any) -> tuple[Start | None, list[Problem]]:
    """Return the checkpoint that the run goes on from, or None and what is wrong with it."""
    if SETTINGS[verb].kept is None:
        return None, [Problem("start", f"cannot be given: no run of {verb} goes on from another one")]
    try:
        return Start(path=given["path"], run_id=given["run_id"], step=int(given["step"])), []
    except (TypeError, KeyError, ValueError):
        return None, [Problem("start", "must give path, run_id and step of the checkpoint to go on from")]


def check_settings(verb: str, values: object) -> tuple[Settings | None, list[Problem]]:
    """Return the settings of a verb with defaults filled in, or None and every problem found."""
    kind = SETTINGS[verb]
    if not isinstance(values, dict):
        return None, [Problem("settings", "must be an object of names and values")]
    fields = {item.name: item for item in dataclasses.fields(kind)}
    hints = typing.get_type_hints(kind)
    problems = [
        Problem(f"settings.{name}", f"is not a setting of {verb}; the settings are {', '.join(fields)}")
        for name in values
        if name not in fields
    ]
    checked: dict[str, Any] = {}
    for name, item in fields.items():
        if name in values:
            message, checked[name] = check_value(values[name], hints[name], item)
            if message:
                problems.append(Problem(f"settings.{name}", message))
        elif item.default is dataclasses.MISSING:
            problems.append(Problem(f"settings.{name}", "must be given"))
    if problems:
        return None, problems
    settings = kind(**checked)
    problems = [Problem(f"settings.{found.field}", found.message) for found in settings.cross_checks()]
    return (None, problems) if problems else (settings, [])


def check_value(value: object, wanted: object, item: dataclasses.Field[Any]) -> tuple[str, Any]:
    """Return ("", value as its type) or (what is wrong, None)."""
    facts = item.metadata
    if wanted is str:
        return ("", "") if value == item.default == "" else check_text(value, facts)
    if wanted == tuple[str, ...]:
        return check_texts(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return f"must be a number, not {value!r}", None
    if wanted is int and value != int(value):
        return f"must be a whole number, not {value!r}", None
    low, high = facts["low"], facts["high"]
    if (low is not None and value < low) or (high is not None and value > high):
        return f"must lie between {low:g} and {high:g}, not {value!r}", None
    return "", int(value) if wanted is int else float(value)


def check_text(value: object, facts: types.MappingProxyType[str, Any]) -> tuple[str, Any]:
    if not isinstance(value, str) or not value.strip():
        return "must be text that is not empty", None
    if facts["choices"] and value not in facts["choices"]:
        return f"must be one of {', '.join(facts['choices'])}, not {value!r}", None
    return "", value


def check_texts(value: object) -> tuple[str, Any]:
    """Return ("", the texts) or (what is wrong, None). None of them may come twice."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one.strip() for one in value):
        return "must be a list of texts that are not empty", None
    twice = [one for place, one in enumerate(value) if one in value[:place]]
    return (f"names {twice[0]!r} twice", None) if twice else ("", tuple(value))


def describe_settings(verb: str) -> list[dict[str, Any]]:
    """Return the settings of a verb as the browser's form needs them: first what it shows, then fold by fold."""
    kind = SETTINGS[verb]
    hints = typing.get_type_hints(kind)
    folds = [None, *Fold]
    own = [item for item in dataclasses.fields(kind) if item.name not in {"seed", "device", "dtype"}]
    shared = [item for item in dataclasses.fields(kind) if item.name in {"seed", "device", "dtype"}]
    return [
        {
            "name": item.name,
            "type": TYPE_NAMES[hints[item.name]],
            "default": None if item.default is dataclasses.MISSING else item.default,
            "required": item.default is dataclasses.MISSING,
            **item.metadata,
            "choices": list(item.metadata["choices"]),
        }
        for item in sorted([*own, *shared], key=lambda item: folds.index(item.metadata["fold"]))
    ]
