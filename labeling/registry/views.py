"""The registry over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.problems import FieldProblem, Problem
from labeling.projects.who_can import project_for
from labeling.registry.models import ModelVersion
from labeling.registry.selectors import models_list
from labeling.registry.serializers import ModelVersionSerializer


class ProjectModels(APIView):
    @extend_schema(
        operation_id="models_list",
        parameters=[OpenApiParameter("type", enum=ModelVersion.Type.values)],
        responses=ModelVersionSerializer(many=True),
    )
    def get(self, request: Request, project_id: UUID) -> Response:
        """List base models, reward models and policies of a project."""
        project = project_for(request.user, project_id, "research")
        wanted = request.query_params.get("type", "")
        if wanted and wanted not in ModelVersion.Type.values:
            known = ", ".join(ModelVersion.Type.values)
            raise Problem(f"type must be one of {known}.", fields=[FieldProblem("type", f"one of {known}")])
        return Response(ModelVersionSerializer(models_list(project, wanted), many=True).data)
