"""A new run that goes on from a checkpoint of an ended one with other numbers, both knowing each other."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import uuid4

from labeling.accounts.models import User
from labeling.code_version import code_version
from labeling.problems import Conflict, FieldProblem, Problem
from labeling.runs.models import Run
from labeling.runs.request import default_name, request_check
from labeling.runs.services import run_queue_new
from labeling.storable import storable
from training.contract.continuing import (
    START,
    continue_problems,
    continues_lineage,
    copy_start,
    kept_settings,
    whole_steps,
)
from training.contract.events import now_text
from training.contract.setting import Settings
from training.contract.spec import Input, Spec, Start


def continuation_steps(run: Run) -> list[int]:
    """Return the steps of the checkpoints that a new run can go on from, the latest first; none while it is under way."""
    if not run.is_final or kept_settings(run.verb) is None:
        return []
    return whole_steps(run.folder)


def run_continue(
    *, run: Run, user: User | None, settings: dict[str, Any], step: int | None = None, name: str = ""
) -> Run:
    """Queue a new run that goes on from a checkpoint of an ended one with some settings changed.

    It reads the same rows, and its folder holds the checkpoint, so that it can be moved and replayed like any other.
    """
    steps = continuation_steps(run)
    if not steps:
        raise Conflict(
            "No new run can go on from this one: it is under way, or has no checkpoint to go on from.",
            hint="Stop or pause it first, or start a new run.",
        )
    chosen = steps[0] if step is None else step
    if chosen not in steps:
        kept = ", ".join(map(str, steps))
        text = f"is no checkpoint that was kept; they are {kept}"
        raise Problem("The run cannot start so.", fields=[FieldProblem("step", text)])
    checked = changes_check(run, storable(settings), chosen)
    new = Run(
        id=uuid4(),
        project=run.project,
        verb=run.verb,
        name=name.strip() or default_name(run.project, run.verb),
        dataset=run.dataset,
        continues=run,
        created_by=user,
    )
    return run_queue_new(new, lambda: continuation_write(new, run, checked, chosen))


def changes_check(run: Run, settings: dict[str, Any], step: int) -> Settings:
    """Return the old run's settings with the changes, checked; one Problem names what is wrong or has to stay."""
    before = run.spec["settings"]
    checked = request_check(
        project=run.project,
        verb=run.verb,
        settings={**before, **settings},
        dataset=run.dataset,
        domains=run.spec["lineage"]["domains"],
    )
    after = spec_of(run, checked).to_json()["settings"]
    wrong = continue_problems(run.verb, before, after, step)
    if wrong:
        raise Problem(
            "The run cannot go on so.",
            hint="Mend the named fields.",
            fields=[FieldProblem(problem.field, problem.message) for problem in wrong],
        )
    return checked


def spec_of(run: Run, checked: Settings) -> Spec:
    """Return the run's spec with other settings."""
    given = run.spec
    inputs = {name: Input(**entry) for name, entry in given["inputs"].items()}
    return Spec(
        verb=run.verb,
        run_id=given["run_id"],
        settings=checked,
        inputs=inputs,
        name=run.name,
        lineage=given["lineage"],
    )


def continuation_write(new: Run, run: Run, checked: Settings, step: int) -> Spec:
    """Put rows and checkpoint into the new run's folder and return its spec."""
    old = spec_of(run, checked)
    copy_start(run.folder, new.folder, run.spec, step)
    return dataclasses.replace(
        old,
        run_id=str(new.pk),
        name=new.name,
        created_at=now_text(),
        lineage={
            **old.lineage,
            "code_version": code_version(),
            **continues_lineage(run.spec, old.to_json()["settings"], step),
        },
        start=Start(path=START, run_id=str(run.pk), step=step),
    )
