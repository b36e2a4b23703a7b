"""Imports over HTTP: in one step for a script; or opened, looked at and started by a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.problems import NotFound
from labeling.projects.who_can import project_for
from labeling.prompts.import_hub import hub_checked
from labeling.prompts.import_store import incoming_folder, refuse_too_large
from labeling.prompts.models import Import
from labeling.prompts.selectors import import_for, imports_of
from labeling.rankings.import_check import report_path
from labeling.rankings.import_preview import import_preview
from labeling.rankings.import_remove import import_remove
from labeling.rankings.import_serializers import (
    FoundSerializer,
    ImportCountsSerializer,
    ImportSerializer,
    OptionsInput,
    PreviewSerializer,
)
from labeling.rankings.import_service import (
    ImportReport,
    file_import,
    import_cancel,
    import_name,
    import_open,
    import_resume,
    import_start,
)

FORMATS = ["auto", "jsonl", "csv", "parquet", "arrow"]


def code_of(report: ImportReport) -> int:
    if report.status == Import.Status.QUEUED:
        return status.HTTP_202_ACCEPTED
    return status.HTTP_200_OK if report.dry_run else status.HTTP_201_CREATED


class FileInput(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="JSON Lines, CSV (both in UTF-8), Parquet or Arrow.")
    format = serializers.ChoiceField(choices=FORMATS, default="auto")


class Imports(APIView):
    parser_classes = [MultiPartParser]

    class ImportInput(FileInput, OptionsInput):
        dry_run = serializers.BooleanField(default=False, help_text="Check only: nothing is written.")

    class ReportOutput(ImportCountsSerializer):
        id = serializers.UUIDField(allow_null=True)
        status = serializers.ChoiceField(
            choices=Import.Status.choices,
            help_text="A large file is queued: ask for the import until it is complete.",
        )
        dry_run = serializers.BooleanField()
        warnings = FoundSerializer(many=True)

    @extend_schema(operation_id="imports_list", responses=ImportSerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List what came in, or should have, the newest first."""
        project = project_for(request.user, project_id, "research")
        return Response(ImportSerializer(imports_of(project), many=True).data)

    @extend_schema(
        operation_id="imports_create",
        request={"multipart/form-data": ImportInput},
        responses={200: ReportOutput, 201: ReportOutput, 202: ReportOutput},
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """Take in a file of prompts, answers and rankings in one step."""
        project = project_for(request.user, project_id, "manage")
        given = self.ImportInput(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        refuse_too_large(file.size)
        report = file_import(
            project=project,
            user=user_of(request),
            file_name=file.name,
            chunks=file.chunks(),
            format=given.validated_data["format"],
            options=OptionsInput.options(given.validated_data),
            dry_run=given.validated_data["dry_run"],
        )
        return Response(self.ReportOutput({**report.counts, **vars(report)}).data, status=code_of(report))


class Drafts(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="imports_open",
        request={"multipart/form-data": FileInput},
        responses={201: ImportSerializer},
    )
    def post(self, request: Request, project_id: UUID) -> Response:
        """Send a file to look at. Nothing of it is in the project until the import is started."""
        project = project_for(request.user, project_id, "manage")
        given = FileInput(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        refuse_too_large(file.size)
        source = import_open(
            project=project,
            user=user_of(request),
            file_name=file.name,
            chunks=file.chunks(),
            format=given.validated_data["format"],
        )
        return Response(ImportSerializer(source).data, status=status.HTTP_201_CREATED)


class NamedDatasets(APIView):
    class DatasetInput(serializers.Serializer[Any]):
        hub = serializers.CharField(
            required=False, max_length=200, help_text="A data set of the hub, such as owner/name."
        )
        folder = serializers.CharField(
            required=False, max_length=200, help_text="A folder on the server, below IMPORT_FROM_DIR."
        )
        config = serializers.CharField(required=False, allow_blank=True, max_length=100)
        split = serializers.CharField(required=False, allow_blank=True, max_length=100)

        def validate(self, given: dict[str, str]) -> dict[str, str]:
            if ("hub" in given) == ("folder" in given):
                raise serializers.ValidationError({"dataset": "Name a data set of the hub, or a folder."})
            return given

    @extend_schema(operation_id="imports_name", request=DatasetInput, responses={202: ImportSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        """Have a data set fetched by the worker, to look at. Nothing of it is in the project until the import is started."""
        project = project_for(request.user, project_id, "manage")
        given = self.DatasetInput(data=request.data)
        given.is_valid(raise_exception=True)
        origin = {name: text for name, text in given.validated_data.items() if text}
        if "folder" in origin:
            incoming_folder(origin["folder"])
        hub_checked(origin.get("hub", ""), origin.get("config", ""), origin.get("split", ""))
        source = import_name(project=project, user=user_of(request), origin=origin)
        return Response(ImportSerializer(source).data, status=status.HTTP_202_ACCEPTED)


class OneImport(APIView):
    @extend_schema(operation_id="imports_get", responses=ImportSerializer)
    def get(self, request: Request, project_id: UUID, import_id: UUID) -> Response:
        """Say how an import stands."""
        source = import_for(project_for(request.user, project_id, "research"), import_id)
        return Response(ImportSerializer(source).data)

    @extend_schema(operation_id="imports_remove", responses={200: ImportSerializer, 204: None})
    def delete(self, request: Request, project_id: UUID, import_id: UUID) -> Response:
        """Undo an import that nobody has ranked anything of, or forget one that was not started."""
        source = import_for(project_for(request.user, project_id, "manage"), import_id)
        removed = import_remove(source=source, user=user_of(request))
        if removed is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(ImportSerializer(removed).data)


class Previews(APIView):
    class PreviewInput(OptionsInput):
        guess = serializers.BooleanField(
            default=False, help_text="Begin with the mapping that the columns' names suggest."
        )

    @extend_schema(operation_id="imports_preview", request=PreviewInput, responses=PreviewSerializer)
    def post(self, request: Request, project_id: UUID, import_id: UUID) -> Response:
        """Show what would come in. Changes nothing."""
        source = import_for(project_for(request.user, project_id, "manage"), import_id)
        given = self.PreviewInput(data=request.data)
        given.is_valid(raise_exception=True)
        options = None if given.validated_data["guess"] else OptionsInput.options(given.validated_data)
        return Response(PreviewSerializer(import_preview(source=source, options=options)).data)


class Starts(APIView):
    @extend_schema(operation_id="imports_start", request=OptionsInput, responses=ImportSerializer)
    def post(self, request: Request, project_id: UUID, import_id: UUID) -> Response:
        """Take it in: a small file at once, a large one by the worker."""
        source = import_for(project_for(request.user, project_id, "manage"), import_id)
        given = OptionsInput(data=request.data)
        given.is_valid(raise_exception=True)
        started = import_start(source=source, options=OptionsInput.options(given.validated_data))
        return Response(ImportSerializer(started).data)


class Cancels(APIView):
    @extend_schema(operation_id="imports_cancel", request=None, responses=ImportSerializer)
    def post(self, request: Request, project_id: UUID, import_id: UUID) -> Response:
        """Stop an import where it is. It can be resumed or removed."""
        source = import_for(project_for(request.user, project_id, "manage"), import_id)
        return Response(ImportSerializer(import_cancel(source=source, user=user_of(request))).data)


class Resumptions(APIView):
    class ResumeInput(serializers.Serializer[Any]):
        bad_lines = serializers.ChoiceField(choices=Import.BadLines.choices, required=False)

    @extend_schema(operation_id="imports_resume", request=ResumeInput, responses=ImportSerializer)
    def post(self, request: Request, project_id: UUID, import_id: UUID) -> Response:
        """Go on with an import that failed or was cancelled."""
        source = import_for(project_for(request.user, project_id, "manage"), import_id)
        given = self.ResumeInput(data=request.data)
        given.is_valid(raise_exception=True)
        resumed = import_resume(
            source=source, user=user_of(request), bad_lines=given.validated_data.get("bad_lines")
        )
        return Response(ImportSerializer(resumed).data)


class Reports(APIView):
    @extend_schema(operation_id="imports_report", responses={(200, "text/csv"): OpenApiTypes.BINARY})
    def get(self, request: Request, project_id: UUID, import_id: UUID) -> HttpResponseBase:
        """Download every bad line of an import as CSV."""
        source = import_for(project_for(request.user, project_id, "research"), import_id)
        path = report_path(source)
        if not path.exists():
            raise NotFound("This import has no bad lines to report.", hint="Look at its state instead.")
        return FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename="problems.csv",
            content_type="text/csv; charset=utf-8",
        )
