"""Every endpoint of a project against every role: a new one fails here until its right is written down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.projects.models import Member, Project
from labeling.projects.who_can import Right, may
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db

OF_A_PROJECT = "projects/<uuid:project_id>"
RIGHTS: dict[tuple[str, str], Right | tuple[Right, ...]] = {
    ("get", ""): "view",
    ("patch", ""): "manage",
    ("get", "/guidelines"): "view",
    ("get", "/members"): "research",
    ("post", "/members"): "manage",
    ("patch", "/members/<uuid:member_id>"): "manage",
    ("delete", "/members/<uuid:member_id>"): "manage",
    ("get", "/prompts"): "research",
    ("post", "/assignments"): "annotate",
    ("get", "/imports"): "research",
    ("post", "/imports"): "manage",
    ("get", "/progress"): ("research", "review"),
    ("get", "/agreement"): ("research", "review"),
    ("get", "/datasets"): "research",
    ("post", "/datasets"): "research",
    ("get", "/models"): "research",
    ("get", "/runs"): "research",
    ("post", "/runs"): "research",
    ("get", "/evaluations"): "research",
}
FOR_EVERYBODY = {"me", "projects", "tokens", "run-forms", "schema"}


class Endpoint(NamedTuple):
    method: str
    address: str


def endpoints() -> Iterator[Endpoint]:
    """Yield method and address, as the urls write it, of everything below /api/."""
    for address, pattern in patterns(get_resolver(), ""):
        view: Any = getattr(pattern.callback, "cls", None)
        if address.startswith("api/") and view is not None:
            for method in ("get", "post", "patch", "put", "delete"):
                if hasattr(view, method):
                    yield Endpoint(method, address.removeprefix("api/"))


def patterns(resolver: URLResolver, start: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        address = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, address)
        else:
            yield address, pattern


def ask(client: APIClient, endpoint: Endpoint, project: Project) -> int:
    """Return the status; every id but the project's own is made up."""
    parts = [
        str(project.id) if part == "<uuid:project_id>" else str(uuid4()) if part.startswith("<") else part
        for part in endpoint.address.split("/")
    ]
    return int(getattr(client, endpoint.method)("/api/" + "/".join(parts)).status_code)


def test_it_has_a_right_for_every_endpoint_of_a_project() -> None:
    found = {
        (endpoint.method, endpoint.address.removeprefix(OF_A_PROJECT))
        for endpoint in endpoints()
        if endpoint.address.startswith(OF_A_PROJECT)
    }
    assert found == set(RIGHTS)


def test_it_refuses_members_without_the_right(
    project: Project, alice: User, bob: User, rita: User, vera: User, client_of: ClientOf
) -> None:
    Member.objects.create(project=project, user=vera, role=Member.Role.REVIEWER)
    for user, role in (
        (alice, "owner"),
        (bob, "annotator"),
        (rita, "researcher"),
        (vera, "reviewer"),
    ):
        client = client_of(user)
        for (method, path), wanted in RIGHTS.items():
            rights = (wanted,) if isinstance(wanted, str) else wanted
            status = ask(client, Endpoint(method, OF_A_PROJECT + path), project)
            assert (status == 403) == (not any(may(role, right) for right in rights)), (
                role,
                method,
                path,
                status,
            )
            assert status < 500, (role, method, path, status)


def test_it_hides_everything_from_charlie(project: Project, charlie: User, client_of: ClientOf) -> None:
    client = client_of(charlie)
    for endpoint in endpoints():
        if endpoint.address not in FOR_EVERYBODY:
            assert ask(client, endpoint, project) == 404, endpoint


def test_it_asks_everybody_to_log_in(project: Project) -> None:
    for endpoint in endpoints():
        expected = 200 if endpoint.address == "schema" else 401
        assert ask(APIClient(), endpoint, project) == expected, endpoint
