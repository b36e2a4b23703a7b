"""Large imports come in by the worker: batch by batch, exactly once, seen whole or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from labeling.accounts.models import AuditEntry, User
from labeling.problems import Conflict
from labeling.projects.models import Project
from labeling.projects.selectors import project_counts
from labeling.prompts.models import Import, Prompt
from labeling.prompts.selectors import prompts_seen
from labeling.rankings import import_run
from labeling.rankings.import_service import Options, import_cancel, import_resume, import_start
from labeling.rankings.import_sweep import imports_sweep, imports_with_jobs
from labeling.rankings.overlap import seats_match_overlap
from labeling.rankings.selectors import latest_rankings
from labeling.tasks.claim import assignment_claim
from labeling.tasks.models import Seat, Task
from tests.labeling.rankings.importing import json_lines, numbered_lines, opened, queued
from tests.made import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_run, "ROWS_AT_ONCE", 10)


def leaving_after(batches: int) -> Callable[[], bool]:
    """Return an answer to "are you asked to end" that is yes after so many batches, behind the one question of the check."""
    asked = 0

    def leaving() -> bool:
        nonlocal asked
        asked += 1
        return asked > batches + 1

    return leaving


def run(source: Import, **more: Callable[[], bool]) -> Import:
    import_run.import_run(import_id=source.pk, **more)
    return Import.objects.get(pk=source.pk)


def test_it_brings_everything_in_once(project: Project, alice: User, bob: User) -> None:
    source = queued(project, alice, numbered_lines(35))
    assert source.status == Import.Status.QUEUED
    source = run(source)
    assert source.status == Import.Status.COMPLETE
    wanted = {
        "rows": 35,
        "prompts": 35,
        "completions": 70,
        "rankings": 0,
        "tasks": 35,
        "duplicates": 0,
        "bad": 0,
    }
    assert source.counts == wanted
    assert (source.rows_total, source.rows_done) == (35, 35)
    assert Seat.objects.count() == 35
    assert AuditEntry.objects.filter(action="import", actor=alice).count() == 1
    assert assignment_claim(member=member_of(project, bob)).assignment is not None
    assert run(source).counts == wanted


def test_it_goes_on_where_a_worker_left_it(project: Project, alice: User) -> None:
    source = run(queued(project, alice, numbered_lines(35)), leaving=leaving_after(2))
    assert (source.status, source.rows_done) == (Import.Status.RUNNING, 20)
    assert source.checkpoint == {"file": 0, "line": 20}
    source = run(source)
    assert (source.status, source.counts["prompts"]) == (Import.Status.COMPLETE, 35)
    assert Prompt.objects.count() == Task.objects.count() == Seat.objects.count() == 35


def test_it_is_seen_by_nobody_before_it_is_whole(project: Project, alice: User, bob: User) -> None:
    rows = [{"prompt": f"P{number}?", "completions": ["a", "b"], "ranks": [1, 2]} for number in range(30)]
    source = run(queued(project, alice, json_lines(*rows)), leaving=leaving_after(2))
    assert Task.objects.count() == 20
    assert seats_match_overlap(project_id=project.pk) == (0, 0)
    assert assignment_claim(member=member_of(project, bob)).reason == "finished"
    assert (prompts_seen(project).count(), latest_rankings(project).count()) == (0, 0)
    assert set(project_counts([project.pk])[project.pk].values()) == {0}
    run(source)
    assert (prompts_seen(project).count(), latest_rankings(project).count()) == (30, 30)
    assert project_counts([project.pk])[project.pk]["tasks"] == 30


def test_it_does_nothing_behind_another_worker(project: Project, alice: User) -> None:
    source = run(queued(project, alice, numbered_lines(35)), leaving=leaving_after(1))
    late = Import.objects.select_related("project").get(pk=source.pk)
    assert run(source).status == Import.Status.COMPLETE
    with pytest.raises(import_run.Halted):
        import_run.import_write(late)
    assert Prompt.objects.count() == 35


def test_it_can_be_cancelled_and_resumed(project: Project, alice: User) -> None:
    source = run(queued(project, alice, numbered_lines(35)), leaving=leaving_after(2))
    import_cancel(source=source, user=alice)
    source = run(source)
    assert (source.status, source.rows_done) == (Import.Status.CANCELLED, 20)
    with pytest.raises(Conflict, match="is cancelled"):
        import_start(source=opened(project, alice, numbered_lines(1, start=90)), options=Options())
    import_resume(source=source, user=alice)
    assert run(source).status == Import.Status.COMPLETE
    assert Prompt.objects.count() == 35
    with pytest.raises(Conflict, match="This import is complete"):
        import_cancel(source=source, user=alice)


def test_it_stops_when_it_is_cancelled_while_it_runs(project: Project, alice: User) -> None:
    source = queued(project, alice, numbered_lines(35))
    other = Import.objects.get(pk=source.pk)
    asked = 0

    def cancelling() -> bool:
        nonlocal asked
        asked += 1
        if asked == 3:
            import_cancel(source=other, user=alice)
        return False

    source = run(source, leaving=cancelling)
    assert (source.status, source.rows_done) == (Import.Status.CANCELLED, 10)


def test_it_refuses_bad_lines_and_can_leave_them_out(project: Project, alice: User) -> None:
    content = (
        numbered_lines(15)
        + b"\nno row\n"
        + json_lines({"prompt": " "})
        + b"\n"
        + numbered_lines(10, start=10)
    )
    source = run(queued(project, alice, content))
    assert (source.status, Prompt.objects.count()) == (Import.Status.FAILED, 0)
    assert source.problem.startswith("7 lines cannot be used; nothing was imported.")
    assert source.problems[0] == {
        "line": 16,
        "field": "",
        "message": "This is not JSON: Expecting value, character 1.",
    }
    import_resume(source=source, user=alice, bad_lines="skip")
    source = run(source)
    assert source.status == Import.Status.COMPLETE
    assert (source.counts["prompts"], source.counts["bad"]) == (20, 7)
    assert set(Prompt.objects.values_list("external_id", flat=True)) == {f"n{number}" for number in range(20)}


def test_it_names_a_file_that_cannot_be_read(project: Project, alice: User) -> None:
    source = run(queued(project, alice, '{"prompt": "ok?"}'.encode("utf-16")))
    assert source.status == Import.Status.FAILED
    assert source.problem == "The file is in UTF-16. Save it as UTF-8, then send it again."


def test_it_gives_an_import_that_lost_its_worker_a_job_again(project: Project, alice: User) -> None:
    source = queued(project, alice, numbered_lines(3))
    assert imports_with_jobs() == set()
    imports_sweep()
    imports_sweep()
    assert imports_with_jobs() == {source.pk}
