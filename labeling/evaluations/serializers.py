"""The JSON forms of evaluations."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from labeling.datasets.serializers import DatasetRefSerializer, ProjectRefSerializer
from labeling.evaluations.contests import curve_of, figures_of
from labeling.evaluations.models import Comparison, Evaluation
from labeling.preferences.serializers import MeasureSerializer
from labeling.registry.serializers import NamedRefSerializer
from labeling.runs.models import Run


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


class ContestFiguresSerializer(serializers.Serializer[Any]):
    """Of held-out prompts; null where it was not measured."""

    reward_before = serializers.FloatField(allow_null=True, help_text="Mean of the reference's answers.")
    reward_after = serializers.FloatField(allow_null=True)
    gain = MeasureSerializer(allow_null=True, help_text="In reward over the reference, paired by prompt.")
    kl = MeasureSerializer(allow_null=True, help_text="Nats an answer.")
    length_before = serializers.FloatField(allow_null=True, help_text="Tokens an answer.")
    length_after = serializers.FloatField(allow_null=True)
    steps = serializers.IntegerField(allow_null=True)
    samples = serializers.IntegerField(allow_null=True, help_text="Of best-of-n: the answers to each prompt.")
    seconds = serializers.FloatField(allow_null=True, help_text="From its first start to its end.")
    attempts = serializers.IntegerField()
    from_step = serializers.IntegerField(
        allow_null=True,
        help_text="It goes on from another run's checkpoint of this step, which its time leaves out.",
    )


class ContestPointSerializer(serializers.Serializer[Any]):
    """What the best of n answers is expected to earn."""

    n = serializers.IntegerField()
    reward = MeasureSerializer(allow_null=True)
    gain = MeasureSerializer(allow_null=True)
    kl = MeasureSerializer(allow_null=True)
    length = MeasureSerializer(allow_null=True)


class ContestRunSerializer(serializers.ModelSerializer[Run]):
    figures = serializers.SerializerMethodField()
    curve = serializers.SerializerMethodField()

    class Meta:
        model = Run
        fields = ["id", "name", "verb", "status", "figures", "curve"]

    @extend_schema_field(ContestFiguresSerializer)
    def get_figures(self, run: Run) -> dict[str, Any]:
        return figures_of(run)

    @extend_schema_field(ContestPointSerializer(many=True))
    def get_curve(self, run: Run) -> list[dict[str, Any]]:
        return curve_of(run)


class ContestSerializer(serializers.Serializer[Any]):
    dataset = DatasetRefSerializer()
    domains = serializers.ListField(child=serializers.CharField(), allow_null=True)
    model = NamedRefSerializer()
    reward_model = NamedRefSerializer()
    exam = serializers.DictField(help_text="The settings that all its runs share.")
    request = serializers.DictField(help_text="What another run needs to take part, but its verb.")
    runs = ContestRunSerializer(many=True)
