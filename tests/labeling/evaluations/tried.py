"""Runs of several methods on one dataset, as their trainers leave them behind."""

from __future__ import annotations

import json
from typing import Any

from labeling.datasets.models import Dataset
from labeling.runs.copying import events_copy
from labeling.runs.models import Run
from labeling.runs.services import run_create


def asked(dataset: Dataset, verb: str, **settings: Any) -> Run:
    given = {"reward_model": "org/reward", **settings}
    return run_create(
        project=dataset.project, verb=verb, user=dataset.created_by, dataset=dataset, settings=given
    )


def measured(value: float) -> dict[str, Any]:
    return {"value": value, "low": value - 0.5, "high": value + 0.5, "n": 2}


def ended(run: Run, gain: float, **others: Any) -> Run:
    """Let a run end with a gain, two minutes after it began."""
    result = {
        "reward_before": 0.25,
        "reward_after": 0.25 + gain,
        "gain": measured(gain),
        "kl": measured(3.0),
        "length_before": 20.0,
        "length_after": 24.5,
        **others,
    }
    (run.folder.artifacts / "policy").mkdir(parents=True)
    events: list[dict[str, Any]] = [
        {"at": "2026-01-01T10:00:00.000Z", "kind": "started"},
        {
            "at": "2026-01-01T10:01:00.000Z",
            "kind": "artifact",
            "name": "policy",
            "type": "policy",
            "path": "artifacts/policy",
        },
        {"at": "2026-01-01T10:01:30.000Z", "kind": "result", "values": result},
        {"at": "2026-01-01T10:02:00.000Z", "kind": "completed"},
    ]
    with run.folder.events.open("a") as log:
        for seq, event in enumerate(events, start=1):
            log.write(json.dumps({"seq": seq, **event}) + "\n")
    return events_copy(run_id=run.pk)


CURVE = [
    {
        "n": 1,
        "reward": measured(0.25),
        "reward_gain": measured(0.0),
        "kl": measured(0.0),
        "length": measured(20),
    },
    {
        "n": 2,
        "reward": measured(0.75),
        "reward_gain": measured(0.5),
        "kl": measured(0.2),
        "length": measured(21),
    },
]
