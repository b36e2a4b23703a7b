"""Assignments over HTTP: claim, look again, keep."""

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
from labeling.projects.who_can import membership_for
from labeling.tasks.claim import assignment_claim
from labeling.tasks.models import Assignment
from labeling.tasks.seats import assignment_renew, assignment_skip
from labeling.tasks.selectors import assignment_for, mine_of
from labeling.tasks.serializers import AssignmentSerializer, MineSerializer


class Claims(APIView):
    token_scopes = {"POST": Scope.LABEL}

    class ClaimInput(serializers.Serializer[Any]):
        held = serializers.ListField(child=serializers.UUIDField(), max_length=20, default=list)
        practise = serializers.BooleanField(
            default=False, help_text="Begin another round of practice after one that was not passed."
        )

    class ClaimOutput(serializers.Serializer[Any]):
        assignment = AssignmentSerializer(allow_null=True)
        reason = serializers.ChoiceField(
            choices=["", "finished", "held", "holding", "quota", "paused", "member_paused", "practice"]
        )
        message = serializers.CharField(allow_blank=True)
        retry_after_s = serializers.IntegerField(allow_null=True)
        mine = MineSerializer()

    # Made once: a serializer copies all its fields, deeply, whenever it is made.
    claim_input, claim_output = ClaimInput(), ClaimOutput()

    @extend_schema(operation_id="assignments_claim", request=ClaimInput, responses=ClaimOutput)
    def post(self, request: Request, project_id: UUID) -> Response:
        """Ask for a task beside those you hold."""
        member = membership_for(request.user, project_id, "annotate")
        given = self.claim_input.run_validation(request.data)
        claim = assignment_claim(member=member, **given)
        answer = {
            "assignment": claim.assignment,
            "reason": claim.reason,
            "message": claim.message,
            "retry_after_s": claim.retry_after_s,
            "mine": mine_of(user_of(request), member.project),
        }
        return Response(self.claim_output.to_representation(answer))


class OneAssignment(APIView):
    token_scopes = {"GET": Scope.LABEL}

    class AssignmentOutput(serializers.Serializer[Any]):
        assignment = AssignmentSerializer()

    @extend_schema(operation_id="assignments_get", responses=AssignmentOutput)
    def get(self, request: Request, assignment_id: UUID) -> Response:
        """Return one of your assignments, in the order it was shown to you."""
        assignment = assignment_for(user_of(request), assignment_id)
        return Response(self.AssignmentOutput({"assignment": assignment}).data)


class Renewal(APIView):
    token_scopes = {"POST": Scope.LABEL}

    class RenewalOutput(serializers.Serializer[Any]):
        lease_until = serializers.DateTimeField()

    @extend_schema(operation_id="assignments_renew", request=None, responses=RenewalOutput)
    def post(self, request: Request, assignment_id: UUID) -> Response:
        """Hold the task for another full time."""
        assignment = assignment_for(user_of(request), assignment_id)
        return Response(self.RenewalOutput(assignment_renew(assignment=assignment)).data)


class Skip(APIView):
    token_scopes = {"POST": Scope.LABEL}

    class SkipInput(serializers.Serializer[Any]):
        client_id = serializers.UUIDField()
        reason = serializers.ChoiceField(choices=Assignment.SkipReason.choices)
        note = serializers.CharField(required=False, allow_blank=True, max_length=10_000)

    class SkipOutput(serializers.Serializer[Any]):
        mine = MineSerializer()

    @extend_schema(operation_id="assignments_skip", request=SkipInput, responses=SkipOutput)
    def post(self, request: Request, assignment_id: UUID) -> Response:
        """Give the task back with a reason; the same again changes nothing."""
        assignment = assignment_for(user_of(request), assignment_id)
        given = self.SkipInput(data=request.data)
        given.is_valid(raise_exception=True)
        assignment_skip(assignment=assignment, **given.validated_data)
        return Response(self.SkipOutput({"mine": mine_of(user_of(request), assignment.task.project)}).data)
