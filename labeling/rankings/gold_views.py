"""Known orders over HTTP: for leads to set, and for who has practised to see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.accounts.scopes import Scope
from labeling.rankings.gold_tasks import task_make_gold, task_make_ordinary
from labeling.rankings.practised import practised
from labeling.tasks.models import PracticeRound, Task
from labeling.tasks.selectors import assignment_for, task_for
from labeling.tasks.serializers import AssignmentSerializer


class Solution(APIView):
    class SolutionInput(serializers.Serializer[Any]):
        kind = serializers.ChoiceField(
            choices=[Task.Kind.GOLD, Task.Kind.PRACTICE],
            default=Task.Kind.GOLD,
            help_text="gold: unmarked in between. practice: before real tasks, its solution shown afterwards.",
        )
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
        """Make the task a gold or a practice one: set the order of its answers that is known to be right."""
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


class PracticeSolution(APIView):
    token_scopes = {"GET": Scope.LABEL}

    class PractisedOutput(serializers.Serializer[Any]):
        class RoundSoFar(serializers.Serializer[Any]):
            status = serializers.ChoiceField(choices=PracticeRound.Status.choices)
            number = serializers.IntegerField()
            tasks = serializers.IntegerField(help_text="Ranked in it so far.")
            score = serializers.FloatField(allow_null=True)
            mark = serializers.FloatField(allow_null=True, help_text="The share of pairs that passes.")

        assignment = AssignmentSerializer()
        groups = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
        solution = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
        explanation = serializers.CharField(allow_blank=True)
        right = serializers.FloatField(help_text="Pairs ordered as the solution does; a tie counts half.")
        pairs = serializers.IntegerField()
        round = RoundSoFar()

    @extend_schema(operation_id="practice_solution", responses=PractisedOutput)
    def get(self, request: Request, assignment_id: UUID) -> Response:
        """Return your ranking of a practice task beside its solution; there is none to see before you submit."""
        assignment = assignment_for(user_of(request), assignment_id)
        return Response(self.PractisedOutput(practised(assignment)).data)
