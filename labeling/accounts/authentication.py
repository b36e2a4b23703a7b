"""Scripts authenticate with `Authorization: Bearer TOKEN`."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from labeling.accounts.models import ApiToken, User
from labeling.prepared import Prepared

USED_PRECISION = timedelta(minutes=1)
BY_DIGEST = Prepared(lambda digest: ApiToken.objects.select_related("user").filter(digest=digest), "digest")


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def user_of(request: Request) -> User:
    """Return who asks; the API's permission has refused anonymous requests before."""
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user


class TokenAuthentication(authentication.BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = BY_DIGEST.first(token_digest(given.strip()))
        if token is None or not token.user.is_active:
            raise exceptions.AuthenticationFailed("This token is not known.")
        now = timezone.now()
        if token.expires_at <= now:
            raise exceptions.AuthenticationFailed("This token has expired.")
        if token.last_used_at is None or now - token.last_used_at > USED_PRECISION:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "labeling.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
