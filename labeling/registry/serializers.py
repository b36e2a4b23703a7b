"""The JSON form of a model version."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from labeling.datasets.serializers import DatasetRefSerializer
from labeling.registry.models import ModelVersion


class NamedRefSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class ModelVersionSerializer(serializers.ModelSerializer[ModelVersion]):
    run = serializers.SerializerMethodField()
    dataset = DatasetRefSerializer(allow_null=True)
    figures = serializers.DictField()

    class Meta:
        model = ModelVersion
        fields = ["id", "type", "name", "source", "base", "run", "dataset", "created_at", "figures"]

    @extend_schema_field(NamedRefSerializer(allow_null=True))
    def get_run(self, model: ModelVersion) -> dict[str, str] | None:
        run: dict[str, str] | None = model.lineage.get("run")
        return run
