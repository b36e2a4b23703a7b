"""What a webhook may call: nothing that only this site can reach."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from labeling.hooks.addresses import may_be_called
from labeling.hooks.checks import check_private_webhooks
from labeling.hooks.sending import Unreachable, post


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_it_refuses_private_addresses(address: str, settings: Settings) -> None:
    assert not may_be_called(address)
    settings.WEBHOOK_ALLOW_PRIVATE = True
    assert may_be_called(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_it_takes_public_addresses(address: str) -> None:
    assert may_be_called(address)


def test_it_refuses_a_name_with_a_private_address_among_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server of an attacker can answer anything: the addresses are what is checked, and what is called."""

    def both(host: str, port: int, **kwargs: Any) -> list[Any]:
        return [(socket.AF_INET, 0, 0, "", (found, port)) for found in ("93.184.215.14", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(Unreachable, match="private"):
        post("http://example.org/", body=b"", headers={})


def test_it_warns_of_a_public_site_whose_webhooks_reach_inside(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["podium.example.org"]
    assert check_private_webhooks() == []
    settings.WEBHOOK_ALLOW_PRIVATE = True
    assert [found.id for found in check_private_webhooks()] == ["podium.W111"]
    settings.ALLOWED_HOSTS = ["localhost"]
    assert check_private_webhooks() == []
