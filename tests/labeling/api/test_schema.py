"""The OpenAPI schema is whole, and served."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from labeling.accounts.models import User
from tests.conftest import ClientOf


def test_it_describes_every_endpoint_without_a_warning(tmp_path: Path) -> None:
    schema = tmp_path / "schema.yaml"
    call_command("spectacular", file=str(schema), validate=True, fail_on_warn=True)
    assert "/api/projects/{project_id}/assignments:" in schema.read_text()


@pytest.mark.django_db
def test_it_serves_the_schema(bob: User, client_of: ClientOf) -> None:
    response = client_of(bob).get("/api/schema")
    assert response.status_code == 200
    assert response.json()["info"]["title"] == "Podium"
