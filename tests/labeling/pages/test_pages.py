"""The pages: log in and out, the single page on every client route, errors in their own words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from labeling.accounts.models import LoginFailure, User
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db

MANIFEST = {
    "src/main.tsx": {
        "file": "assets/main-abc.js",
        "isEntry": True,
        "imports": ["_shared.js"],
        "css": ["assets/main-abc.css"],
    },
    "_shared.js": {
        "file": "assets/shared-def.js",
        "css": ["assets/shared-def.css"],
        "imports": ["src/main.tsx"],
    },
    "src/login.css": {"file": "assets/login-ghi.css", "isEntry": True},
}


@pytest.fixture
def build(settings: Settings, tmp_path: Path) -> Path:
    """A folder as Vite leaves it."""
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))
    settings.FRONTEND_DIST = tmp_path
    return tmp_path


@pytest.fixture
def alices(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.mark.parametrize("path", ["/", "/projects/new", "/projects/1f0b/rank", "/runs/1f0b", "/account"])
def test_it_serves_the_page_on_every_client_route(alices: Client, build: Path, path: str) -> None:
    response = alices.get(path)
    assert response.status_code == 200
    page = response.content.decode()
    assert '<div id="root"></div>' in page
    assert '<script type="module" src="/static/assets/main-abc.js"></script>' in page
    assert '<link rel="modulepreload" href="/static/assets/shared-def.js">' in page
    assert (
        page.count('href="/static/assets/main-abc.css"')
        == page.count('href="/static/assets/shared-def.css"')
        == 1
    )
    assert "csrftoken" in response.cookies


def test_it_allows_no_inline_script(alices: Client, build: Path) -> None:
    response = alices.get("/")
    assert "script-src 'self';" in response.headers["Content-Security-Policy"]
    assert "<script>" not in response.content.decode()


def test_it_sends_a_stranger_to_the_log_in_and_back(client: Client, alice: User, build: Path) -> None:
    response = client.get("/projects/1f0b/rank")
    assert (response.status_code, response.headers["Location"]) == (302, "/login/?next=/projects/1f0b/rank")
    page = client.get("/login/?next=/projects/1f0b/rank").content.decode()
    assert 'href="/static/assets/login-ghi.css"' in page
    assert 'value="/projects/1f0b/rank"' in page
    form = {"username": "ALICE@example.org", "password": PASSWORD, "next": "/projects/1f0b/rank"}
    assert client.post("/login/", form).headers["Location"] == "/projects/1f0b/rank"


def test_it_does_not_send_people_to_other_sites(client: Client, alice: User) -> None:
    form = {"username": alice.email, "password": PASSWORD, "next": "https://evil.example"}
    assert client.post("/login/", form).headers["Location"] == "/"


def test_it_says_that_the_front_end_is_not_built(alices: Client, settings: Settings, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path
    response = alices.get("/")
    assert response.status_code == 503
    assert "make setup" in response.content.decode()


def test_it_logs_out(alices: Client, build: Path) -> None:
    assert alices.get("/logout/").status_code == 405
    assert alices.post("/logout/").headers["Location"] == "/login/"
    assert alices.get("/").status_code == 302


def test_it_says_when_e_mail_and_password_do_not_match(client: Client, alice: User) -> None:
    response = client.post("/login/", {"username": alice.email, "password": "wrong"})
    assert response.status_code == 200
    assert "This e-mail and password do not belong together." in response.content.decode()


@pytest.mark.parametrize("address", ["/login/", "/admin/login/"])
def test_it_stops_listening_after_ten_failures(client: Client, alice: User, address: str) -> None:
    alice.is_staff = True
    alice.save()
    for _ in range(10):
        client.post(address, {"username": alice.email, "password": "wrong"})
    response = client.post(address, {"username": alice.email, "password": PASSWORD})
    assert response.status_code == 200
    assert "Too many attempts have failed." in response.content.decode()


def test_it_throttles_one_e_mail_and_address_only(client: Client, alice: User, bob: User) -> None:
    for _ in range(10):
        client.post("/login/", {"username": alice.email, "password": "wrong"})
    assert client.post("/login/", {"username": bob.email, "password": PASSWORD}).status_code == 302
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/login/", {"username": alice.email, "password": PASSWORD}).status_code == 302


def test_it_forgets_failures_after_a_good_log_in(client: Client, alice: User) -> None:
    for _ in range(3):
        client.post("/login/", {"username": alice.email, "password": "wrong"})
    client.post("/login/", {"username": alice.email, "password": PASSWORD})
    assert not LoginFailure.objects.exists()


def test_it_says_that_a_file_is_not_there(alices: Client) -> None:
    response = alices.get("/nothing.png")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_it_explains_a_form_that_cannot_be_trusted(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/login/", {"username": alice.email, "password": PASSWORD})
    assert response.status_code == 403
    assert "The form could not be trusted" in response.content.decode()
