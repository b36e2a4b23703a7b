"""Datasets over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.accounts.scopes import Scope
from labeling.datasets.download import dataset_download
from labeling.datasets.export import FORMATS, SHAPES
from labeling.datasets.freeze import dataset_freeze
from labeling.datasets.selectors import dataset_for, dataset_page, datasets_of
from labeling.datasets.serializers import ADJUDICATED, DatasetSerializer
from labeling.projects.who_can import project_for

SPLIT_CHOICES = ("all", "train", "heldout")


class ProjectDatasets(APIView):
    token_scopes = {"POST": Scope.EXPORT}

    class FreezeInput(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)
        domains = serializers.ListField(
            child=serializers.CharField(), allow_null=True, default=None, help_text="null: all domains."
        )
        heldout_share = serializers.FloatField(default=0.2)
        seed = serializers.IntegerField(default=0, min_value=0, max_value=2**31 - 1)
        include_scripted = serializers.BooleanField(default=True)
        adjudicated = serializers.ChoiceField(
            choices=ADJUDICATED,
            default="prefer",
            help_text="prefer: what a reviewer settled replaces the annotators' rankings of that task.",
        )
        include_gold = serializers.BooleanField(default=False, help_text="Rankings of gold tasks too.")

    @extend_schema(operation_id="datasets_list", responses=DatasetSerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List the project's frozen datasets, the newest version first."""
        project = project_for(request.user, project_id, "research")
        return Response(DatasetSerializer(datasets_of(project), many=True).data)

    @extend_schema(operation_id="datasets_create", request=FreezeInput, responses={201: DatasetSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        """Freeze the rankings as they stand now."""
        project = project_for(request.user, project_id, "research")
        given = self.FreezeInput(data=request.data)
        given.is_valid(raise_exception=True)
        dataset = dataset_freeze(project=project, user=user_of(request), **given.validated_data)
        return Response(DatasetSerializer(dataset).data, status=201)


class DatasetDetail(APIView):
    @extend_schema(operation_id="datasets_get", responses=DatasetSerializer)
    def get(self, request: Request, dataset_id: UUID) -> Response:
        """Return a dataset with its manifest."""
        return Response(DatasetSerializer(dataset_for(request.user, dataset_id)).data)


class DatasetRows(APIView):
    token_scopes = {"GET": Scope.EXPORT}

    class Query(serializers.Serializer[Any]):
        shape = serializers.ChoiceField(choices=SHAPES, default="preference")
        split = serializers.ChoiceField(choices=SPLIT_CHOICES, default="all")
        start = serializers.IntegerField(default=0, min_value=0)
        limit = serializers.IntegerField(default=20, min_value=1, max_value=200)

    class RowsPage(serializers.Serializer[Any]):
        next = serializers.CharField(allow_null=True, help_text="Where the following rows are.")
        results = serializers.ListField(child=serializers.DictField())

    @extend_schema(operation_id="datasets_rows", parameters=[Query], responses=RowsPage)
    def get(self, request: Request, dataset_id: UUID) -> Response:
        """Return some rows to look at."""
        dataset = dataset_for(request.user, dataset_id)
        query = self.Query(data=request.query_params)
        query.is_valid(raise_exception=True)
        rows, next_start = dataset_page(dataset, **query.validated_data)
        return Response({"next": self.address(request, next_start), "results": rows})

    def address(self, request: Request, start: int | None) -> str | None:
        if start is None:
            return None
        query = request.query_params.copy()
        query["start"] = str(start)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


class DatasetDownload(APIView):
    token_scopes = {"GET": Scope.EXPORT}

    class Query(serializers.Serializer[Any]):
        shape = serializers.ChoiceField(choices=SHAPES, default="preference")
        split = serializers.ChoiceField(choices=SPLIT_CHOICES, default="all")
        format = serializers.ChoiceField(choices=FORMATS, default="jsonl")

    @extend_schema(
        operation_id="datasets_download",
        parameters=[Query],
        responses={
            (200, "application/jsonl"): OpenApiTypes.BINARY,
            (200, "application/vnd.apache.parquet"): OpenApiTypes.BINARY,
        },
    )
    def get(self, request: Request, dataset_id: UUID) -> HttpResponseBase:
        """Download the dataset in the shape and format your trainer reads."""
        dataset = dataset_for(request.user, dataset_id)
        query = self.Query(data=request.query_params)
        query.is_valid(raise_exception=True)
        return dataset_download(dataset, **query.validated_data)
