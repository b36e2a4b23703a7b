"""Is the site set up safely? Asked at every start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}


def check_public_site(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a site that others can reach with settings meant for one's own machine."""
    public = sorted(set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS)
    if not public:
        return []
    found: list[checks.CheckMessage] = []
    if settings.DEBUG:
        hint = "Set DEBUG=false: an error page would show settings and code to anybody."
        found.append(checks.Warning(f"DEBUG is on for {', '.join(public)}.", hint=hint, id="podium.W001"))
    if not settings.BEHIND_HTTPS:
        hint = "Serve it over HTTPS and set BEHIND_HTTPS=true, so that cookies and passwords are never sent in the clear."
        found.append(
            checks.Warning(f"{', '.join(public)} is served without HTTPS.", hint=hint, id="podium.W002")
        )
    if "*" in public:
        hint = "Name the hosts in ALLOWED_HOSTS: with * a forged Host header is believed."
        found.append(checks.Warning("ALLOWED_HOSTS allows every host.", hint=hint, id="podium.W003"))
    return found
