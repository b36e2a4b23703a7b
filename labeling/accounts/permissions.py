"""Asks every view for the scope that a token needs there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from labeling.accounts.models import ApiToken
from labeling.accounts.scopes import scope_needed
from labeling.problems import Forbidden

if TYPE_CHECKING:  # The views' module asks for the permissions while it is being imported.
    from rest_framework.views import APIView


class TokenScope(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        token = request.auth
        needed = scope_needed(view, request.method or "GET")
        if not isinstance(token, ApiToken) or needed in token.scopes:
            return True
        raise Forbidden(
            f"This token lacks the scope “{needed}”.",
            hint=f"It has {', '.join(token.scopes)}. Make a token with “{needed}” on your account page.",
        )
