"""Members over HTTP."""

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
from labeling.projects.models import Member
from labeling.projects.selectors import members_of
from labeling.projects.serializers import MemberSerializer
from labeling.projects.services import member_add, member_change, member_pause, member_remove
from labeling.projects.who_can import project_for


class Members(APIView):
    class MemberInput(serializers.Serializer[Any]):
        email = serializers.EmailField()
        role = serializers.ChoiceField(choices=Member.Role.choices)
        name = serializers.CharField(max_length=120, required=False, allow_blank=True)
        password = serializers.CharField(
            max_length=128, required=False, allow_blank=True, trim_whitespace=False, write_only=True
        )

    @extend_schema(operation_id="members_list", responses=MemberSerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List the members of a project."""
        project = project_for(request.user, project_id, "research")
        return Response(MemberSerializer(members_of(project), many=True).data)

    @extend_schema(operation_id="members_create", request=MemberInput, responses={201: MemberSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        """Add somebody by e-mail; an unknown e-mail needs a name and a first password."""
        project = project_for(request.user, project_id, "manage")
        given = self.MemberInput(data=request.data)
        given.is_valid(raise_exception=True)
        member = member_add(project=project, actor=user_of(request), **given.validated_data)
        return Response(MemberSerializer(member).data, status=status.HTTP_201_CREATED)


class OneMember(APIView):
    class RoleInput(serializers.Serializer[Any]):
        role = serializers.ChoiceField(choices=Member.Role.choices)

    @extend_schema(operation_id="members_update", request=RoleInput, responses=MemberSerializer)
    def patch(self, request: Request, project_id: UUID, member_id: UUID) -> Response:
        """Change a member's role; the last owner stays one."""
        member = member_for(request, project_id, member_id)
        given = self.RoleInput(data=request.data)
        given.is_valid(raise_exception=True)
        changed = member_change(member=member, role=given.validated_data["role"], actor=user_of(request))
        return Response(MemberSerializer(changed).data)

    @extend_schema(operation_id="members_delete", responses={204: None})
    def delete(self, request: Request, project_id: UUID, member_id: UUID) -> Response:
        """Remove a member; what they ranked stays."""
        member = member_for(request, project_id, member_id)
        member_remove(member=member, actor=user_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class MemberPause(APIView):
    class PauseInput(serializers.Serializer[Any]):
        paused = serializers.BooleanField()

    @extend_schema(operation_id="members_pause", request=PauseInput, responses=MemberSerializer)
    def post(self, request: Request, project_id: UUID, member_id: UUID) -> Response:
        """Give a member no new tasks, or give them some again; what they hold may still be submitted."""
        member = member_for(request, project_id, member_id)
        given = self.PauseInput(data=request.data)
        given.is_valid(raise_exception=True)
        changed = member_pause(member=member, actor=user_of(request), **given.validated_data)
        return Response(MemberSerializer(changed).data)


def member_for(request: Request, project_id: UUID, member_id: UUID) -> Member:
    project = project_for(request.user, project_id, "manage")
    member = members_of(project).filter(pk=member_id).first()
    if member is None:
        raise NotFound(
            "There is no such member of this project.", hint="List the members to see who there is."
        )
    return member
