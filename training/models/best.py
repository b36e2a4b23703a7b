"""The best policy of a run so far, kept beside the one that it ends with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from training.contract.rundir import BEST_POLICY
from training.contract.settings import PPOSettings
from training.models.policy import Policy, save_policy
from training.models.source import CARD
from training.support.ranks import Ranks
from training.support.run import Run


def keep_best(
    run: Run,
    ranks: Ranks,
    settings: PPOSettings,
    policy: Policy,
    step: int,
    measures: dict[str, dict[str, float]],
) -> None:
    """Write the policy as the artifact policy-best, if its exam is the best of those within the KL bound.

    Rank 0 knows the best so far, decides and writes; the others bring their parts of weights that are shared out.
    The folder's card is the only record of the best: training reads nothing of it, and a run that is resumed takes the
    same exam again with the same result. A kill leaves the best before or the new one whole, between two renames neither
    under this name; then the exam is still to be taken.
    """
    writes = ranks.rank == 0
    if not ranks.agree("best" if writes and is_best(run, settings, measures) else ""):
        return
    target = run.artifact_path(BEST_POLICY)
    partial, beaten = (run.artifact_path(f".{what}-{BEST_POLICY}") for what in ("partial", "beaten"))
    if writes:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(beaten, ignore_errors=True)
    save_policy(policy, partial, policy_card(run, settings, step, measures), writes=writes)
    if not writes:
        return
    if target.exists():
        target.rename(beaten)
    partial.rename(target)
    shutil.rmtree(beaten, ignore_errors=True)
    run.recorder.emit(
        "artifact", name=BEST_POLICY, type="policy", path=run.relative(target), step=step, values=measures
    )


def is_best(run: Run, settings: PPOSettings, measures: dict[str, dict[str, float]]) -> bool:
    """Tell whether an exam is within the KL bound and better than the best so far."""
    reward, kl = measures["heldout_reward"]["value"], measures["heldout_kl"]["value"]
    known = read_best(run)
    beaten = known is not None and known["measures"]["heldout_reward"]["value"] >= reward
    return kl <= settings.best_max_kl and not beaten


def read_best(run: Run) -> dict[str, Any] | None:
    """Return the card of the best policy so far; None before there is one."""
    path: Path = run.artifact_path(BEST_POLICY) / CARD
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
    """Return what a run's result says of its best policy: its step and its exam; nothing where no exam was in bounds.

    Of several ranks the one that writes knows.
    """
    card = read_best(run) if run.launched.rank == 0 else None
    return {} if card is None else {"best": {"step": card["steps"], **card["measures"]}}
