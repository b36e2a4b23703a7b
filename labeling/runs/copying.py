"""Copies a run's events into the database, with the state folded from them and the status that follows.

The event log is the truth. Copying is safe to repeat, to interrupt and to do twice at once: the run's row is locked
while a batch goes in, and an event is unique on run and seq.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from labeling.runs.models import Run, RunEvent
from labeling.runs.state import state_dump, state_load, status_of
from labeling.runs.telling import run_tell
from labeling.storable import storable
from training.contract.events import Event, RunState, fold, parse_time, read_events_from


@transaction.atomic
def events_copy(*, run_id: UUID, from_start: bool = False) -> Run:
    """Copy what the log has beyond what is copied, with the state folded from it, and return the run as it is now."""
    run = Run.objects.select_for_update().get(pk=run_id)
    before = run.status
    if from_start:
        run.events_offset = 0
    events, offset = read_events_from(run.folder.events, run.events_offset)
    if offset == run.events_offset and not from_start:
        return run
    RunEvent.objects.bulk_create(
        [event_row(run, event) for event in events], ignore_conflicts=True, batch_size=500
    )
    state = fold(events, RunState() if from_start else state_load(run.state))
    news = state.seq > run.last_seq
    run.state = storable(state_dump(state))
    run.last_seq = state.seq
    run.events_offset = offset
    if news or not run.is_final:
        status_refresh(run, state)
    run.save()
    if run.status != before:
        run_tell(run)
    return run


def run_resync(*, run_id: UUID) -> Run:
    """Read the whole log again, for a run whose rows were lost or whose folder was mended."""
    return events_copy(run_id=run_id, from_start=True)


def event_row(run: Run, event: Event) -> RunEvent:
    return RunEvent(
        run=run, seq=event.seq, at=moment(event.at), kind=event.kind[:64], body=storable(event.body)
    )


def moment(text: str) -> datetime:
    try:
        return parse_time(text)
    except ValueError:
        return timezone.now()


def status_refresh(run: Run, state: RunState) -> None:
    """Set the run's status from the fold of its events; a lost run that speaks again is found again."""
    run.status = status_of(
        state,
        requested_seq=run.requested_seq,
        launched=run.launched_at is not None,
        ending=run.ending,
    )
    ended = state.ended_at if run.is_final else None
    run.ended_at = moment(ended) if ended else None
    run.reason = run.hint = ""
