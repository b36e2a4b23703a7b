from __future__ import annotations

import pytest

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.runs.follow import run_execute
from labeling.runs.models import Run
from tests.conftest import ClientOf
from tests.labeling.runs.conftest import Scripted
from tests.labeling.runs.following import never
from training.contract.events import read_events
from training.contract.settings import SETTINGS


def test_it_tells_a_run_as_its_events_do(
    run: Run, scripted: Scripted, rita: User, client_of: ClientOf
) -> None:
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    told = client_of(rita).get(f"/api/runs/{run.pk}").json()
    assert told["status"] == "completed"
    assert told["state"]["result"]["heldout_accuracy"]["value"] == 0.7
    assert told["state"]["metrics"] == {"loss": 0.2}
    assert told["sentence"] == "Completed. Right on 70 % of held-out pairs (60 % to 80 %)."
    assert told["outputs"][0]["type"] == "reward"
    assert told["can"] == {"stop": False, "pause": False, "retry": False, "go_on_changed": False}
    assert told["created_by"] == "Rita"


def test_it_gives_the_events_after_a_number(
    run: Run, scripted: Scripted, rita: User, client_of: ClientOf
) -> None:
    scripted("complete")
    run_execute(run_id=run.pk, leaving=never)
    written = [event.to_json() for event in read_events(run.folder.events)]
    client, got, after = client_of(rita), [], 0
    while True:
        page = client.get(f"/api/runs/{run.pk}/events", {"after": after, "limit": 4}).json()
        if not page["events"]:
            break
        got += page["events"]
        after = page["last_seq"]
    assert [event["seq"] for event in got] == [event["seq"] for event in written]
    assert got[1] == {**written[1], "at": got[1]["at"]}
    assert page["status"] == "completed"
    assert page["last_seq"] == after


def test_it_gives_the_end_of_the_log(run: Run, rita: User, client_of: ClientOf) -> None:
    client = client_of(rita)
    assert client.get(f"/api/runs/{run.pk}/log").json() == {"text": ""}
    run.folder.log.write_bytes(b"x" * 100_000 + b"\nthe end \xff\n")
    text = client.get(f"/api/runs/{run.pk}/log").json()["text"]
    assert len(text) <= 64 * 1024
    assert text.endswith("the end \ufffd\n")


def test_it_lists_runs_newest_first(project: Project, run: Run, rita: User, client_of: ClientOf) -> None:
    page = client_of(rita).get(f"/api/projects/{project.pk}/runs").json()
    assert [told["id"] for told in page["results"]] == [str(run.pk)]
    assert page["next"] is None


def test_it_describes_the_start_form_of_every_verb(rita: User, client_of: ClientOf) -> None:
    verbs = client_of(rita).get("/api/run-forms").json()["verbs"]
    assert [form["verb"] for form in verbs] == list(SETTINGS)
    steps = next(item for item in verbs[2]["settings"] if item["name"] == "steps")
    assert (steps["type"], steps["default"], steps["low"], steps["label"]) == ("integer", 40, 1, "Steps")


@pytest.mark.parametrize("path", ["", "/events", "/log"])
def test_it_shows_charlie_and_bob_nothing(
    run: Run, bob: User, charlie: User, client_of: ClientOf, path: str
) -> None:
    assert client_of(charlie).get(f"/api/runs/{run.pk}{path}").status_code == 404
    assert client_of(bob).get(f"/api/runs/{run.pk}{path}").status_code == 403


def test_it_lists_no_runs_for_charlie_and_bob(
    project: Project, bob: User, charlie: User, client_of: ClientOf
) -> None:
    assert client_of(charlie).get(f"/api/projects/{project.pk}/runs").status_code == 404
    assert client_of(bob).get(f"/api/projects/{project.pk}/runs").status_code == 403
