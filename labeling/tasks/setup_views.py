"""What leads set up beside a project's own settings: which tasks come first, and another project like this one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.projects.selectors import projects_seen
from labeling.projects.serializers import ProjectSerializer
from labeling.projects.who_can import membership_for, project_for
from labeling.tasks.duplicate import LONGEST_NAME, project_duplicate
from labeling.tasks.priorities import priority_set


class Priorities(APIView):
    class PriorityInput(serializers.Serializer[Any]):
        priority = serializers.IntegerField(min_value=-100, max_value=100, help_text="Higher comes first.")
        prompts = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=10_000)
        domain = serializers.CharField(required=False, help_text="Instead of prompts: all of a domain.")

    class PriorityOutput(serializers.Serializer[Any]):
        tasks = serializers.IntegerField(help_text="How many tasks have it now.")

    @extend_schema(operation_id="priorities_set", request=PriorityInput, responses=PriorityOutput)
    def post(self, request: Request, project_id: UUID) -> Response:
        """Let the tasks of some prompts, or of a domain, come earlier or later."""
        project = project_for(request.user, project_id, "manage")
        given = self.PriorityInput(data=request.data)
        given.is_valid(raise_exception=True)
        count = priority_set(project=project, user=user_of(request), **given.validated_data)
        return Response(self.PriorityOutput({"tasks": count}).data)


class Duplicate(APIView):
    class DuplicateInput(serializers.Serializer[Any]):
        name = serializers.CharField(
            max_length=LONGEST_NAME, default="", allow_blank=True, help_text="Empty: “Copy of …”."
        )
        members = serializers.BooleanField(default=False)
        prompts = serializers.BooleanField(default=False, help_text="With their answers and tasks.")

    @extend_schema(
        operation_id="projects_duplicate", request=DuplicateInput, responses={201: ProjectSerializer}
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """Make another project with the same settings; rankings never come along."""
        project = project_for(request.user, project_id, "manage")
        given = self.DuplicateInput(data=request.data)
        given.is_valid(raise_exception=True)
        made = project_duplicate(project=project, user=user_of(request), **given.validated_data)
        member = membership_for(request.user, made.id, "view")
        return Response(ProjectSerializer(projects_seen([member])[0]).data, status=status.HTTP_201_CREATED)
