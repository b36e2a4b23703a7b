"""Open an invitation's link: join, sign up, or read why not."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from labeling.accounts.models import User
from labeling.problems import Conflict
from labeling.projects.invites import invite_accept, invite_create, invite_revoke
from labeling.projects.models import Invite, Member, Project
from tests import people
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
DORA = {"name": "Dora", "email": "dora@example.org", "password": PASSWORD}


def link(project: Project, alice: User, *, uses: int = 1, email: str = "", role: str = "annotator") -> str:
    _, secret = invite_create(
        project=project, role=role, actor=alice, expires_in_days=7, max_uses=uses, email=email
    )
    return f"/join/{secret}"


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def roles(project: Project) -> dict[str, str]:
    return dict(project.members.values_list("user__name", "role"))


def test_it_lets_a_logged_in_person_join_by_the_button(project: Project, alice: User, charlie: User) -> None:
    client, address = logged_in(charlie), link(project, alice, role="reviewer")
    page = client.get(address)
    assert "Alice invites you as reviewer" in page.content.decode()
    assert "Charlie" not in roles(project)
    assert client.post(address).headers["Location"] == f"/projects/{project.id}"
    assert roles(project)["Charlie"] == "reviewer"


def test_it_lets_somebody_new_sign_up_and_join(project: Project, alice: User) -> None:
    client, address = Client(), link(project, alice)
    page = client.get(address).content.decode()
    assert "Sign up and join" in page
    assert f"/login/?next={address}" in page
    assert client.post(address, DORA).headers["Location"] == f"/projects/{project.id}"
    assert roles(project)["Dora"] == "annotator"
    assert client.get("/api/me").json()["email"] == "dora@example.org"


def test_it_comes_back_after_a_log_in(project: Project, alice: User, charlie: User) -> None:
    client, address = Client(), link(project, alice)
    form = {"username": charlie.email, "password": PASSWORD, "next": address}
    assert client.post("/login/", form).headers["Location"] == address


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "password"}, "too common"),
        ({"password": "dora@example.org"}, "too similar"),
        ({"name": ""}, "This field is required"),
        ({"email": "nobody"}, "valid email address"),
        ({"email": "bob@example.org"}, "has an account already: log in"),
    ],
)
def test_it_says_what_is_wrong_with_the_form(
    project: Project, alice: User, change: dict[str, str], words: str
) -> None:
    response = Client().post(link(project, alice), {**DORA, **change})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not User.objects.filter(name="Dora").exists()


def test_it_says_why_an_invitation_cannot_be_used(project: Project, alice: User, charlie: User) -> None:
    revoked, expired, used = link(project, alice), link(project, alice), link(project, alice)
    first, second, third = Invite.objects.order_by("created_at")
    invite_revoke(invite=first, actor=alice)
    Invite.objects.filter(pk=second.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    invite_accept(invite=third, user=people.person("Dora"))
    words = {revoked: "taken back", expired: "has expired", used: "as often as it may be"}
    for address, expected in words.items():
        for client in (Client(), logged_in(charlie)):
            for response in (client.get(address), client.post(address, DORA)):
                assert response.status_code == 409
                assert expected in response.content.decode()
    assert "Charlie" not in roles(project)


def test_it_says_that_a_member_is_one_already(project: Project, alice: User, bob: User) -> None:
    address = link(project, alice, role="owner")
    for response in (logged_in(bob).get(address), logged_in(bob).post(address)):
        assert "You are a member of this project already" in response.content.decode()
    assert roles(project)["Bob"] == "annotator"


def test_it_is_only_for_the_e_mail_it_is_meant_for(project: Project, alice: User, charlie: User) -> None:
    address = link(project, alice, email="Dora@example.org")
    refused = logged_in(charlie).post(address)
    assert refused.status_code == 403
    assert "meant for another e-mail address than charlie@example.org" in refused.content.decode()
    assert 'value="Dora@example.org"' in Client().get(address).content.decode()
    form = {**DORA, "email": "eve@example.org"}
    assert "meant for another e-mail address" in Client().post(address, form).content.decode()
    assert Client().post(address, DORA).status_code == 302


def test_it_does_not_let_back_in_who_was_removed(project: Project, alice: User, charlie: User) -> None:
    client, address = logged_in(charlie), link(project, alice, uses=5)
    client.post(address)
    Member.objects.filter(user=charlie).delete()
    assert "are no longer a member" in client.post(address).content.decode()
    assert "Charlie" not in roles(project)


def test_it_stops_listening_to_who_guesses(project: Project, alice: User) -> None:
    client, address = Client(), link(project, alice)
    for number in range(10):
        assert client.get(f"/join/guess{number}").status_code == 404
    assert client.get(address).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(address).status_code == 200


def test_it_wants_the_csrf_token(project: Project, alice: User, charlie: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(charlie)
    assert client.post(link(project, alice)).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_it_gives_its_last_use_to_one_of_two(project: Project, alice: User, charlie: User) -> None:
    link(project, alice)
    invite, dora = Invite.objects.get(), people.person("Dora")
    outcomes: list[str] = []

    def accept(user: User) -> None:
        try:
            invite_accept(invite=invite, user=user)
            outcomes.append("joined")
        except Conflict:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[user]) for user in (charlie, dora)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["joined", "refused"]
