"""Gold tasks over HTTP, for leads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.rankings.gold_tasks import task_make_gold, task_make_ordinary
from labeling.tasks.models import Task
from labeling.tasks.selectors import task_for


class Solution(APIView):
    class SolutionInput(serializers.Serializer[Any]):
        groups = serializers.ListField(
            child=serializers.ListField(child=serializers.UUIDField(), max_length=16),
            max_length=16,
            help_text="Completion ids, best first; of a known best: [[best], [all others]].",
        )
        explanation = serializers.CharField(default="", allow_blank=True, max_length=10_000)

    class SolutionOutput(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        kind = serializers.ChoiceField(choices=Task.Kind.choices)
        solution = serializers.ListField(child=serializers.ListField(child=serializers.UUIDField()))
        explanation = serializers.CharField(allow_blank=True)

    @extend_schema(operation_id="tasks_solve", request=SolutionInput, responses=SolutionOutput)
    def put(self, request: Request, task_id: UUID) -> Response:
        """Make the task a gold one: set the order of its answers that is known to be right."""
        task = task_for(user_of(request), task_id, "manage")
        given = self.SolutionInput(data=request.data)
        given.is_valid(raise_exception=True)
        solved = task_make_gold(task=task, user=user_of(request), **given.validated_data)
        return Response(self.SolutionOutput(solved).data)

    @extend_schema(operation_id="tasks_unsolve", responses={204: None})
    def delete(self, request: Request, task_id: UUID) -> Response:
        """Make the task an ordinary one again."""
        task = task_for(user_of(request), task_id, "manage")
        task_make_ordinary(task=task, user=user_of(request))
        return Response(status=204)
