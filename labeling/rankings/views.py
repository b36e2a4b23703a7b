"""Rankings over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.accounts.scopes import Scope
from labeling.rankings.history import latest_ranking, outcome_of, said_shown
from labeling.rankings.marks import FLAGS, LONGEST_FLAG_NOTE, Said
from labeling.rankings.models import Ranking
from labeling.rankings.services import ranking_submit, said_from_shown
from labeling.tasks.selectors import assignment_for, mine_of
from labeling.tasks.serializers import AssignmentSerializer, MineSerializer

HIGHEST = 2**31 - 1


class OneRanking(APIView):
    token_scopes = {"GET": Scope.LABEL, "POST": Scope.LABEL}

    class RankingInput(serializers.Serializer[Any]):
        class FlagInput(serializers.Serializer[Any]):
            answer = serializers.CharField(max_length=64)
            flag = serializers.ChoiceField(choices=list(FLAGS.items()))
            note = serializers.CharField(default="", allow_blank=True, max_length=LONGEST_FLAG_NOTE)

        client_id = serializers.UUIDField(help_text="Made by you; the same again is the same ranking.")
        groups = serializers.ListField(
            child=serializers.ListField(child=serializers.CharField(max_length=64)),
            max_length=64,
            help_text="Ids of the answers, best first; ids in one group are tied.",
        )
        flags = serializers.ListField(
            child=FlagInput(), default=list, max_length=128, help_text="What is wrong with single answers."
        )
        ratings = serializers.DictField(
            child=serializers.DictField(child=serializers.IntegerField()),
            default=dict,
            help_text="{id of an answer: {key of a criterion of the project: point}}.",
        )
        confidence = serializers.ChoiceField(choices=Ranking.Confidence.choices, default="", allow_blank=True)
        all_bad = serializers.BooleanField(default=False)
        note = serializers.CharField(default="", allow_blank=True, max_length=10_000)
        active_ms = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=HIGHEST)
        started_at = serializers.DateTimeField(required=False, allow_null=True)
        revises = serializers.IntegerField(
            required=False,
            allow_null=True,
            min_value=0,
            max_value=HIGHEST,
            help_text="The revision this one was begun from: refused (409, stale) when there is a newer one.",
        )

    class RankingOutput(serializers.Serializer[Any]):
        class RankingKept(serializers.Serializer[Any]):
            id = serializers.UUIDField()
            revision = serializers.IntegerField()
            late = serializers.BooleanField(
                help_text="The seat had gone to somebody else; kept all the same."
            )

        ranking = RankingKept()
        mine = MineSerializer()

    # Made once: a serializer copies all its fields, deeply, whenever it is made.
    ranking_input, ranking_output = RankingInput(), RankingOutput()

    class LatestOutput(serializers.Serializer[Any]):
        class LatestRanking(serializers.Serializer[Any]):
            class FlagKept(serializers.Serializer[Any]):
                answer = serializers.CharField()
                flag = serializers.CharField()
                note = serializers.CharField(allow_blank=True)

            revision = serializers.IntegerField()
            submitted_at = serializers.DateTimeField()
            late = serializers.BooleanField()
            groups = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
            flags = FlagKept(many=True)
            ratings = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))
            confidence = serializers.CharField(allow_blank=True)
            all_bad = serializers.BooleanField()
            note = serializers.CharField(allow_blank=True)

        assignment = AssignmentSerializer()
        outcome = serializers.CharField(help_text="submitted, skipped, or expired: the lease ran out.")
        ranking = LatestRanking(allow_null=True, help_text="The latest revision.")

    @extend_schema(operation_id="rankings_latest", responses=LatestOutput)
    def get(self, request: Request, assignment_id: UUID) -> Response:
        """Return one of your tasks with what you last said of it, in the order it was shown to you."""
        assignment = assignment_for(user_of(request), assignment_id)
        ranking = latest_ranking(assignment)
        shown = {**vars(ranking), **vars(said_shown(assignment, ranking))} if ranking else None
        found = {"assignment": assignment, "outcome": outcome_of(assignment), "ranking": shown}
        return Response(self.LatestOutput(found).data)

    @extend_schema(
        operation_id="rankings_submit",
        request=RankingInput,
        responses={200: RankingOutput, 201: RankingOutput},
    )
    def post(self, request: Request, assignment_id: UUID) -> Response:
        """Submit a ranking; another one of the same task is its next revision."""
        assignment = assignment_for(user_of(request), assignment_id)
        given = self.ranking_input.run_validation(request.data)
        shown = Said(**{name: given.pop(name) for name in ("groups", "flags", "ratings")})
        said = said_from_shown(assignment, shown)
        ranking, new = ranking_submit(assignment=assignment, **vars(said), **given)
        mine = mine_of(user_of(request), assignment.task.project)
        answer = self.ranking_output.to_representation({"ranking": ranking, "mine": mine})
        return Response(answer, status=status.HTTP_201_CREATED if new else status.HTTP_200_OK)
