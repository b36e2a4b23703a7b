"""May webhooks reach into the site's own network? Asked at every start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from labeling.accounts.checks import LOCAL_HOSTS


def check_private_webhooks(**kwargs: Any) -> list[checks.CheckMessage]:
    public = sorted(set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS)
    if not settings.WEBHOOK_ALLOW_PRIVATE or not public:
        return []
    return [
        checks.Warning(
            f"Webhooks may call private addresses, and others reach this site at {public[0]}.",
            hint="Set WEBHOOK_ALLOW_PRIVATE=false, unless every project owner may call your own network's services.",
            id="podium.W111",
        )
    ]
