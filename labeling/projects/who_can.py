"""Who can do what in a project: the functions every view asks first."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from labeling.accounts.models import User
from labeling.prepared import Prepared
from labeling.problems import Forbidden, NotFound
from labeling.projects.models import Member, Project

Right = Literal["view", "annotate", "research", "review", "manage"]

ROLES_WITH: dict[Right, tuple[str, ...]] = {
    "view": (Member.Role.OWNER, Member.Role.REVIEWER, Member.Role.ANNOTATOR, Member.Role.RESEARCHER),
    "annotate": (Member.Role.OWNER, Member.Role.ANNOTATOR),
    "research": (Member.Role.OWNER, Member.Role.RESEARCHER),
    "review": (Member.Role.OWNER, Member.Role.REVIEWER),
    "manage": (Member.Role.OWNER,),
}
REFUSALS: dict[Right, str] = {
    "view": "Only members of this project may see it.",
    "annotate": "Only annotators and owners of this project rank its tasks.",
    "research": "Only researchers and owners of this project may see this.",
    "review": "Only reviewers and owners of this project may do this.",
    "manage": "Only owners of this project may change this.",
}


MEMBERSHIP = Prepared(
    lambda user, project: Member.objects.filter(user_id=user, project_id=project).select_related("project"),
    UUID(int=1),
    UUID(int=2),
)


def may(role: str, right: Right) -> bool:
    return role in ROLES_WITH[right]


def memberships_of(user: User | AnonymousUser) -> QuerySet[Member]:
    if not isinstance(user, User):
        return Member.objects.none()
    return Member.objects.filter(user=user).select_related("project")


def membership_for(
    user: User | AnonymousUser, project_id: UUID | str, right: Right, *or_rights: Right
) -> Member:
    """Return the user's membership; NotFound for a stranger, Forbidden for a member whose role has none of the rights."""
    member = MEMBERSHIP.first(user.pk, project_id) if isinstance(user, User) else None
    if member is None:
        raise NotFound(
            "There is no such project for you.", hint="Check the address, or ask its owner to add you."
        )
    if not any(may(member.role, one) for one in (right, *or_rights)):
        raise Forbidden(REFUSALS[right], hint=f"Your role is {member.role}; ask an owner of the project.")
    return member


def project_for(
    user: User | AnonymousUser, project_id: UUID | str, right: Right, *or_rights: Right
) -> Project:
    return membership_for(user, project_id, right, *or_rights).project
