from __future__ import annotations

import psutil
import pytest

from labeling.accounts.models import User
from labeling.problems import Conflict
from labeling.runs.follow import run_execute
from labeling.runs.models import Run
from labeling.runs.services import run_stop
from tests.conftest import ClientOf
from tests.labeling.runs.conftest import Scripted
from tests.labeling.runs.following import copied_until, launched, never, trainer_of


def test_it_stops_a_running_run_after_its_step(
    run: Run, scripted: Scripted, rita: User, client_of: ClientOf
) -> None:
    scripted("endless")
    launched(run)
    copied_until(run, lambda seen: seen.status == Run.Status.RUNNING)
    response = client_of(rita).post(f"/api/runs/{run.pk}/stop")
    assert response.status_code == 200
    assert response.json()["status"] == "stopping"
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.STOPPED
    assert run.state["reason"] == "stop"
    assert run.state["checkpoint_step"] == run.state["step"]


def test_it_shows_stopping_until_the_last_word(run: Run, scripted: Scripted) -> None:
    scripted("endless")
    run = launched(run)
    run = copied_until(run, lambda seen: seen.status == Run.Status.RUNNING)
    Run.objects.filter(pk=run.pk).update(stop_requested_at=run.launched_at)
    run = copied_until(run, lambda seen: seen.last_seq > run.last_seq)
    assert run.status == Run.Status.STOPPING


def test_it_sends_a_signal_when_asked_again(run: Run, scripted: Scripted) -> None:
    scripted("endless")
    launched(run)
    run = copied_until(run, lambda seen: seen.status == Run.Status.RUNNING)
    process = trainer_of(run)
    process.suspend()  # The stop file alone would stop it first.
    run_stop(run=run)
    run_stop(run=run)
    run.folder.clear_stop()
    process.resume()
    run = copied_until(run, lambda seen: seen.is_final)
    assert run.state["reason"] == "signal"


def test_it_ends_a_waiting_run_at_once(run: Run, scripted: Scripted) -> None:
    scripted("complete")
    run = run_stop(run=run)
    assert run.status == Run.Status.STOPPED
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.STOPPED
    assert not run.folder.pid.exists()


def test_it_has_nothing_to_stop_in_a_run_that_ended(run: Run, scripted: Scripted) -> None:
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    with pytest.raises(Conflict):
        run_stop(run=run)


def test_it_refuses_charlie_and_bob(
    run: Run, bob: User, charlie: User, scripted: Scripted, client_of: ClientOf
) -> None:
    before = psutil.Process().children()
    for word in ("stop", "pause", "retry"):
        path = f"/api/runs/{run.pk}/{word}"
        assert client_of(charlie).post(path).status_code == 404
        assert client_of(bob).post(path).status_code == 403
    run.refresh_from_db()
    assert run.status == Run.Status.QUEUED
    assert psutil.Process().children() == before
