"""Guidelines as they are, and as they were."""

from __future__ import annotations

import pytest

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.projects.services import guideline_save
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db


def test_it_shows_older_versions(project: Project, alice: User, bob: User, client_of: ClientOf) -> None:
    guideline_save(project=project, text="Be kinder.", user=alice)
    client, address = client_of(bob), f"/api/projects/{project.id}/guidelines"
    assert client.get(address).json()["text"] == "Be kinder."
    assert client.get(address, {"version": 1}).json()["text"] == "Be kind."
    listed = client.get(f"{address}/versions").json()
    assert [(one["version"], one["by"]) for one in listed] == [(2, "Alice"), (1, "Alice")]


def test_it_knows_no_version_that_never_was(project: Project, bob: User, client_of: ClientOf) -> None:
    client, address = client_of(bob), f"/api/projects/{project.id}/guidelines"
    assert client.get(address, {"version": 7}).status_code == 404
    assert client.get(address, {"version": "x"}).status_code == 400


def test_it_hides_them_from_charlie(project: Project, charlie: User, client_of: ClientOf) -> None:
    assert client_of(charlie).get(f"/api/projects/{project.id}/guidelines/versions").status_code == 404
