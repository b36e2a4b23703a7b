from __future__ import annotations

import time
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from labeling.runs.copying import events_copy, run_resync
from labeling.runs.follow import run_execute
from labeling.runs.launchers import note_pid, read_pid
from labeling.runs.models import Run, RunEvent
from labeling.runs.services import run_retry, run_stop
from labeling.runs.state import state_dump
from tests.labeling.runs.conftest import Scripted
from tests.labeling.runs.following import copied_until, launched, never, trainer_of
from training.contract.events import fold, read_events


def test_it_follows_a_run_to_its_end(run: Run, scripted: Scripted) -> None:
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.COMPLETED
    assert run.state["step"] == run.state["total_steps"] == 5
    assert run.ended_at is not None
    kinds = list(run.events.order_by("seq").values_list("kind", flat=True))
    assert kinds[0] == "started"
    assert kinds[-1] == "completed"
    assert kinds.count("metric") == 5


def test_it_keeps_every_event_once_however_often_it_copies(run: Run, scripted: Scripted) -> None:
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    Run.objects.filter(pk=run.pk).update(events_offset=0)
    for _ in range(3):
        run = events_copy(run_id=run.pk)
    run = run_resync(run_id=run.pk)
    written = list(read_events(run.folder.events))
    assert list(run.events.order_by("seq").values_list("seq", flat=True)) == [event.seq for event in written]
    assert run.state == {**state_dump(fold(written)), "warnings": []}
    assert run.status == Run.Status.COMPLETED


def test_it_goes_on_copying_where_another_worker_was_killed(run: Run, scripted: Scripted) -> None:
    scripted("endless")
    run = launched(run)
    run = copied_until(run, lambda seen: seen.last_seq >= 4)
    half = run.last_seq
    run_stop(run=run)
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.STOPPED
    assert run.events.count() == run.last_seq > half
    assert run.state == {**state_dump(fold(read_events(run.folder.events))), "warnings": []}


def test_it_restores_rows_that_were_lost(run: Run, scripted: Scripted) -> None:
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    count = run.events.count()
    RunEvent.objects.filter(run=run, seq__gt=2).delete()
    Run.objects.filter(pk=run.pk).update(state={}, last_seq=0)
    run = run_resync(run_id=run.pk)
    assert run.events.count() == count
    assert run.state["result"]["heldout_accuracy"]["n"] == 90


def test_it_finds_a_killed_trainer_lost_and_resumes_it_to_the_end(run: Run, scripted: Scripted) -> None:
    scripted("dies")
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.LOST
    assert "last checkpoint" in run.hint
    scripted("complete")
    run = run_retry(run=run)
    assert run.status == Run.Status.QUEUED
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.COMPLETED
    assert run.reason == ""
    assert run.state["attempts"] == 2
    steps = [event.body["step"] for event in run.events.filter(kind="metric").order_by("seq")]
    assert steps == [1, 2, 3, 4, 5]


def test_it_says_why_a_trainer_ended_before_it_began(run: Run, scripted: Scripted) -> None:
    scripted("early")
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.FAILED
    assert "No module named 'torch'" in run.reason


def test_it_says_that_the_trainer_cannot_be_started(run: Run, settings: Settings) -> None:
    settings.TRAINER_PYTHON = "/nowhere/python"
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.FAILED
    assert "/nowhere/python" in run.reason
    assert "manage.py check" in run.hint


def test_it_lets_the_trainer_save_when_the_worker_leaves(run: Run, scripted: Scripted) -> None:
    scripted("endless")
    began = time.monotonic()
    run_execute(run_id=run.pk, leaving=lambda: time.monotonic() - began > 1)
    run.refresh_from_db()
    assert run.status == Run.Status.STOPPED
    assert run.state["reason"] == "signal"


def test_it_starts_no_second_trainer_for_a_folder_that_has_one(run: Run, scripted: Scripted) -> None:
    scripted("endless")
    run = launched(run)
    first = trainer_of(run)
    copied_until(run, lambda seen: seen.last_seq > 0)
    run.folder.pid.unlink()  # As when the worker is killed between starting it and noting its process.
    Run.objects.filter(pk=run.pk).update(status=Run.Status.STARTING)
    run = launched(run)
    assert trainer_of(run).pid == first.pid
    run_stop(run=run)
    run_execute(run_id=run.pk, leaving=never)


def test_it_takes_no_later_process_of_the_same_number_for_the_trainer(run: Run, scripted: Scripted) -> None:
    scripted("endless")
    run = launched(run)
    process = trainer_of(run)
    run = copied_until(run, lambda seen: seen.status == Run.Status.RUNNING)
    process.kill()
    process.wait()
    note_pid(run.folder.pid, 1)
    noted = read_pid(run.folder.pid)
    assert noted is not None
    earlier = noted._replace(started=noted.started - 60)
    run.folder.pid.write_text(
        f'{{"pid": {earlier.pid}, "started": {earlier.started}, "host": "{earlier.host}"}}'
    )
    run_execute(run_id=run.pk, leaving=never)
    run.refresh_from_db()
    assert run.status == Run.Status.LOST


def test_it_hands_the_trainer_no_secret(
    run: Run, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    scripted("endless")
    run = launched(run)
    copied_until(run, lambda seen: seen.last_seq > 0)
    environment = trainer_of(run).environ()
    assert environment["OMP_WAIT_POLICY"] == "PASSIVE"
    assert not {"SECRET_KEY", "DATABASE_URL"} & set(environment)


def test_it_is_read_again_by_a_command(
    run: Run, scripted: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    count = run.events.count()
    run.events.all().delete()
    call_command("run_resync", str(run.pk))
    assert run.events.count() == count
    assert "completed" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no run"):
        call_command("run_resync", str(uuid4()))
