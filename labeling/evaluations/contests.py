"""PPO beside its baselines: runs that can be compared, because all but the method is the same.

A contest is one model to begin with, one dataset (and its domains), one reward model, and one way to draw held-out
answers; in it are the runs of every method, each with what it earned on the dataset's held-out prompts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from labeling.datasets.models import Dataset
from labeling.projects.models import Project
from labeling.runs.methods import METHODS
from labeling.runs.models import Run
from labeling.runs.state import state_load
from labeling.table_files import Row, flat
from training.contract.events import parse_time

SAME = ("max_new_tokens", "min_new_tokens", "temperature", "ensemble", "ensemble_penalty")
"""The settings that decide what a held-out answer is and earns; the seed only decides which ones are drawn."""
GIVEN_UP = {Run.Status.STOPPED, Run.Status.FAILED, Run.Status.LOST}
ENDS = ("value", "low", "high", "n")


@dataclass
class Contest:
    dataset: Dataset
    domains: list[str] | None
    model: dict[str, str]
    reward_model: dict[str, str]
    """Each {id, name, type, source}, as the runs' lineage has them."""
    exam: dict[str, Any]
    runs: list[Run] = field(default_factory=list)

    @property
    def request(self) -> dict[str, Any]:
        """Return what another run needs to take part; the verb is all that is missing."""
        models = {"model": self.model, "reward_model": self.reward_model}
        named = {name: f"model:{model['id']}" for name, model in models.items()}
        request = {"dataset": str(self.dataset.pk), "settings": {**named, **self.exam}}
        return request if self.domains is None else {**request, "domains": self.domains}


def contests_of(project: Project) -> list[Contest]:
    """Return the project's contests, that with the newest run first; a contest's runs with the best first."""
    runs = project.runs.filter(verb__in=METHODS, dataset__isnull=False).exclude(status__in=GIVEN_UP)
    contests: dict[tuple[object, ...], Contest] = {}
    for run in runs.select_related("dataset").order_by("-created_at", "id"):
        contest = contest_for(run)
        contests.setdefault(key_of(contest), contest).runs.append(run)
    for contest in contests.values():
        contest.runs.sort(key=earned, reverse=True)
    return list(contests.values())


def contest_for(run: Run) -> Contest:
    """Return the contest that a run takes part in, still empty."""
    lineage, settings = run.spec["lineage"], run.spec["settings"]
    if run.dataset is None:
        raise ValueError(f"run {run.pk} has no dataset")
    return Contest(
        dataset=run.dataset,
        domains=lineage["domains"],
        model=lineage["models"]["model"],
        reward_model=lineage["models"]["reward_model"],
        exam={name: settings.get(name) for name in SAME},
    )


def key_of(contest: Contest) -> tuple[object, ...]:
    domains = None if contest.domains is None else tuple(sorted(contest.domains))
    models = (contest.model["source"], contest.reward_model["source"])
    return (contest.dataset.pk, domains, *models, *contest.exam.values())


def earned(run: Run) -> float:
    """Return a run's gain, to sort by; a run that has none yet comes last."""
    gain = measure_in(state_load(run.state).result, "gain")
    return gain["value"] if gain and gain["value"] is not None else float("-inf")


def figures_of(run: Run) -> dict[str, Any]:
    """Return what a run earned on held-out prompts, how far it went for it, and how long that took."""
    state = state_load(run.state)
    result = state.result
    return {
        "reward_before": result.get("reward_before"),
        "reward_after": result.get("reward_after"),
        "gain": measure_in(result, "gain"),
        "kl": measure_in(result, "kl"),
        "length_before": result.get("length_before"),
        "length_after": result.get("length_after"),
        "steps": result.get("steps"),
        "optimizer_steps": result.get("optimizer_steps"),
        "samples": result.get("samples"),
        "seconds": seconds_of(run, state.started_at),
        "attempts": state.attempts,
        "from_step": run.spec["lineage"].get("continues", {}).get("step"),
    }


def seconds_of(run: Run, started_at: str | None) -> float | None:
    """Return the seconds from a run's first start to its end, pauses between attempts among them."""
    if started_at is None or run.ended_at is None:
        return None
    return (run.ended_at - parse_time(started_at)).total_seconds()


def curve_of(run: Run) -> list[dict[str, Any]]:
    """Return a best-of-n run's estimates, n by n; other runs have none."""
    names = {"reward": "reward", "gain": "reward_gain", "kl": "kl", "length": "length"}
    return [
        {"n": point["n"], **{ours: measure_in(point, theirs) for ours, theirs in names.items()}}
        for point in state_load(run.state).result.get("curve", [])
    ]


def measure_in(values: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    """Return a measure with all its parts; one that the trainer could not take has no value."""
    found = values.get(name)
    return {end: found.get(end) for end in ENDS} if isinstance(found, Mapping) and "n" in found else None


def contest_rows(contests: Iterable[Contest]) -> Iterator[Row]:
    """Yield a row for every completed run, and one for every n of a best-of-n run."""
    for contest in contests:
        shared = {
            "dataset": contest.dataset.name,
            "dataset_version": contest.dataset.version,
            "model": contest.model["name"],
            "reward_model": contest.reward_model["name"],
            **contest.exam,
        }
        for run in contest.runs:
            if run.status != Run.Status.COMPLETED:
                continue
            named = {**shared, "run": run.name, "verb": run.verb}
            curve = curve_of(run)
            points = [
                {
                    "n": point["n"],
                    "gain": point["gain"],
                    "kl": point["kl"],
                    "reward_after": point["reward"]["value"],
                }
                for point in curve
                if point["reward"]
            ]
            yield from (flat({**named, **point}) for point in points or [figures_of(run)])
