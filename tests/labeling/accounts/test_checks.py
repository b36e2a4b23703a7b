"""Settings that are not safe for a public site are named at the start."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from labeling.accounts.checks import check_public_site


def ids() -> list[str | None]:
    return [message.id for message in check_public_site()]


def test_it_is_silent_on_ones_own_machine(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    settings.DEBUG = True
    assert ids() == []


@pytest.mark.parametrize(
    ("hosts", "debug", "https", "expected"),
    [
        (["podium.example.org"], False, True, []),
        (["podium.example.org"], True, True, ["podium.W001"]),
        (["podium.example.org"], False, False, ["podium.W002"]),
        (["*"], False, True, ["podium.W003"]),
    ],
)
def test_it_warns_of_a_public_site(
    settings: Settings, hosts: list[str], debug: bool, https: bool, expected: list[str]
) -> None:
    settings.ALLOWED_HOSTS, settings.DEBUG, settings.BEHIND_HTTPS = hosts, debug, https
    assert ids() == expected
    assert all(message.hint for message in check_public_site())
