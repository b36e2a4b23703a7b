"""A project's audit trail over HTTP, for owners."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.models import AuditEntry
from labeling.accounts.scopes import Scope
from labeling.csv_cells import harmless
from labeling.pagination import CursorPages
from labeling.projects.audit_selectors import AuditRow, audit_all, audit_of, audit_people, audit_rows
from labeling.projects.audit_words import ACTIONS, SUBJECTS
from labeling.projects.who_can import project_for

COLUMNS = ["when", "who", "what", "action", "subject", "subject_id"]


class AuditQuery(serializers.Serializer[Any]):
    person = serializers.UUIDField(default=None, allow_null=True)
    action = serializers.CharField(default="", max_length=60)
    subject = serializers.CharField(default="", max_length=60)


class AuditPages(CursorPages):
    ordering = ("-at", "-id")


class AuditPerson(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class Audit(GenericAPIView[AuditEntry]):
    class AuditOutput(serializers.Serializer[Any]):
        id = serializers.IntegerField()
        at = serializers.DateTimeField()
        person = AuditPerson(allow_null=True)
        action = serializers.CharField()
        subject = serializers.CharField()
        subject_id = serializers.CharField()
        words = serializers.CharField(help_text="What was done, to follow the person's name.")

    queryset = AuditEntry.objects.all()
    serializer_class = AuditOutput
    pagination_class = AuditPages

    @extend_schema(operation_id="audit_list", parameters=[AuditQuery], responses=AuditOutput(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List who changed what in a project, the newest first."""
        project = project_for(request.user, project_id, "manage")
        query = AuditQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        page = self.paginate_queryset(audit_of(project, **query.validated_data)) or []
        return self.get_paginated_response(self.AuditOutput(audit_rows(page), many=True).data)


class AuditChoices(APIView):
    class ChoicesOutput(serializers.Serializer[Any]):
        people = AuditPerson(many=True)
        actions = serializers.ListField(child=serializers.CharField())
        subjects = serializers.ListField(child=serializers.CharField())

    @extend_schema(operation_id="audit_choices", responses=ChoicesOutput)
    def get(self, request: Request, project_id: UUID) -> Response:
        """Return what the audit trail can be narrowed to."""
        project = project_for(request.user, project_id, "manage")
        choices = {"people": audit_people(project), "actions": ACTIONS, "subjects": SUBJECTS}
        return Response(self.ChoicesOutput(choices).data)


class AuditDownload(APIView):
    token_scopes = {"GET": Scope.EXPORT}

    @extend_schema(
        operation_id="audit_download",
        parameters=[AuditQuery],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, project_id: UUID) -> StreamingHttpResponse:
        """Download the audit trail as CSV; a cell that a spreadsheet would run is made harmless."""
        project = project_for(request.user, project_id, "manage")
        query = AuditQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        lines = csv_lines(audit_all(audit_of(project, **query.validated_data)))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="audit.csv"'
        return response


class Line:
    """What csv.writer writes to: it gives the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterator[AuditRow]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield writer.writerow(COLUMNS)
    for row in rows:
        who = row.person.name if row.person else ""
        cells = [row.at.isoformat(), who, row.words, row.action, row.subject, row.subject_id]
        yield writer.writerow([harmless(cell) for cell in cells])
