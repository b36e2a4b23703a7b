"""Data sets by name: from the hub, and from a folder that whoever runs the site has put there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasets as hf
import pytest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from labeling.projects.models import Project
from labeling.prompts.import_fetch import fetch_run
from labeling.prompts.import_store import import_folder
from labeling.prompts.models import Import, Prompt
from labeling.rankings.models import Ranking
from tests.hub import Hub, serving_hub
from tests.labeling.rankings.importing import parquet_bytes

pytestmark = pytest.mark.django_db
PAIRS = [{"prompt": f"Why {number}?", "chosen": "Because.", "rejected": "No."} for number in range(5)]


@pytest.fixture
def hub(settings: Settings) -> Iterator[Hub]:
    with serving_hub() as found:
        settings.HF_ENDPOINT = found.address
        yield found


def fetched(client: APIClient, project: Project, **named: str) -> Import:
    """Name a data set, and do what the worker does."""
    response = client.post(f"/api/projects/{project.id}/imports/datasets", named)
    assert response.status_code == 202, response.json()
    assert response.json()["status"] == "fetching"
    fetch_run(import_id=response.json()["id"])
    return Import.objects.get(pk=response.json()["id"])


def taken_in(client: APIClient, project: Project, source: Import) -> dict[str, Any]:
    assert source.status == Import.Status.DRAFT, source.problem
    base = f"/api/projects/{project.id}/imports/{source.pk}"
    preview = client.post(f"{base}/preview", {"guess": True}).json()
    assert preview["counts"]["prompts"] == len(PAIRS)
    found: dict[str, Any] = client.post(f"{base}/start", {}).json()
    return found


def test_it_takes_in_a_data_set_of_the_hub(
    project: Project, alices: APIClient, hub: Hub, tmp_path: Path, settings: Settings
) -> None:
    settings.HF_TOKEN = "hf_secret"
    files = [parquet_bytes(tmp_path, PAIRS[:3]), parquet_bytes(tmp_path, PAIRS[3:])]
    hub.publish("owner/pairs", {"default": {"train": files, "test": [files[0]]}})
    source = fetched(alices, project, hub="owner/pairs")
    assert source.origin == {
        "hub": "owner/pairs",
        "config": "default",
        "split": "train",
        "revision": "abc123",
    }
    assert source.size == sum(map(len, files))
    assert {token for _, token in hub.asked} == {"Bearer hf_secret"}
    assert taken_in(alices, project, source)["status"] == "complete"
    assert (Prompt.objects.count(), Ranking.objects.count()) == (5, 5)


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"hub": "owner/none"}, "The hub has no data set owner/none, or no Parquet files of it."),
        ({"hub": "owner/several"}, "owner/several has several configurations: one, two."),
        (
            {"hub": "owner/several", "config": "three"},
            "has no configuration called 'three'. It has one, two.",
        ),
        (
            {"hub": "owner/several", "config": "one", "split": "dev"},
            "has no split called 'dev'. It has train.",
        ),
        ({"hub": "owner/closed"}, "The hub does not give owner/closed to everybody. Accept its conditions"),
        ({"hub": "owner/down"}, "The hub answered 503. Try again in a few minutes."),
        ({"hub": "owner/odd"}, "is not the hub's. Check HF_ENDPOINT."),
    ],
)
def test_it_says_why_the_hub_gives_nothing(
    project: Project, alices: APIClient, hub: Hub, named: dict[str, str], words: str
) -> None:
    hub.publish("owner/several", {"one": {"train": [b""]}, "two": {"train": [b""]}})
    hub.answers["/api/datasets/owner/closed"] = (401, b"")
    hub.answers["/api/datasets/owner/down"] = (503, b"")
    hub.answers["/api/datasets/owner/odd"] = (200, b"<html>")
    source = fetched(alices, project, **named)
    assert (source.status, import_folder(source.pk).exists()) == (Import.Status.FAILED, False)
    assert words in source.problem


def test_it_says_that_the_hub_cannot_be_reached(
    project: Project, alices: APIClient, settings: Settings
) -> None:
    settings.HF_ENDPOINT = "http://127.0.0.1:9"
    assert "cannot be reached (ConnectError)" in fetched(alices, project, hub="owner/pairs").problem


def test_it_stops_fetching_what_is_too_large(
    project: Project, alices: APIClient, hub: Hub, settings: Settings
) -> None:
    settings.IMPORT_MAX_BYTES = 2**20
    hub.publish("owner/big", {"default": {"train": [b"x" * 2**20, b"x" * 2**20]}})
    source = fetched(alices, project, hub="owner/big")
    assert "at most 1 MB come in at once" in source.problem
    assert not import_folder(source.pk).exists()


@pytest.mark.parametrize("kind", ["arrow", "parquet"])
def test_it_takes_in_a_folder_of_a_data_set(
    project: Project, alices: APIClient, settings: Settings, kind: str
) -> None:
    folder = Path(settings.IMPORT_FROM_DIR) / "pairs"
    made = hf.DatasetDict({"train": hf.Dataset.from_list(PAIRS), "test": hf.Dataset.from_list(PAIRS[:1])})
    if kind == "arrow":
        made.save_to_disk(str(folder))
    else:
        (folder / "data").mkdir(parents=True)
        for split, rows in made.items():
            rows.to_parquet(folder / "data" / f"{split}-00000-of-00001.parquet")
        (folder / "README.md").write_text("A card.")
    source = fetched(alices, project, folder="pairs", split="train")
    assert taken_in(alices, project, source)["status"] == "complete"
    assert Prompt.objects.count() == 5


@pytest.mark.parametrize("name", ["../secret", "none", "/etc"])
def test_it_leaves_the_folder_of_the_site_alone(
    project: Project, alices: APIClient, settings: Settings, name: str
) -> None:
    (Path(settings.IMPORT_FROM_DIR) / "pairs").mkdir(parents=True)
    response = alices.post(f"/api/projects/{project.id}/imports/datasets", {"folder": name})
    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith("There is no folder called")
    assert not Import.objects.exists()
