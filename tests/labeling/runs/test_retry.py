from __future__ import annotations

import pytest

from labeling.accounts.models import User
from labeling.problems import Conflict
from labeling.runs.copying import events_copy
from labeling.runs.follow import run_execute
from labeling.runs.models import Run
from labeling.runs.services import run_retry, run_stop
from tests.conftest import ClientOf
from tests.labeling.runs.conftest import Scripted
from tests.labeling.runs.following import copied_until, launched, never, trainer_of
from training.contract.events import now_text


def test_it_goes_on_with_a_stopped_run(run: Run, scripted: Scripted, rita: User, client_of: ClientOf) -> None:
    scripted("endless")
    launched(run)
    run = copied_until(run, lambda seen: seen.status == Run.Status.RUNNING)
    run_stop(run=run)
    run_execute(run_id=run.pk, leaving=never)
    response = client_of(rita).post(f"/api/runs/{run.pk}/retry")
    assert response.status_code == 200
    assert response.json()["status"] == "queued"
    assert not run.folder.stop_requested()
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.COMPLETED


def test_it_takes_the_last_word_of_the_attempt_before_for_its_own_alone(run: Run, scripted: Scripted) -> None:
    scripted("endless")
    launched(run)
    run = copied_until(run, lambda seen: seen.status == Run.Status.RUNNING)
    run_stop(run=run)
    run_execute(run_id=run.pk, leaving=never)
    run = run_retry(run=Run.objects.get(pk=run.pk))
    with run.folder.events.open("a") as log:  # A sign of life while the trainer still loads.
        log.write(f'{{"seq": {run.last_seq + 1}, "at": "{now_text()}", "kind": "heartbeat"}}\n')
    Run.objects.filter(pk=run.pk).update(launched_at=run.created_at)
    run = events_copy(run_id=run.pk)
    assert run.state["phase"] == "stopped"
    assert run.status == Run.Status.STARTING


def test_it_waits_until_the_trainer_has_left(run: Run, scripted: Scripted) -> None:
    scripted("endless")
    launched(run)
    run = copied_until(run, lambda seen: seen.status == Run.Status.RUNNING)
    Run.objects.filter(pk=run.pk).update(status=Run.Status.LOST)
    with pytest.raises(Conflict, match="has not left"):
        run_retry(run=run)
    trainer_of(run).kill()


def test_it_refuses_to_go_on_with_a_completed_run(run: Run, scripted: Scripted) -> None:
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    with pytest.raises(Conflict, match="completed"):
        run_retry(run=run)
