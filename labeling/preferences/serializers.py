"""The JSON forms of measures and agreement."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class MeasureSerializer(serializers.Serializer[Any]):
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True, help_text="Lower end of the 95 % interval.")
    high = serializers.FloatField(allow_null=True, help_text="Upper end of the 95 % interval.")
    n = serializers.IntegerField()


class AgreementSerializer(serializers.Serializer[Any]):
    raw = MeasureSerializer(help_text="Agreement on pairs that nobody tied.")
    alpha = MeasureSerializer(help_text="Krippendorff's alpha, nominal on {first, second, tie}.")
    pairs = serializers.IntegerField(help_text="Pairs of answers that two or more people judged.")
    reason = serializers.CharField(allow_blank=True, help_text="Why there is none.")
