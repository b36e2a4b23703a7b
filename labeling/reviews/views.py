"""Reviews over HTTP: disagreements first, one task with everybody's ranking, and what the reviewer settles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.projects.who_can import project_for
from labeling.prompts.serializers import MessageSerializer
from labeling.reviews.models import Adjudication
from labeling.reviews.selectors import review_of, reviews_page, task_for_review
from labeling.reviews.services import adjudication_give, adjudication_withdraw

STATES = ("open", "settled")


class AdjudicationSerializer(serializers.Serializer[Any]):
    revision = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Adjudication.Status.choices)
    reviewer = serializers.CharField(source="reviewer.name")
    groups = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()


class Reviews(APIView):
    class Query(serializers.Serializer[Any]):
        state = serializers.ChoiceField(choices=STATES, default="open")
        start = serializers.IntegerField(default=0, min_value=0)
        limit = serializers.IntegerField(default=50, min_value=1, max_value=200)

    class ReviewsOutput(serializers.Serializer[Any]):
        class ReviewRow(serializers.Serializer[Any]):
            id = serializers.UUIDField(help_text="Of the task.")
            domain = serializers.CharField()
            excerpt = serializers.CharField(help_text="Of the last turn.")
            share = serializers.FloatField(
                allow_null=True, help_text="Of judgements of two people that disagree."
            )
            people = serializers.IntegerField(allow_null=True)
            settled_by = serializers.CharField(allow_blank=True)
            settled_at = serializers.DateTimeField(allow_null=True)

        computed_at = serializers.DateTimeField(allow_null=True)
        pending = serializers.BooleanField(help_text="The disagreements are being worked out anew.")
        open = serializers.IntegerField()
        settled = serializers.IntegerField()
        next = serializers.IntegerField(allow_null=True, help_text="Where the following rows start.")
        results = ReviewRow(many=True)

    @extend_schema(operation_id="reviews_list", parameters=[Query], responses=ReviewsOutput)
    def get(self, request: Request, project_id: UUID) -> Response:
        """List the tasks people disagree on, the greatest disagreement first; or those that are settled."""
        project = project_for(request.user, project_id, "review")
        query = self.Query(data=request.query_params)
        query.is_valid(raise_exception=True)
        page, following = reviews_page(project, **query.validated_data)
        return Response(self.ReviewsOutput({**page, "next": following}).data)


class ReviewOutput(serializers.Serializer[Any]):
    class ReviewAnswer(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        text = serializers.CharField()

    class ReviewedRanking(serializers.Serializer[Any]):
        annotator = serializers.CharField()
        is_yours = serializers.BooleanField()
        groups = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
        all_bad = serializers.BooleanField()
        note = serializers.CharField(allow_blank=True)
        active_ms = serializers.IntegerField(allow_null=True)

    id = serializers.UUIDField()
    domain = serializers.CharField()
    messages = MessageSerializer(many=True)
    allow_ties = serializers.BooleanField()
    answers = ReviewAnswer(many=True)
    share = serializers.FloatField()
    judged = serializers.IntegerField(help_text="Judgements of two people on a pair that neither tied.")
    people = serializers.IntegerField()
    rankings = ReviewedRanking(many=True)
    adjudications = AdjudicationSerializer(many=True, help_text="The latest first.")


class OneReview(APIView):
    class Query(serializers.Serializer[Any]):
        names = serializers.BooleanField(default=False, help_text="Name the annotators.")

    class AdjudicationInput(serializers.Serializer[Any]):
        client_id = serializers.UUIDField(help_text="Made by you; the same again changes nothing.")
        groups = serializers.ListField(
            child=serializers.ListField(child=serializers.CharField(max_length=64)), max_length=64
        )
        reason = serializers.CharField(max_length=10_000)
        after = serializers.IntegerField(min_value=0, help_text="The latest revision you saw, 0 for none.")

    @extend_schema(operation_id="reviews_get", parameters=[Query], responses=ReviewOutput)
    def get(self, request: Request, project_id: UUID, task_id: UUID) -> Response:
        """Return a task with everybody's ranking side by side."""
        task = task_for_review(project_for(request.user, project_id, "review"), task_id)
        query = self.Query(data=request.query_params)
        query.is_valid(raise_exception=True)
        return Response(ReviewOutput(review_of(task, user_of(request), **query.validated_data)).data)

    @extend_schema(
        operation_id="reviews_settle", request=AdjudicationInput, responses={201: AdjudicationSerializer}
    )
    def post(self, request: Request, project_id: UUID, task_id: UUID) -> Response:
        """Settle the order of the answers, with a reason."""
        task = task_for_review(project_for(request.user, project_id, "review"), task_id)
        given = self.AdjudicationInput(data=request.data)
        given.is_valid(raise_exception=True)
        added = adjudication_give(task=task, reviewer=user_of(request), **given.validated_data)
        return Response(AdjudicationSerializer(added).data, status=status.HTTP_201_CREATED)


class Withdrawal(APIView):
    class WithdrawalInput(serializers.Serializer[Any]):
        client_id = serializers.UUIDField()
        reason = serializers.CharField(max_length=10_000)
        after = serializers.IntegerField(min_value=0)

    @extend_schema(
        operation_id="reviews_withdraw", request=WithdrawalInput, responses={201: AdjudicationSerializer}
    )
    def post(self, request: Request, project_id: UUID, task_id: UUID) -> Response:
        """Take what was settled back: the annotators' rankings count again."""
        task = task_for_review(project_for(request.user, project_id, "review"), task_id)
        given = self.WithdrawalInput(data=request.data)
        given.is_valid(raise_exception=True)
        added = adjudication_withdraw(task=task, reviewer=user_of(request), **given.validated_data)
        return Response(AdjudicationSerializer(added).data, status=status.HTTP_201_CREATED)
