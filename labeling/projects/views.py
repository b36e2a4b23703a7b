"""Projects over HTTP: who am I, my projects, one project, its guidelines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.accounts.models import User
from labeling.projects.models import Member
from labeling.projects.selectors import guideline_of, guidelines_of, projects_seen
from labeling.projects.serializers import ProjectChange, ProjectInput, ProjectSerializer
from labeling.projects.services import project_create, project_update
from labeling.projects.who_can import membership_for, memberships_of, project_for


class Me(APIView):
    class MeOutput(serializers.Serializer[Any]):
        class MyProject(serializers.Serializer[Any]):
            id = serializers.UUIDField(source="project.id")
            name = serializers.CharField(source="project.name")
            role = serializers.ChoiceField(choices=Member.Role.choices)
            domain = serializers.SerializerMethodField(help_text="The project's first domain.")

            def get_domain(self, member: Member) -> str:
                return member.project.domains[0]

        id = serializers.UUIDField()
        email = serializers.EmailField()
        name = serializers.CharField()
        is_staff = serializers.BooleanField()
        projects = serializers.SerializerMethodField()

        @extend_schema_field(MyProject(many=True))
        def get_projects(self, user: User) -> list[dict[str, Any]]:
            members = memberships_of(user).order_by("project__name", "project_id")
            return list(self.MyProject(members, many=True).data)

    @extend_schema(operation_id="me", responses=MeOutput)
    def get(self, request: Request) -> Response:
        """Return who you are and the projects you belong to."""
        return Response(self.MeOutput(user_of(request)).data)


class Projects(APIView):
    @extend_schema(operation_id="projects_list", responses=ProjectSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the projects you belong to, the newest first."""
        members = memberships_of(request.user).order_by("-project__created_at", "project_id")
        return Response(ProjectSerializer(projects_seen(members), many=True).data)

    @extend_schema(operation_id="projects_create", request=ProjectInput, responses={201: ProjectSerializer})
    def post(self, request: Request) -> Response:
        """Make a project and own it."""
        user = user_of(request)
        given = ProjectInput(data=request.data)
        given.is_valid(raise_exception=True)
        project = project_create(user=user, **given.validated_data)
        member = membership_for(user, project.id, "view")
        return Response(ProjectSerializer(projects_seen([member])[0]).data, status=status.HTTP_201_CREATED)


class OneProject(APIView):
    @extend_schema(operation_id="projects_get", responses=ProjectSerializer)
    def get(self, request: Request, project_id: UUID) -> Response:
        """Return a project as you may see it."""
        member = membership_for(request.user, project_id, "view")
        return Response(ProjectSerializer(projects_seen([member])[0]).data)

    @extend_schema(
        operation_id="projects_update", request=ProjectChange(partial=True), responses=ProjectSerializer
    )
    def patch(self, request: Request, project_id: UUID) -> Response:
        """Change a project; a changed text of the guidelines becomes their next version."""
        member = membership_for(request.user, project_id, "manage")
        given = ProjectChange(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        project_update(project=member.project, user=user_of(request), changes=given.validated_data)
        return Response(ProjectSerializer(projects_seen([member])[0]).data)


class Guidelines(APIView):
    class Query(serializers.Serializer[Any]):
        version = serializers.IntegerField(required=False, min_value=1, help_text="An older one.")

    class GuidelinesOutput(serializers.Serializer[Any]):
        version = serializers.IntegerField()
        text = serializers.CharField()
        updated_at = serializers.DateTimeField(source="created_at")

    @extend_schema(operation_id="guidelines_get", parameters=[Query], responses=GuidelinesOutput)
    def get(self, request: Request, project_id: UUID) -> Response:
        """Return the guidelines as they are now, or as they were in an older version."""
        project = project_for(request.user, project_id, "view")
        query = self.Query(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = guideline_of(project, query.validated_data.get("version"))
        return Response(self.GuidelinesOutput(found).data)


class GuidelineVersions(APIView):
    class VersionOutput(serializers.Serializer[Any]):
        version = serializers.IntegerField()
        updated_at = serializers.DateTimeField(source="created_at")
        by = serializers.CharField(source="created_by.name", default="")

    @extend_schema(operation_id="guidelines_versions", responses=VersionOutput(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List the versions of the guidelines, the newest first."""
        project = project_for(request.user, project_id, "view")
        return Response(self.VersionOutput(guidelines_of(project), many=True).data)
