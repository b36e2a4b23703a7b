"""Invites over HTTP, for owners. The link itself is opened as a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.problems import NotFound
from labeling.projects.invites import invite_create, invite_revoke
from labeling.projects.models import Invite, Member
from labeling.projects.selectors import invites_of
from labeling.projects.who_can import project_for


class InviteSerializer(serializers.Serializer[Any]):
    class Joined(serializers.Serializer[Any]):
        name = serializers.CharField(source="user.name")
        at = serializers.DateTimeField()

    id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=Member.Role.choices)
    email = serializers.CharField(help_text="Whom it is meant for; empty: whoever has the link.")
    max_uses = serializers.IntegerField()
    joined = Joined(source="uses", many=True)
    state = serializers.ChoiceField(choices=Invite.State.choices)
    expires_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField(source="created_by.name", default="")


class NewInviteSerializer(InviteSerializer):
    link = serializers.SerializerMethodField(help_text="The address to send, shown this once.")

    def get_link(self, invite: Invite) -> str:
        return str(self.context["link"])


class Invites(APIView):
    class InviteInput(serializers.Serializer[Any]):
        role = serializers.ChoiceField(choices=Member.Role.choices)
        email = serializers.EmailField(default="", allow_blank=True)
        expires_in_days = serializers.IntegerField(min_value=1, max_value=365, default=14)
        max_uses = serializers.IntegerField(min_value=1, max_value=1000, default=1)

    @extend_schema(operation_id="invites_list", responses=InviteSerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List the links by which people can or could join."""
        project = project_for(request.user, project_id, "manage")
        return Response(InviteSerializer(invites_of(project), many=True).data)

    @extend_schema(operation_id="invites_create", request=InviteInput, responses={201: NewInviteSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        """Make a link by which people can join; it is in this response only."""
        project = project_for(request.user, project_id, "manage")
        given = self.InviteInput(data=request.data)
        given.is_valid(raise_exception=True)
        invite, secret = invite_create(project=project, actor=user_of(request), **given.validated_data)
        link = request.build_absolute_uri(f"/join/{secret}")
        output = NewInviteSerializer(invite, context={"link": link})
        return Response(output.data, status=status.HTTP_201_CREATED)


class OneInvite(APIView):
    @extend_schema(operation_id="invites_revoke", responses={200: InviteSerializer})
    def delete(self, request: Request, project_id: UUID, invite_id: UUID) -> Response:
        """Take the link back; who joined by it stays a member."""
        project = project_for(request.user, project_id, "manage")
        invite = invites_of(project).filter(pk=invite_id).first()
        if invite is None:
            raise NotFound(
                "There is no such invitation.", hint="List the invitations to see which there are."
            )
        return Response(InviteSerializer(invite_revoke(invite=invite, actor=user_of(request))).data)
