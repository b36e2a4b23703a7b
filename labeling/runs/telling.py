"""What webhooks hear of runs: the end of each attempt."""

from __future__ import annotations

from labeling.hooks.models import Kind
from labeling.hooks.services import event_tell
from labeling.runs.models import Run


def run_tell(run: Run) -> None:
    """Tell that the run has ended; once for each attempt and outcome. Call it in the transaction that ends it."""
    if not run.is_final:
        return
    data = {
        "run": {"id": str(run.id), "name": run.name, "verb": run.verb},
        "status": run.status,
        "reason": run.reason or str(run.state.get("reason", "")),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
    }
    key = f"{run.id}:{run.requested_seq}:{run.status}"
    event_tell(project=run.project, kind=Kind.RUN_FINISHED, key=key, data=data)
