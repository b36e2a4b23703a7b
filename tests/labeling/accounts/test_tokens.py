"""API tokens: shown once, kept as a hash, good until they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.models import ApiToken, User
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(bob: User, client_of: ClientOf) -> str:
    response = client_of(bob).post("/api/tokens", {"name": "script", "expires_in_days": 30})
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
    response = client_of(bob).post("/api/tokens", {"name": "script", "expires_in_days": days})
    assert response.status_code == 400
    assert response.json()["error"]["fields"][0]["field"] == "expires_in_days"
