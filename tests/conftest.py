"""What tests of the web share: the people, their project, and clients that are logged in as them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.projects.models import Member, Project
from labeling.projects.services import project_create
from tests import people

ClientOf = Callable[[User], APIClient]


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Hash passwords quickly: every test makes people, and the real hash is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def alice(db: None) -> User:
    return people.alice()


@pytest.fixture
def bob(db: None) -> User:
    return people.bob()


@pytest.fixture
def rita(db: None) -> User:
    return people.rita()


@pytest.fixture
def vera(db: None) -> User:
    return people.vera()


@pytest.fixture
def charlie(db: None) -> User:
    return people.charlie()


@pytest.fixture
def project(alice: User, bob: User, rita: User) -> Project:
    """Alice's project, where Bob annotates and Rita researches. Charlie is no member."""
    made = project_create(
        user=alice, name="Helpful replies", domains=["helpful", "honest"], guidelines="Be kind."
    )
    Member.objects.create(project=made, user=bob, role=Member.Role.ANNOTATOR)
    Member.objects.create(project=made, user=rita, role=Member.Role.RESEARCHER)
    return made


@pytest.fixture
def client_of() -> ClientOf:
    def logged_in(user: User) -> APIClient:
        client = APIClient()
        client.force_login(user)
        return client

    return logged_in
