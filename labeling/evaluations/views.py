"""Evaluations over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.text import slugify
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.evaluations.contests import contest_rows, contests_of
from labeling.evaluations.models import Comparison
from labeling.evaluations.selectors import evaluation_for, evaluations_of
from labeling.evaluations.serializers import (
    ComparisonSerializer,
    ContestSerializer,
    EvaluationSerializer,
    EvaluationSummarySerializer,
)
from labeling.evaluations.services import evaluation_tasks_create
from labeling.pagination import CursorPages
from labeling.projects.who_can import project_for
from labeling.table_files import FORMATS, table_response


class ProjectEvaluations(APIView):
    @extend_schema(operation_id="evaluations_list", responses=EvaluationSummarySerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List the project's evaluations, the newest first."""
        project = project_for(request.user, project_id, "research")
        return Response(EvaluationSummarySerializer(evaluations_of(project), many=True).data)


class EvaluationDetail(APIView):
    @extend_schema(operation_id="evaluations_get", responses=EvaluationSerializer)
    def get(self, request: Request, evaluation_id: UUID) -> Response:
        """Return an evaluation with its measures, overall and by domain."""
        return Response(EvaluationSerializer(evaluation_for(request.user, evaluation_id)).data)


class ComparisonPages(CursorPages):
    ordering = ("id",)
    page_size = 20


class EvaluationRows(GenericAPIView[Comparison]):
    queryset = Comparison.objects.all()
    serializer_class = ComparisonSerializer
    pagination_class = ComparisonPages

    @extend_schema(operation_id="evaluations_rows", responses=ComparisonSerializer(many=True))
    def get(self, request: Request, evaluation_id: UUID) -> Response:
        """List the answers of both sides, prompt by prompt."""
        evaluation = evaluation_for(request.user, evaluation_id)
        page = self.paginate_queryset(evaluation.comparisons.all())
        return self.get_paginated_response(ComparisonSerializer(page, many=True).data)


class EvaluationTasks(APIView):
    class EvaluationTasksOutput(serializers.Serializer[Any]):
        tasks = serializers.IntegerField()

    @extend_schema(operation_id="evaluations_tasks", request=None, responses={201: EvaluationTasksOutput})
    def post(self, request: Request, evaluation_id: UUID) -> Response:
        """Send both sides' answers back to people as new tasks."""
        evaluation = evaluation_for(request.user, evaluation_id)
        return Response({"tasks": evaluation_tasks_create(evaluation=evaluation)}, status=201)


class ProjectContests(APIView):
    @extend_schema(operation_id="contests_list", responses=ContestSerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List what can be compared: PPO and its baselines from one model, on one dataset, by one reward model."""
        project = project_for(request.user, project_id, "research")
        return Response(ContestSerializer(contests_of(project), many=True).data)


class ProjectContestTable(APIView):
    class ContestTableQuery(serializers.Serializer[Any]):
        format = serializers.ChoiceField(choices=FORMATS, default="csv")

    @extend_schema(
        operation_id="contests_table",
        parameters=[ContestTableQuery],
        responses={(200, "text/csv"): OpenApiTypes.STR, (200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, project_id: UUID) -> HttpResponse | Response:
        """Download every completed run of every comparison, best-of-n with a row for each n."""
        project = project_for(request.user, project_id, "research")
        query = self.ContestTableQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        return table_response(
            list(contest_rows(contests_of(project))),
            name=f"{slugify(project.name) or 'project'}-methods",
            format=query.validated_data["format"],
        )
