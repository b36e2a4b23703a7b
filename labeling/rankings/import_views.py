"""Imports over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.projects.who_can import project_for
from labeling.prompts.selectors import imports_of
from labeling.rankings.import_service import file_import, refuse_too_large


class Imports(APIView):
    parser_classes = [MultiPartParser]

    class ImportInput(serializers.Serializer[Any]):
        file = serializers.FileField(help_text="JSON Lines or CSV, in UTF-8.")
        format = serializers.ChoiceField(choices=["auto", "jsonl", "csv"], default="auto")
        dry_run = serializers.BooleanField(default=False, help_text="Check only: nothing is written.")

    class ReportOutput(serializers.Serializer[Any]):
        class Warned(serializers.Serializer[Any]):
            line = serializers.IntegerField(allow_null=True)
            message = serializers.CharField()

        id = serializers.UUIDField(allow_null=True)
        dry_run = serializers.BooleanField()
        rows = serializers.IntegerField()
        prompts = serializers.IntegerField()
        completions = serializers.IntegerField()
        rankings = serializers.IntegerField()
        tasks = serializers.IntegerField()
        duplicates = serializers.IntegerField(help_text="Rows whose id the project has already; left out.")
        warnings = Warned(many=True)

    class ImportOutput(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        file_name = serializers.CharField()
        created_at = serializers.DateTimeField()
        by = serializers.CharField(allow_null=True)
        rows = serializers.IntegerField(source="counts.rows")
        prompts = serializers.IntegerField(source="counts.prompts")
        completions = serializers.IntegerField(source="counts.completions")
        rankings = serializers.IntegerField(source="counts.rankings")

    @extend_schema(operation_id="imports_list", responses=ImportOutput(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List what came in before, the newest first."""
        project = project_for(request.user, project_id, "research")
        return Response(self.ImportOutput(imports_of(project), many=True).data)

    @extend_schema(
        operation_id="imports_create",
        request={"multipart/form-data": ImportInput},
        responses={200: ReportOutput, 201: ReportOutput},
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """Take in a file of prompts, answers and rankings, whole or not at all."""
        project = project_for(request.user, project_id, "manage")
        given = self.ImportInput(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        refuse_too_large(file.size)
        report = file_import(
            project=project,
            user=user_of(request),
            file_name=file.name,
            content=file.read(),
            format=given.validated_data["format"],
            dry_run=given.validated_data["dry_run"],
        )
        done = status.HTTP_200_OK if report.dry_run else status.HTTP_201_CREATED
        return Response(self.ReportOutput(report).data, status=done)
