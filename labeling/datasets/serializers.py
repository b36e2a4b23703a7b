"""The JSON forms of datasets."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from labeling.datasets.models import Dataset
from labeling.preferences.serializers import AgreementSerializer
from labeling.projects.models import Project

ADJUDICATED = ("prefer", "ignore")


class DatasetRefSerializer(serializers.ModelSerializer[Dataset]):
    class Meta:
        model = Dataset
        fields = ["id", "name", "version"]


class ProjectRefSerializer(serializers.ModelSerializer[Project]):
    class Meta:
        model = Project
        fields = ["id", "name"]


class SplitCountsSerializer(serializers.Serializer[Any]):
    train = serializers.IntegerField()
    heldout = serializers.IntegerField()


class DatasetFileSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    sha256 = serializers.CharField()
    rows = serializers.IntegerField()
    bytes = serializers.IntegerField()


class DatasetFiltersSerializer(serializers.Serializer[Any]):
    domains = serializers.ListField(child=serializers.CharField(), allow_null=True)
    heldout_share = serializers.FloatField()
    seed = serializers.IntegerField()
    include_scripted = serializers.BooleanField()
    include_gold = serializers.BooleanField()
    adjudicated = serializers.ChoiceField(choices=ADJUDICATED, default="prefer")


class DomainCountsSerializer(serializers.Serializer[Any]):
    prompts = SplitCountsSerializer()
    rankings = SplitCountsSerializer()
    pairs = SplitCountsSerializer()
    ties = SplitCountsSerializer()


class ManifestSerializer(DomainCountsSerializer):
    filters = DatasetFiltersSerializer()
    domains = serializers.DictField(child=DomainCountsSerializer())
    annotators = serializers.IntegerField()
    adjudicated = serializers.IntegerField(
        default=0, help_text="Tasks whose ranking is what a reviewer settled."
    )
    dropped = serializers.DictField(child=serializers.IntegerField())
    agreement = AgreementSerializer()
    files = DatasetFileSerializer(many=True)
    code_version = serializers.CharField(allow_blank=True)


class DatasetSerializer(serializers.ModelSerializer[Dataset]):
    project = ProjectRefSerializer()
    created_by = serializers.CharField(source="created_by.name", default="")
    manifest = serializers.SerializerMethodField()

    class Meta:
        model = Dataset
        fields = [
            "id",
            "project",
            "name",
            "version",
            "status",
            "problem",
            "created_at",
            "created_by",
            "sha256",
            "manifest",
        ]

    @extend_schema_field(ManifestSerializer(allow_null=True))
    def get_manifest(self, dataset: Dataset) -> dict[str, Any] | None:
        return dataset.manifest or None
