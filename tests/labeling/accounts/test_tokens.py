"""API tokens: shown once, kept as a hash, good until they end, for what their scopes say."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.authentication import token_digest
from labeling.accounts.models import ApiToken, AuditEntry, User
from labeling.accounts.scopes import Scope
from labeling.accounts.services import token_create
from labeling.projects.models import Project
from tests.conftest import ClientOf
from tests.made import made_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(bob: User, client_of: ClientOf) -> str:
    response = client_of(bob).post(
        "/api/tokens", {"name": "script", "expires_in_days": 30, "scopes": Scope.values}
    )
    assert response.status_code == 201
    return str(response.json()["token"])


def with_key(key: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    return client


def test_it_lets_a_script_in(key: str) -> None:
    assert with_key(key).get("/api/me").json()["name"] == "Bob"
    assert ApiToken.objects.get().last_used_at is not None


def test_it_shows_the_key_once_and_keeps_its_hash(key: str, bob: User, client_of: ClientOf) -> None:
    listed = client_of(bob).get("/api/tokens")
    assert key not in listed.content.decode()
    assert [row["name"] for row in listed.json()] == ["script"]
    assert ApiToken.objects.get().digest != key


def test_it_refuses_an_unknown_an_expired_and_a_closed_accounts_key(key: str, bob: User) -> None:
    assert with_key("podium_wrong").get("/api/me").status_code == 401
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert with_key(key).get("/api/me").json()["error"]["message"] == "This token has expired."
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    bob.is_active = False
    bob.save()
    assert with_key(key).get("/api/me").status_code == 401


def test_it_takes_a_token_back(key: str, bob: User, client_of: ClientOf) -> None:
    assert client_of(bob).delete(f"/api/tokens/{ApiToken.objects.get().id}").status_code == 204
    assert with_key(key).get("/api/me").status_code == 401


def test_it_hides_my_tokens_from_charlie(key: str, charlie: User, client_of: ClientOf) -> None:
    client = client_of(charlie)
    assert client.get("/api/tokens").json() == []
    assert client.delete(f"/api/tokens/{ApiToken.objects.get().id}").status_code == 404
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("days", [0, -1, 100_000, "soon"])
def test_it_refuses_an_impossible_end(bob: User, client_of: ClientOf, days: object) -> None:
    wanted = {"name": "script", "expires_in_days": days, "scopes": ["read"]}
    response = client_of(bob).post("/api/tokens", wanted)
    assert response.status_code == 400
    assert response.json()["error"]["fields"][0]["field"] == "expires_in_days"


def key_with(user: User, *scopes: str) -> str:
    return token_create(user=user, name="script", expires_in_days=1, scopes=scopes)[1]


def test_it_names_the_scope_that_a_token_lacks(bob: User, project: Project) -> None:
    client = with_key(key_with(bob, "read"))
    assert client.get(f"/api/projects/{project.id}").status_code == 200
    refused = client.post(f"/api/projects/{project.id}/assignments", {})
    assert refused.status_code == 403
    assert refused.json()["error"]["message"] == "This token lacks the scope “label”."


def test_it_lets_a_labelling_token_take_and_rank(bob: User, project: Project) -> None:
    made_task(project)
    client = with_key(key_with(bob, "label"))
    claim = client.post(f"/api/projects/{project.id}/assignments", {}).json()["assignment"]
    ranking = {"client_id": str(uuid4()), "groups": [[answer["id"]] for answer in claim["answers"]]}
    assert client.post(f"/api/assignments/{claim['id']}/ranking", ranking).status_code == 201
    assert client.get("/api/projects").status_code == 403


def test_it_gives_a_token_no_right_its_owner_lacks(bob: User, project: Project) -> None:
    client = with_key(key_with(bob, *Scope.values))
    assert client.patch(f"/api/projects/{project.id}", {"name": "Mine"}).status_code == 403


def test_it_hands_on_no_scope_that_the_token_lacks(bob: User) -> None:
    client = with_key(key_with(bob, "manage"))
    wanted = {"name": "more", "expires_in_days": 1}
    refused = client.post("/api/tokens", {**wanted, "scopes": ["manage", "export"]})
    assert refused.status_code == 403
    assert "“export”" in refused.json()["error"]["message"]
    assert client.post("/api/tokens", {**wanted, "scopes": ["manage"]}).status_code == 201


@pytest.mark.parametrize("scopes", [[], ["everything"], None])
def test_it_wants_known_scopes(bob: User, client_of: ClientOf, scopes: object) -> None:
    response = client_of(bob).post("/api/tokens", {"name": "x", "expires_in_days": 1, "scopes": scopes})
    assert response.status_code == 400
    assert response.json()["error"]["fields"][0]["field"].startswith("scopes")


def test_it_writes_down_who_made_and_revoked_a_token(key: str, bob: User, client_of: ClientOf) -> None:
    client_of(bob).delete(f"/api/tokens/{ApiToken.objects.get().id}")
    entries = AuditEntry.objects.filter(subject="token").order_by("id")
    assert [(entry.action, entry.actor, entry.detail["name"]) for entry in entries] == [
        ("create", bob, "script"),
        ("revoke", bob, "script"),
    ]


@pytest.mark.django_db(transaction=True)
def test_it_leaves_the_tokens_that_exist_their_full_power(bob: User) -> None:
    """Go back before there were scopes, make a token as it was then, and come forward again."""
    executor = MigrationExecutor(connection)
    old = executor.migrate([("accounts", "0003_login_failures")]).apps.get_model("accounts", "ApiToken")
    ends = timezone.now() + timedelta(days=1)
    old.objects.create(user_id=bob.id, name="old", digest=token_digest("podium_old"), expires_at=ends)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert ApiToken.objects.get().scopes == Scope.values
    assert with_key("podium_old").post("/api/projects", {"name": "Mine", "domains": ["a"]}).status_code == 201
