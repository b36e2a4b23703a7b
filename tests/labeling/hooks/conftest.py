from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.hooks.models import Kind, Webhook
from labeling.hooks.services import webhook_create
from labeling.projects.models import Project
from tests.conftest import ClientOf
from tests.receiver import Receiver, receiving


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_ALLOW_PRIVATE = True
    with receiving() as found:
        yield found


@pytest.fixture
def webhook(project: Project, alice: User, receiver: Receiver) -> Webhook:
    """Alice's webhook at the receiver: it listens to everything."""
    return webhook_create(project=project, url=receiver.address, events=Kind.values, actor=alice)


@pytest.fixture
def alices(client_of: ClientOf, alice: User) -> APIClient:
    return client_of(alice)
