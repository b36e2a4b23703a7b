"""People whose answers datasets leave out, over HTTP."""

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
from labeling.projects.selectors import exclusions_of
from labeling.projects.who_can import project_for
from labeling.tasks.exclusions import annotator_exclude, annotator_include


class ExclusionSerializer(serializers.Serializer[Any]):
    class LeftOut(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        name = serializers.CharField()

    id = serializers.UUIDField()
    annotator = LeftOut()
    reason = serializers.CharField()
    seats_reopened = serializers.BooleanField(help_text="Others rank their tasks again.")
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField(source="created_by.name", default="")


class Exclusions(APIView):
    class ExclusionInput(serializers.Serializer[Any]):
        annotator = serializers.UUIDField(help_text="The person's id, as members and progress give it.")
        reason = serializers.CharField(max_length=2000)
        reopen_seats = serializers.BooleanField(default=False, help_text="Let others rank those tasks again.")

    @extend_schema(operation_id="exclusions_list", responses=ExclusionSerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List the people whose answers datasets leave out."""
        project = project_for(request.user, project_id, "research", "review")
        return Response(ExclusionSerializer(exclusions_of(project), many=True).data)

    @extend_schema(
        operation_id="exclusions_create", request=ExclusionInput, responses={201: ExclusionSerializer}
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """Leave somebody's answers out of datasets; they are kept."""
        project = project_for(request.user, project_id, "manage")
        given = self.ExclusionInput(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        exclusion = annotator_exclude(
            project=project,
            annotator_id=values["annotator"],
            reason=values["reason"],
            reopen_seats=values["reopen_seats"],
            actor=user_of(request),
        )
        return Response(ExclusionSerializer(exclusion).data, status=status.HTTP_201_CREATED)


class OneExclusion(APIView):
    @extend_schema(operation_id="exclusions_delete", responses={204: None})
    def delete(self, request: Request, project_id: UUID, exclusion_id: UUID) -> Response:
        """Take somebody's answers in again."""
        project = project_for(request.user, project_id, "manage")
        exclusion = exclusions_of(project).filter(pk=exclusion_id).first()
        if exclusion is None:
            raise NotFound("These answers are not left out.", hint="Reload the page.")
        annotator_include(exclusion=exclusion, actor=user_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
