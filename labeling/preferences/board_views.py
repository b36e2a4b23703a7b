"""The quality board over HTTP, for leads, researchers and reviewers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.text import slugify
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.scopes import Scope
from labeling.preferences.board_serializers import BoardSerializer
from labeling.preferences.snapshots import Look, snapshot_look
from labeling.preferences.tables import TABLES
from labeling.problems import Conflict, NotFound
from labeling.projects.who_can import project_for
from labeling.table_files import FORMATS, table_response


class QualityBoard(APIView):
    token_scopes = {"POST": Scope.READ}

    class BoardOutput(serializers.Serializer[Any]):
        computed_at = serializers.DateTimeField(allow_null=True)
        seconds = serializers.FloatField(allow_null=True, help_text="What it cost to work out.")
        pending = serializers.BooleanField(help_text="Another is being worked out.")
        board = BoardSerializer(allow_null=True, help_text="null: the first one is being worked out.")

    @extend_schema(operation_id="board_get", responses=BoardOutput)
    def get(self, request: Request, project_id: UUID) -> Response:
        """Return the quality board as it stood at `computed_at`."""
        project = project_for(request.user, project_id, "research", "review")
        return self.answer(snapshot_look(project=project))

    @extend_schema(operation_id="board_renew", request=None, responses=BoardOutput)
    def post(self, request: Request, project_id: UUID) -> Response:
        """Work the board out anew; of a large project the queue does it."""
        project = project_for(request.user, project_id, "research", "review")
        return self.answer(snapshot_look(project=project, anew=True))

    def answer(self, look: Look) -> Response:
        kept = look.snapshot
        content = {
            "computed_at": kept and kept.computed_at,
            "seconds": kept and kept.seconds,
            "pending": look.pending,
            "board": kept and kept.board,
        }
        return Response(self.BoardOutput(content).data)


class BoardTable(APIView):
    class Query(serializers.Serializer[Any]):
        format = serializers.ChoiceField(choices=FORMATS, default="csv")

    @extend_schema(
        operation_id="board_table",
        parameters=[OpenApiParameter("table", str, OpenApiParameter.PATH, enum=list(TABLES)), Query],
        responses={(200, "text/csv"): OpenApiTypes.STR, (200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, project_id: UUID, table: str) -> HttpResponse | Response:
        """Download one table of the board."""
        project = project_for(request.user, project_id, "research", "review")
        query = self.Query(data=request.query_params)
        query.is_valid(raise_exception=True)
        rows = list(table_rows(table, snapshot_look(project=project)))
        name = f"{slugify(project.name) or 'project'}-{table.replace('_', '-')}"
        return table_response(rows, name=name, format=query.validated_data["format"])


def table_rows(table: str, look: Look) -> list[dict[str, Any]]:
    if table not in TABLES:
        raise NotFound(f"The board has no table {table!r}.", hint=f"Its tables are {', '.join(TABLES)}.")
    if look.snapshot is None:
        raise Conflict("The board is still being worked out.", hint="Try again in a moment.")
    return list(TABLES[table](look.snapshot.board))
