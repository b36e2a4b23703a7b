"""Writes of invites: make a link, take it back, join by it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from labeling.accounts.authentication import token_digest
from labeling.accounts.models import User
from labeling.accounts.services import audit_add, user_create
from labeling.problems import Conflict, Forbidden, NotFound
from labeling.projects.models import Invite, InviteUse, Member, Project

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ASK = _("Ask whoever sent it to you for a new one.")
UNUSABLE: dict[str, StrPromise] = {
    Invite.State.REVOKED: _("This invitation was taken back."),
    Invite.State.EXPIRED: _("This invitation has expired."),
    Invite.State.USED_UP: _("This invitation has been used as often as it may be."),
}


@transaction.atomic
def invite_create(
    *, project: Project, role: str, actor: User, email: str = "", expires_in_days: int, max_uses: int
) -> tuple[Invite, str]:
    """Return the invite and the secret of its link, which is not kept and cannot be shown again."""
    secret = secrets.token_urlsafe(24)
    invite = Invite(
        project=project,
        role=role,
        email=email,
        digest=token_digest(secret),
        max_uses=max_uses,
        expires_at=timezone.now() + timedelta(days=expires_in_days),
        created_by=actor,
    )
    invite.full_clean()
    invite.save()
    invite_audit(invite, actor, "create")
    return invite, secret


@transaction.atomic
def invite_revoke(*, invite: Invite, actor: User) -> Invite:
    """Make the link useless; who joined by it stays. Revoking what is revoked changes nothing."""
    if Invite.objects.filter(pk=invite.pk, revoked_at=None).update(revoked_at=timezone.now()):
        invite_audit(invite, actor, "revoke")
    invite.refresh_from_db()
    return invite


def invite_of(secret: str) -> Invite:
    invite = Invite.objects.select_related("project", "created_by").filter(digest=token_digest(secret))
    found = invite.first()
    if found is None:
        raise NotFound(
            gettext("This invitation is not known."),
            hint=gettext("Check that the link is whole.") + f" {ASK}",
        )
    return found


def invite_refuse(invite: Invite) -> None:
    """Raise a Conflict with the reason when nobody may join by this invite any more."""
    if invite.state in UNUSABLE:
        raise Conflict(str(UNUSABLE[invite.state]), hint=str(ASK))


def invite_refuse_person(invite: Invite, user: User) -> None:
    """Raise a Problem with the reason when this person may not join by this invite."""
    if invite.project.members.filter(user=user).exists():
        raise Conflict(
            gettext("You are a member of this project already."), hint=gettext("There is nothing left to do.")
        )
    if invite.uses.filter(user=user).exists():
        raise Forbidden(
            gettext("You joined by this invitation before and are no longer a member."), hint=str(ASK)
        )
    if invite.email and invite.email.lower() != user.email.lower():
        raise Forbidden(
            gettext("This invitation is meant for another e-mail address than %(email)s.")
            % {"email": user.email},
            hint=gettext("Log in with the address it was sent to.") + f" {ASK}",
        )


@transaction.atomic
def invite_accept(*, invite: Invite, user: User) -> Member:
    """Join the project; the invite's row is locked, so that two people never share its last use."""
    invite = Invite.objects.select_for_update(of=("self",)).select_related("project").get(pk=invite.pk)
    invite_refuse_person(invite, user)
    invite_refuse(invite)
    InviteUse.objects.create(invite=invite, user=user)
    member = Member(project=invite.project, user=user, role=invite.role)
    member.full_clean()
    member.save()
    audit_add(
        actor=user,
        action="join",
        subject="member",
        subject_id=member.id,
        project_id=invite.project_id,
        detail={"user": str(user.id), "role": invite.role, "invite": str(invite.id)},
    )
    return member


@transaction.atomic
def invite_sign_up(*, invite: Invite, name: str, email: str, password: str) -> Member:
    """Make an account and join with it: both, or neither."""
    user = user_create(email=email, name=name, password=password)
    return invite_accept(invite=invite, user=user)


def invite_audit(invite: Invite, actor: User, action: str) -> None:
    audit_add(
        actor=actor,
        action=action,
        subject="invite",
        subject_id=invite.id,
        project_id=invite.project_id,
        detail={"role": invite.role, "email": invite.email, "max_uses": invite.max_uses},
    )
