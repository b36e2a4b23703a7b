"""The JSON forms of evaluations."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from labeling.datasets.serializers import ProjectRefSerializer
from labeling.evaluations.models import Comparison, Evaluation
from labeling.preferences.serializers import MeasureSerializer
from labeling.registry.serializers import NamedRefSerializer


class ComparedMeasureSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    help = serializers.CharField()
    better = serializers.ChoiceField(choices=["higher", "lower", "none"])
    before = MeasureSerializer(help_text="Of the reference.")
    after = MeasureSerializer(help_text="Of the policy.")
    change = MeasureSerializer(help_text="Paired by prompt.")


class DomainMeasuresSerializer(serializers.Serializer[Any]):
    domain = serializers.CharField()
    measures = ComparedMeasureSerializer(many=True)


class EvaluationSummarySerializer(serializers.ModelSerializer[Evaluation]):
    project = ProjectRefSerializer()
    run = NamedRefSerializer()
    policy = serializers.SerializerMethodField()
    reference = serializers.SerializerMethodField()
    reward_model = serializers.SerializerMethodField()
    prompts = serializers.IntegerField()
    measures = ComparedMeasureSerializer(many=True)

    class Meta:
        model = Evaluation
        fields = [
            "id",
            "project",
            "name",
            "run",
            "created_at",
            "policy",
            "reference",
            "reward_model",
            "prompts",
            "measures",
        ]

    def compared_model(self, evaluation: Evaluation, setting: str) -> dict[str, str]:
        model = evaluation.run.spec["lineage"]["models"][setting]
        return {"id": model["id"], "name": model["name"]}

    @extend_schema_field(NamedRefSerializer)
    def get_policy(self, evaluation: Evaluation) -> dict[str, str]:
        return self.compared_model(evaluation, "policy")

    def get_reference(self, evaluation: Evaluation) -> str:
        return self.compared_model(evaluation, "reference")["name"]

    @extend_schema_field(NamedRefSerializer)
    def get_reward_model(self, evaluation: Evaluation) -> dict[str, str]:
        return self.compared_model(evaluation, "reward_model")


class EvaluationSerializer(EvaluationSummarySerializer):
    by_domain = DomainMeasuresSerializer(many=True)
    rows_url = serializers.SerializerMethodField()

    class Meta(EvaluationSummarySerializer.Meta):
        fields = [*EvaluationSummarySerializer.Meta.fields, "by_domain", "rows_url"]

    def get_rows_url(self, evaluation: Evaluation) -> str:
        return f"/api/evaluations/{evaluation.pk}/rows"


class ComparedAnswerSerializer(serializers.Serializer[Any]):
    """An answer with what was measured of it; a measure that was added has a field of its name."""

    text = serializers.CharField(allow_blank=True)
    reward = serializers.FloatField()
    tokens = serializers.IntegerField(required=False)
    ended = serializers.BooleanField(required=False)
    gold = serializers.FloatField(required=False)
    kl = serializers.FloatField(required=False)

    def to_representation(self, answer: dict[str, Any]) -> dict[str, Any]:
        return {**answer, **super().to_representation(answer)}


class ComparisonMessageSerializer(serializers.Serializer[Any]):
    role = serializers.CharField()
    content = serializers.CharField()


class ComparisonSerializer(serializers.ModelSerializer[Comparison]):
    prompt = serializers.SerializerMethodField()
    messages = ComparisonMessageSerializer(many=True)
    reference = ComparedAnswerSerializer(many=True)
    policy = ComparedAnswerSerializer(many=True)

    class Meta:
        model = Comparison
        fields = ["prompt_id", "domain", "prompt", "messages", "reference", "policy"]

    def get_prompt(self, comparison: Comparison) -> str:
        return str(comparison.messages[-1]["content"])
