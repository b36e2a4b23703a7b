"""Writes of accounts: people, their tokens, and the audit trail."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from labeling.accounts.authentication import token_digest
from labeling.accounts.models import ApiToken, AuditEntry, User
from labeling.accounts.scopes import ALL_SCOPES
from labeling.prepared import row_add
from labeling.problems import FieldProblem, Forbidden, Problem

TOKEN_PREFIX = "podium_"  # noqa: S105  only the prefix that makes a leaked token recognisable


def user_create(*, email: str, name: str, password: str, is_scripted: bool = False) -> User:
    """Make an account with a first password; the same checks as everywhere else hold."""
    user = User(email=User.objects.normalize_email(email).lower(), name=name, is_scripted=is_scripted)
    user.set_password(password)
    user.full_clean()
    try:
        validate_password(password, user)
    except ValidationError as error:
        fields = [FieldProblem(field="password", message=text) for text in error.messages]
        raise Problem(
            "This password is too easy to guess.", hint="Choose a longer one.", fields=fields
        ) from error
    user.save()
    return user


@transaction.atomic
def token_create(
    *,
    user: User,
    name: str,
    expires_in_days: int,
    scopes: Sequence[str],
    made_with: ApiToken | None = None,
) -> tuple[ApiToken, str]:
    """Return the token's record and the key itself, which is not kept and cannot be shown again.

    A token that makes another one hands on no scope that it does not have itself.
    """
    missing = [scope for scope in scopes if made_with is not None and scope not in made_with.scopes]
    if missing:
        raise Forbidden(
            f"This token lacks the scope “{missing[0]}” and cannot give it to another.",
            hint="Log in and make the token on your account page.",
        )
    key = TOKEN_PREFIX + secrets.token_urlsafe(32)
    expires_at = timezone.now() + timedelta(days=expires_in_days)
    chosen = [scope for scope in ALL_SCOPES if scope in scopes]
    token = ApiToken(user=user, name=name, digest=token_digest(key), expires_at=expires_at, scopes=chosen)
    token.full_clean()
    token.save()
    token_audit(token, "create")
    return token, key


@transaction.atomic
def token_delete(*, token: ApiToken) -> None:
    token_audit(token, "revoke")
    token.delete()


def token_audit(token: ApiToken, action: str) -> None:
    audit_add(
        actor=token.user,
        action=action,
        subject="token",
        subject_id=token.id,
        project_id=None,
        detail={"name": token.name, "scopes": token.scopes},
    )


def audit_add(
    *,
    actor: User | None,
    action: str,
    subject: str,
    subject_id: UUID | str,
    project_id: UUID | None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write down who changed what; call it in the transaction of the change."""
    entry = AuditEntry(
        actor=actor,
        action=action,
        subject=subject,
        subject_id=str(subject_id),
        project_id=project_id,
        detail=detail or {},
    )
    row_add(entry)
    return entry
