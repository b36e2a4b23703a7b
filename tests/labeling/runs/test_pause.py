from __future__ import annotations

import pytest

from labeling.accounts.models import User
from labeling.problems import Conflict
from labeling.projects.models import Project
from labeling.runs.follow import run_execute
from labeling.runs.models import Run
from labeling.runs.services import run_create, run_pause, run_stop
from tests.conftest import ClientOf
from tests.labeling.runs.conftest import Scripted
from tests.labeling.runs.following import copied_until, launched, never
from tests.made import made_task


def test_it_pauses_after_a_step_and_goes_on_from_it(
    run: Run, scripted: Scripted, rita: User, client_of: ClientOf
) -> None:
    scripted("endless")
    launched(run)
    copied_until(run, lambda seen: seen.status == Run.Status.RUNNING)
    client = client_of(rita)
    told = client.post(f"/api/runs/{run.pk}/pause").json()
    assert (told["status"], told["can"]["stop"], told["can"]["pause"]) == ("pausing", True, False)
    run_execute(run_id=run.pk, leaving=never)
    told = client.get(f"/api/runs/{run.pk}").json()
    paused_at = told["state"]["step"]
    assert told["status"] == "paused"
    assert told["sentence"].startswith(f"Paused at step {paused_at} of 5.")
    assert told["can"] == {"stop": False, "pause": False, "retry": True, "go_on_changed": False}
    assert client.post(f"/api/runs/{run.pk}/retry").status_code == 200
    assert not run.folder.stop_requested()
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.COMPLETED
    begun = run.events.filter(kind="started").order_by("-seq")[0]
    assert begun.body["resumed_from"] == paused_at


def test_it_stops_a_run_that_was_asked_to_pause(run: Run, scripted: Scripted) -> None:
    scripted("endless")
    launched(run)
    run = copied_until(run, lambda seen: seen.status == Run.Status.RUNNING)
    run.folder.request_stop("pause")  # As a pause that the trainer has not heard yet.
    Run.objects.filter(pk=run.pk).update(status=Run.Status.PAUSING, stop_requested_at=run.launched_at)
    run = run_stop(run=run)
    assert run.status == Run.Status.STOPPING
    assert run.folder.stop_requested() == "stop"
    copied_until(run, lambda seen: seen.is_final)


def test_it_shows_pausing_until_the_last_word(run: Run, scripted: Scripted) -> None:
    scripted("endless")
    launched(run)
    run = copied_until(run, lambda seen: seen.status == Run.Status.RUNNING)
    Run.objects.filter(pk=run.pk).update(
        status=Run.Status.PAUSING, stop_requested_at=run.launched_at
    )  # The trainer has not heard of it.
    run = copied_until(run, lambda seen: seen.last_seq > run.last_seq)
    assert run.status == Run.Status.PAUSING
    run_stop(run=run)
    copied_until(run, lambda seen: seen.is_final)


def test_it_pauses_no_run_that_waits_or_has_ended(run: Run, scripted: Scripted) -> None:
    with pytest.raises(Conflict, match="cannot be paused"):
        run_pause(run=run)
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    with pytest.raises(Conflict, match="cannot be paused"):
        run_pause(run=run)


def test_it_pauses_no_run_that_keeps_no_place(project: Project, rita: User) -> None:
    made_task(project)
    run = run_create(project=project, verb="sample", user=rita, settings={"k": 2})
    Run.objects.filter(pk=run.pk).update(status=Run.Status.RUNNING)
    with pytest.raises(Conflict, match="cannot be paused"):
        run_pause(run=run)
