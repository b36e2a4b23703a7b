"""The best policy of a run so far, kept beside the one that it ends with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from training.contract.settings import PPOSettings
from training.models.policy import Policy, save_policy
from training.models.source import CARD
from training.support.run import Run

NAME = "policy-best"


def keep_best(
    run: Run, settings: PPOSettings, policy: Policy, step: int, measures: dict[str, dict[str, float]]
) -> None:
    """Write the policy as the artifact policy-best, if its exam is the best of those within the KL bound; rank 0 does.

    The folder's card is the only record of the best: training reads nothing of it, and a run that is resumed takes the
    same exam again with the same result. A kill at any instant leaves the folder whole or the exam still to be taken.
    """
    if run.launched.rank != 0:
        return
    reward, kl = measures["heldout_reward"], measures["heldout_kl"]
    known = read_best(run)
    beaten = known is not None and known["measures"]["heldout_reward"]["value"] >= reward["value"]
    if kl["value"] > settings.best_max_kl or beaten:
        return
    target, partial = run.artifact_path(NAME), run.artifact_path(f".partial-{NAME}")
    shutil.rmtree(partial, ignore_errors=True)
    save_policy(policy, partial, policy_card(run, settings, step, measures))
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    run.recorder.emit(
        "artifact", name=NAME, type="policy", path=run.relative(target), step=step, values=measures
    )


def read_best(run: Run) -> dict[str, Any] | None:
    """Return the card of the best policy so far; None before there is one."""
    path: Path = run.artifact_path(NAME) / CARD
    if not path.exists():
        return None
    card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return card


def policy_card(run: Run, settings: PPOSettings, step: int, measures: dict[str, Any]) -> dict[str, Any]:
    """Return what podium.json says of a policy beside its base."""
    return {
        "reward_model": settings.reward_model,
        "steps": step,
        "measures": measures,
        "run_id": run.spec.run_id,
        "lineage": run.spec.lineage,
    }


def best_result(run: Run) -> dict[str, Any]:
    """Return what a run's result says of its best policy: its step and its exam; nothing where no exam was in bounds."""
    card = read_best(run)
    return {} if card is None else {"best": {"step": card["steps"], **card["measures"]}}
