"""What a reward run measured, as its document and as tables."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.utils import timezone

from labeling.accounts.models import User
from labeling.runs.models import Run
from tests.conftest import ClientOf

ACCURACY = {"value": 0.7, "low": 0.6, "high": 0.8, "n": 90}
DOCUMENT: dict[str, Any] = {
    "version": 1,
    "counts": {"votes": 90},
    "accuracy": ACCURACY,
    "slices": [{"by": "domain", "name": "=chat", "prompts": 12, "accuracy": ACCURACY}],
    "ceiling": None,
    "calibration": {
        "temperature": {"value": 1.2, "low": 0.9, "high": None, "n": 90, "fitted_on": "heldout"},
        "bins": [{"low": 0.5, "high": 0.55, "predicted": 0.52, "observed": ACCURACY}],
    },
    "length": {"unit": "characters", "points": [[12.0, 0.5]]},
    "distribution": {"answers": 1, "bins": [{"low": 0.0, "high": 1.0, "first": 1, "others": 0}]},
}


@pytest.fixture
def measured(run: Run) -> Run:
    for seq, values in ((1, {"version": 1}), (2, DOCUMENT)):
        run.events.create(seq=seq, at=timezone.now(), kind="measures", body={"step": seq, "values": values})
    return run


def table(client: Any, run: Run, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(
        f"/api/runs/{run.pk}/measures/tables/{name}", {"format": "json"}
    ).json()
    return found


def test_it_gives_the_last_document(measured: Run, rita: User, client_of: ClientOf) -> None:
    response = client_of(rita).get(f"/api/runs/{measured.pk}/measures")
    assert response.json() == DOCUMENT
    assert response["Content-Disposition"] == 'attachment; filename="reward-model-1-measures.json"'


def test_it_gives_every_measure_as_a_row(measured: Run, rita: User, client_of: ClientOf) -> None:
    assert table(client_of(rita), measured, "figures") == [
        {"measure": "accuracy", **ACCURACY},
        {"measure": "calibration_temperature", "value": 1.2, "low": 0.9, "high": None, "n": 90},
    ]


def test_it_gives_the_pictures_as_tables(measured: Run, rita: User, client_of: ClientOf) -> None:
    client = client_of(rita)
    spread = {"low": 0.6, "high": 0.8, "n": 90}
    accuracy = {"accuracy": 0.7, **{f"accuracy_{end}": value for end, value in spread.items()}}
    observed = {"observed": 0.7, **{f"observed_{end}": value for end, value in spread.items()}}
    assert table(client, measured, "slices") == [{"by": "domain", "name": "=chat", "prompts": 12, **accuracy}]
    assert table(client, measured, "reliability") == [
        {"low": 0.5, "high": 0.55, "predicted": 0.52, **observed}
    ]
    assert table(client, measured, "scores") == DOCUMENT["distribution"]["bins"]
    assert table(client, measured, "lengths") == [{"length": 12.0, "score": 0.5}]


def test_it_gives_csv_that_a_spreadsheet_never_runs(measured: Run, rita: User, client_of: ClientOf) -> None:
    response = client_of(rita).get(f"/api/runs/{measured.pk}/measures/tables/slices")
    assert response["Content-Disposition"] == 'attachment; filename="reward-model-1-measures-slices.csv"'
    (row,) = csv.DictReader(io.StringIO(response.content.decode()))
    assert (row["name"], row["accuracy_low"]) == ("'=chat", "0.6")


@pytest.mark.parametrize("path", ["measures", "measures/tables/slices"])
def test_it_says_so_where_nothing_was_measured(run: Run, rita: User, client_of: ClientOf, path: str) -> None:
    response = client_of(rita).get(f"/api/runs/{run.pk}/{path}")
    assert response.status_code == 404
    assert "measured no reward model" in response.json()["error"]["message"]


def test_it_names_the_tables_there_are(measured: Run, rita: User, client_of: ClientOf) -> None:
    response = client_of(rita).get(f"/api/runs/{measured.pk}/measures/tables/secrets")
    assert response.status_code == 404
    assert "figures, slices, reliability" in response.json()["error"]["hint"]


@pytest.mark.parametrize("path", ["measures", "measures/tables/slices"])
def test_it_shows_charlie_and_bob_nothing(
    measured: Run, bob: User, charlie: User, client_of: ClientOf, path: str
) -> None:
    assert client_of(charlie).get(f"/api/runs/{measured.pk}/{path}").status_code == 404
    assert client_of(bob).get(f"/api/runs/{measured.pk}/{path}").status_code == 403
