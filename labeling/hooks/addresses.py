"""Which addresses a webhook may call: a server that calls what users type must not become a way into its own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings

from labeling.problems import FieldProblem, Problem

NAT64 = IPv6Network("64:ff9b::/96")
PRIVATE = "Webhooks do not call private, loopback or link-local addresses."
HINT = "Name a host that is reached from the internet. Whoever runs this site can allow others: WEBHOOK_ALLOW_PRIVATE."


def may_be_called(address: str) -> bool:
    """Tell whether this IP address is public; also one that an IPv6 address only wraps."""
    return settings.WEBHOOK_ALLOW_PRIVATE or is_public(ip_address(address.partition("%")[0]))


def is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None or address in NAT64:
            return False
    return address.is_global and not address.is_multicast


def url_check(url: str) -> None:
    """Raise a Problem for an address that is refused whatever its name means. What a name means is asked at each call."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise refused("This is not an address.") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise refused("The address begins with https:// or http:// and names a host.")
    if parts.username or parts.password:
        raise refused("The address must not carry a name or password.")
    if is_literally_private(host):
        raise refused(PRIVATE, HINT)


def is_literally_private(host: str) -> bool:
    if settings.WEBHOOK_ALLOW_PRIVATE:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not may_be_called(host)
    except ValueError:  # A name, not an address.
        return False


def refused(message: str, hint: str = "") -> Problem:
    return Problem(
        "This webhook cannot be used.",
        hint=hint or "Mend the address.",
        fields=[FieldProblem("url", message)],
    )
