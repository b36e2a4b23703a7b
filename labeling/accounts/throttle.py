"""How often a log-in may fail. Kept in the database, so that all web processes count together."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from labeling.accounts.models import LoginFailure

WINDOW = timedelta(minutes=15)
MOST_FAILURES = 10


def is_throttled(request: HttpRequest | None, email: str) -> bool:
    failures = LoginFailure.objects.filter(key=key_of(request, email), at__gt=horizon())
    return failures.count() >= MOST_FAILURES


def failure_note(request: HttpRequest | None, email: str) -> None:
    """Count a failure, and forget everybody's old ones."""
    LoginFailure.objects.filter(at__lte=horizon()).delete()
    LoginFailure.objects.create(key=key_of(request, email))


def failures_forget(request: HttpRequest | None, email: str) -> None:
    LoginFailure.objects.filter(key=key_of(request, email)).delete()


def horizon() -> datetime:
    return timezone.now() - WINDOW


def key_of(request: HttpRequest | None, email: str) -> str:
    """Return a hash of e-mail and address: neither needs to be kept."""
    address = address_of(request) if request is not None else ""
    return hashlib.sha256(f"{email.strip().lower()}|{address}".encode()).hexdigest()


def address_of(request: HttpRequest) -> str:
    """Return where the request comes from; behind a proxy, what the proxy itself added to the header."""
    if settings.BEHIND_HTTPS:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
