"""Progress and agreement over HTTP, for leads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.preferences.progress import project_progress
from labeling.preferences.selectors import project_agreement
from labeling.preferences.serializers import AgreementSerializer, MeasureSerializer
from labeling.projects.who_can import project_for


class DomainAgreement(AgreementSerializer):
    domain = serializers.CharField()


class Progress(APIView):
    class ProgressOutput(serializers.Serializer[Any]):
        class Seats(serializers.Serializer[Any]):
            total = serializers.IntegerField()
            filled = serializers.IntegerField()
            leased = serializers.IntegerField()
            open = serializers.IntegerField()

        class DomainProgress(serializers.Serializer[Any]):
            domain = serializers.CharField()
            tasks = serializers.IntegerField()
            finished = serializers.IntegerField()
            rankings = serializers.IntegerField()

        class AnnotatorProgress(serializers.Serializer[Any]):
            class Annotator(serializers.Serializer[Any]):
                id = serializers.CharField(help_text="Of an imported ranking: imported: and the name.")
                name = serializers.CharField()
                is_scripted = serializers.BooleanField()

            annotator = Annotator()
            rankings = serializers.IntegerField()
            skips = serializers.IntegerField()
            median_active_ms = serializers.IntegerField(allow_null=True)
            first_shown_wins = MeasureSerializer(help_text="0.5 is no position bias.")
            is_excluded = serializers.BooleanField(help_text="Datasets leave their answers out.")
            is_paused = serializers.BooleanField()

        class DayProgress(serializers.Serializer[Any]):
            day = serializers.DateField()
            rankings = serializers.IntegerField()

        class AgreementKept(AgreementSerializer):
            by_domain = DomainAgreement(many=True)
            at = serializers.DateTimeField(
                allow_null=True, help_text="When it was worked out; so were position bias and ties."
            )

        seats = Seats()
        rankings = serializers.IntegerField()
        late = serializers.IntegerField()
        excluded = serializers.IntegerField(help_text="Rankings of people whose answers are left out.")
        skipped = serializers.IntegerField()
        ties_share = serializers.FloatField(allow_null=True, help_text="Share of all pairs that are tied.")
        by_domain = DomainProgress(many=True)
        by_annotator = AnnotatorProgress(many=True)
        by_day = DayProgress(many=True)
        agreement = AgreementKept()

    @extend_schema(operation_id="progress_get", responses=ProgressOutput)
    def get(self, request: Request, project_id: UUID) -> Response:
        """Return how far a project is, and how far its people agree."""
        project = project_for(request.user, project_id, "research", "review")
        return Response(self.ProgressOutput(project_progress(project)).data)


class ProjectAgreement(APIView):
    class AgreementOutput(AgreementSerializer):
        by_domain = DomainAgreement(many=True)

    @extend_schema(operation_id="agreement_get", responses=AgreementOutput)
    def get(self, request: Request, project_id: UUID) -> Response:
        """Return how far people agree, in all and in each domain."""
        project = project_for(request.user, project_id, "research", "review")
        return Response(self.AgreementOutput(project_agreement(project)).data)
