"""Every error of the API has one shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.projects.models import Project
from tests.conftest import ClientOf

if TYPE_CHECKING:
    from rest_framework.response import _MonkeyPatchedResponse as Response

pytestmark = pytest.mark.django_db


def shape(response: Response) -> tuple[int, str]:
    error = response.json()["error"]
    assert set(error) == {"code", "message", "hint", "fields"}
    return response.status_code, error["code"]


def test_it_asks_a_stranger_to_log_in() -> None:
    response = APIClient().get("/api/me")
    assert shape(response) == (401, "unauthenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_it_has_one_shape_for_addresses_that_are_not_there(bob: User, client_of: ClientOf) -> None:
    assert shape(APIClient().get("/api/nothing")) == (404, "not_found")
    assert shape(client_of(bob).post("/api/projects/1", {})) == (404, "not_found")


def test_it_has_one_shape_for_wrong_methods_and_content(bob: User, client_of: ClientOf) -> None:
    client = client_of(bob)
    assert shape(client.put("/api/projects", {})) == (405, "method_not_allowed")
    assert shape(client.post("/api/projects", "{", content_type="application/json")) == (400, "invalid")
    assert shape(client.post("/api/projects", "x", content_type="text/plain")) == (415, "unsupported")
    assert shape(client.post("/api/projects", [1])) == (400, "invalid")


def test_it_names_nested_fields(project: Project, bob: User, client_of: ClientOf) -> None:
    response = client_of(bob).post(f"/api/projects/{project.id}/assignments", {"held": ["x"]})
    assert shape(response) == (400, "invalid")
    assert response.json()["error"]["fields"][0]["field"] == "held[0]"


def test_it_refuses_a_body_that_is_too_large(bob: User, client_of: ClientOf, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client_of(bob).post("/api/projects", {"name": "x" * 2000, "domains": ["a"]})
    assert shape(response) == (413, "too_large")


def test_it_wants_the_csrf_token_of_a_browser(bob: User) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(bob)
    assert shape(client.post("/api/tokens", {"name": "x", "expires_in_days": 1, "scopes": ["read"]})) == (
        403,
        "forbidden",
    )


@pytest.mark.urls("tests.labeling.api.failing_urls")
def test_it_keeps_a_failure_of_the_server_in_shape() -> None:
    client = APIClient(raise_request_exception=False)
    assert shape(client.get("/api/fails")) == (500, "server")
    assert "Something failed on the server" in client.get("/fails").content.decode()
