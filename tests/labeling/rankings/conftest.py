from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from tests.conftest import ClientOf


@pytest.fixture
def alices(client_of: ClientOf, alice: User) -> APIClient:
    return client_of(alice)
