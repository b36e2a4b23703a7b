"""Runs over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.text import slugify
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.datasets.selectors import dataset_for
from labeling.pagination import CursorPages
from labeling.problems import NotFound
from labeling.projects.who_can import project_for
from labeling.runs.continuing import continuation_steps, run_continue
from labeling.runs.forms import run_forms
from labeling.runs.log import log_text
from labeling.runs.measure_tables import MEASURE_TABLES
from labeling.runs.models import Run
from labeling.runs.next_tasks import RANDOM_SHARE, tasks_order
from labeling.runs.selectors import run_events, run_for, run_measures, runs_of, task_order_of
from labeling.runs.serializers import (
    RunEventSerializer,
    RunFormSerializer,
    RunSerializer,
    TaskOrderSerializer,
)
from labeling.runs.services import run_create, run_pause, run_retry, run_stop
from labeling.table_files import FORMATS, table_response
from training.contract.continuing import kept_settings
from training.contract.settings import SETTINGS

EVENTS_AT_ONCE = 1000


class RunForms(APIView):
    class RunFormsOutput(serializers.Serializer[Any]):
        verbs = RunFormSerializer(many=True)

    @extend_schema(operation_id="run_forms", responses=RunFormsOutput)
    def get(self, request: Request) -> Response:
        """Return what each kind of run can be told, for the start forms."""
        return Response({"verbs": run_forms()})


class ProjectRuns(GenericAPIView[Run]):
    queryset = Run.objects.all()
    serializer_class = RunSerializer
    pagination_class = CursorPages

    class RunInput(serializers.Serializer[Any]):
        verb = serializers.ChoiceField(choices=list(SETTINGS))
        name = serializers.CharField(max_length=160, default="", allow_blank=True)
        dataset = serializers.UUIDField(default=None, allow_null=True)
        settings = serializers.DictField(default=dict)
        domains = serializers.ListField(child=serializers.CharField(), default=None, allow_null=True)

    @extend_schema(operation_id="runs_list", responses=RunSerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List the project's runs, the newest first."""
        project = project_for(request.user, project_id, "research")
        page = self.paginate_queryset(runs_of(project))
        return self.get_paginated_response(RunSerializer(page, many=True).data)

    @extend_schema(operation_id="runs_create", request=RunInput, responses={201: RunSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        """Ask for a run: it starts when the trainer is free."""
        project = project_for(request.user, project_id, "research")
        given = self.RunInput(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        dataset_id = values.pop("dataset")
        dataset = dataset_for(request.user, dataset_id) if dataset_id else None
        run = run_create(project=project, user=user_of(request), dataset=dataset, **values)
        return Response(RunSerializer(run).data, status=201)


class RunDetail(APIView):
    @extend_schema(operation_id="runs_get", responses=RunSerializer)
    def get(self, request: Request, run_id: UUID) -> Response:
        """Return a run as its events tell it."""
        return Response(RunSerializer(run_for(request.user, run_id)).data)


class RunEvents(APIView):
    class EventsQuery(serializers.Serializer[Any]):
        after = serializers.IntegerField(default=0, min_value=0, help_text="The last seq you have.")
        limit = serializers.IntegerField(default=EVENTS_AT_ONCE, min_value=1, max_value=5 * EVENTS_AT_ONCE)

    class EventsOutput(serializers.Serializer[Any]):
        events = RunEventSerializer(many=True)
        last_seq = serializers.IntegerField(help_text="Ask after it next.")
        status = serializers.ChoiceField(choices=Run.Status.choices)

    @extend_schema(operation_id="runs_events", parameters=[EventsQuery], responses=EventsOutput)
    def get(self, request: Request, run_id: UUID) -> Response:
        """Return the events after a sequence number, the oldest first."""
        run = run_for(request.user, run_id)
        query = self.EventsQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        events = list(run_events(run, **query.validated_data))
        last_seq = events[-1].seq if events else query.validated_data["after"]
        answer = {"events": events, "last_seq": last_seq, "status": run.status}
        return Response(self.EventsOutput(answer).data)


class RunMeasures(APIView):
    @extend_schema(operation_id="runs_measures", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, run_id: UUID) -> Response:
        """Return everything that a reward run measured of its model, as its measures.json has it."""
        run = run_for(request.user, run_id)
        headers = {"Content-Disposition": f'attachment; filename="{file_name(run)}.json"'}
        return Response(run_measures(run), headers=headers)


class RunMeasureTable(APIView):
    class TableQuery(serializers.Serializer[Any]):
        format = serializers.ChoiceField(choices=FORMATS, default="csv")

    @extend_schema(
        operation_id="runs_measure_table",
        parameters=[
            OpenApiParameter("measure_table", str, OpenApiParameter.PATH, enum=list(MEASURE_TABLES)),
            TableQuery,
        ],
        responses={(200, "text/csv"): OpenApiTypes.STR, (200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, run_id: UUID, measure_table: str) -> HttpResponse | Response:
        """Download one table of the measures."""
        run = run_for(request.user, run_id)
        query = self.TableQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        if measure_table not in MEASURE_TABLES:
            known = ", ".join(MEASURE_TABLES)
            raise NotFound(
                f"The measures have no table {measure_table!r}.", hint=f"Their tables are {known}."
            )
        rows = list(MEASURE_TABLES[measure_table](run_measures(run)))
        return table_response(
            rows, name=f"{file_name(run)}-{measure_table}", format=query.validated_data["format"]
        )


def file_name(run: Run) -> str:
    return f"{slugify(run.name) or 'run'}-measures"


class RunLog(APIView):
    class LogOutput(serializers.Serializer[Any]):
        text = serializers.CharField(help_text="The end of it, 64 kB at most.")

    @extend_schema(operation_id="runs_log", responses=LogOutput)
    def get(self, request: Request, run_id: UUID) -> Response:
        """Return the end of the trainer's output."""
        return Response({"text": log_text(run_for(request.user, run_id))})


class RunStop(APIView):
    @extend_schema(operation_id="runs_stop", request=None, responses=RunSerializer)
    def post(self, request: Request, run_id: UUID) -> Response:
        """Ask the run to finish its step, save and end; asked a second time, to do so by a signal."""
        return Response(RunSerializer(run_stop(run=run_for(request.user, run_id))).data)


class RunPause(APIView):
    @extend_schema(operation_id="runs_pause", request=None, responses=RunSerializer)
    def post(self, request: Request, run_id: UUID) -> Response:
        """Ask the run to save after its step and to leave the machine; retry goes on from that step."""
        return Response(RunSerializer(run_pause(run=run_for(request.user, run_id))).data)


class RunRetry(APIView):
    @extend_schema(operation_id="runs_retry", request=None, responses=RunSerializer)
    def post(self, request: Request, run_id: UUID) -> Response:
        """Go on with a run that was paused, stopped, failed or lost, from its last checkpoint."""
        return Response(RunSerializer(run_retry(run=run_for(request.user, run_id))).data)


class RunContinuations(APIView):
    class ContinuationOutput(serializers.Serializer[Any]):
        steps = serializers.ListField(
            child=serializers.IntegerField(), help_text="Of the checkpoints that were kept, the latest first."
        )
        kept = serializers.ListField(child=serializers.CharField(), help_text="Settings that have to stay.")

    class ContinuationInput(serializers.Serializer[Any]):
        settings = serializers.DictField(help_text="Those that change.")
        step = serializers.IntegerField(default=None, allow_null=True, help_text="None: the latest.")
        name = serializers.CharField(max_length=160, default="", allow_blank=True)

    @extend_schema(operation_id="runs_continuation", responses=ContinuationOutput)
    def get(self, request: Request, run_id: UUID) -> Response:
        """Return what a new run can go on from, and which settings it takes over."""
        run = run_for(request.user, run_id)
        answer = {"steps": continuation_steps(run), "kept": kept_settings(run.verb) or ()}
        return Response(self.ContinuationOutput(answer).data)

    @extend_schema(operation_id="runs_continue", request=ContinuationInput, responses={201: RunSerializer})
    def post(self, request: Request, run_id: UUID) -> Response:
        """Start a new run that goes on from a checkpoint of this one with other numbers."""
        run = run_for(request.user, run_id)
        given = self.ContinuationInput(data=request.data)
        given.is_valid(raise_exception=True)
        new = run_continue(run=run, user=user_of(request), **given.validated_data)
        return Response(RunSerializer(new).data, status=201)


class RunOrderTasks(APIView):
    class OrderInput(serializers.Serializer[Any]):
        random_share = serializers.FloatField(
            default=RANDOM_SHARE,
            min_value=0,
            max_value=1,
            help_text="Of the places, for tasks drawn at random.",
        )
        reward_model = serializers.UUIDField(
            default=None,
            allow_null=True,
            help_text="Where the run scored with several ensembles: which of them.",
        )

    @extend_schema(operation_id="runs_order_tasks", request=OrderInput, responses={201: TaskOrderSerializer})
    def post(self, request: Request, run_id: UUID) -> Response:
        """Let the waiting tasks come next by what the ensemble that this run scored with is unsure of."""
        run = run_for(request.user, run_id, "manage")
        given = self.OrderInput(data=request.data)
        given.is_valid(raise_exception=True)
        order = tasks_order(run=run, user=user_of(request), **given.validated_data)
        return Response(TaskOrderSerializer(order).data, status=201)


class CurrentTaskOrder(APIView):
    class CurrentOrderOutput(serializers.Serializer[Any]):
        order = TaskOrderSerializer(
            allow_null=True, help_text="None: waiting tasks come in the order they were made in."
        )

    @extend_schema(operation_id="task_order_get", responses=CurrentOrderOutput)
    def get(self, request: Request, project_id: UUID) -> Response:
        """Return what the waiting tasks were put in order by."""
        project = project_for(request.user, project_id, "research", "review")
        return Response(self.CurrentOrderOutput({"order": task_order_of(project)}).data)
