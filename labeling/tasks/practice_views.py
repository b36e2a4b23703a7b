"""Practice over HTTP, for leads: who has passed, and a word of theirs on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.projects.member_views import member_for
from labeling.projects.who_can import project_for
from labeling.tasks.models import PracticeRound
from labeling.tasks.practice import practice_decide
from labeling.tasks.practice_selectors import EXEMPT, WAITING, practice_of

STATES = [*PracticeRound.Status.values, EXEMPT, WAITING]


class RoundSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=PracticeRound.Status.choices)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    tasks = serializers.IntegerField(help_text="Ranked in it.")
    right = serializers.FloatField(help_text="Pairs ordered as the solutions do; a tie counts half.")
    pairs = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    mark = serializers.FloatField(allow_null=True, help_text="The pass mark when it ended.")
    decided_by = serializers.CharField(source="decided_by.name", default="", help_text="A lead's word.")


class Practice(APIView):
    class PracticeOutput(serializers.Serializer[Any]):
        class Practising(serializers.Serializer[Any]):
            class PractisingPerson(serializers.Serializer[Any]):
                id = serializers.UUIDField()
                name = serializers.CharField()

            member = serializers.UUIDField(help_text="Id of the membership.")
            person = PractisingPerson()
            state = serializers.ChoiceField(
                choices=STATES,
                help_text="That of the latest round; without one exempt (has ranked here before) or waiting.",
            )
            rounds = RoundSerializer(many=True, help_text="The newest first.")

        mark = serializers.FloatField(allow_null=True, help_text="null: nobody is held back.")
        tasks = serializers.IntegerField()
        people = Practising(many=True)

    @extend_schema(operation_id="practice_list", responses=PracticeOutput)
    def get(self, request: Request, project_id: UUID) -> Response:
        """Return where each annotator stands in practice, with all their rounds."""
        project = project_for(request.user, project_id, "research")
        return Response(self.PracticeOutput(practice_of(project)).data)


class Decision(APIView):
    class DecisionInput(serializers.Serializer[Any]):
        decision = serializers.ChoiceField(
            choices=["waived", "reset"], help_text="waived: real tasks without it. reset: practise (again)."
        )

    @extend_schema(operation_id="practice_decide", request=DecisionInput, responses={201: RoundSerializer})
    def post(self, request: Request, project_id: UUID, member_id: UUID) -> Response:
        """Wave an annotator through, or ask them to practise; the rounds they had are kept."""
        member = member_for(request, project_id, member_id)
        given = self.DecisionInput(data=request.data)
        given.is_valid(raise_exception=True)
        decided = practice_decide(member=member, actor=user_of(request), **given.validated_data)
        return Response(RoundSerializer(decided).data, status=status.HTTP_201_CREATED)
