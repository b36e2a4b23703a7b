"""The JSON form of the quality board."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from labeling.preferences.serializers import AgreementSerializer, MeasureSerializer


class RaterSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="Of an imported ranking: imported: and the name.")
    name = serializers.CharField()
    is_scripted = serializers.BooleanField()


class FullAgreementSerializer(AgreementSerializer):
    alpha_ordinal = MeasureSerializer(help_text="Krippendorff's alpha, ordinal on ranks.")
    tau_b = MeasureSerializer(help_text="Mean of Kendall's tau-b of two people's rankings.")
    kendall_w = MeasureSerializer(help_text="Mean of Kendall's W, corrected for ties.")


class ForecastSerializer(serializers.Serializer[Any]):
    open = serializers.IntegerField(help_text="Seats that nobody has filled.")
    per_day = MeasureSerializer(help_text="Seats filled a day.")
    expected = serializers.DateTimeField(allow_null=True)
    earliest = serializers.DateTimeField(allow_null=True)
    latest = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True, help_text="Why a moment is missing.")


class GateSerializer(serializers.Serializer[Any]):
    class GateWindow(serializers.Serializer[Any]):
        passed = serializers.IntegerField()
        n = serializers.IntegerField()
        since = serializers.DateTimeField()
        until = serializers.DateTimeField()

    gate = serializers.CharField()
    title = serializers.CharField()
    passing = serializers.CharField(help_text="What passing means.")
    last = GateWindow(allow_null=True)
    before = GateWindow(allow_null=True)
    p = serializers.FloatField(allow_null=True, help_text="Of Fisher's exact test, two-sided.")
    alarm = serializers.CharField(allow_blank=True, help_text="fell, rose, nobody, everybody, or nothing.")
    words = serializers.CharField()
    look_at = serializers.CharField(allow_blank=True)


class RankingCountSerializer(serializers.Serializer[Any]):
    at = serializers.CharField(help_text="The hour or day, in UTC.")
    rankings = serializers.IntegerField()


class BoardSerializer(serializers.Serializer[Any]):
    class TimeColumn(serializers.Serializer[Any]):
        from_s = serializers.IntegerField()
        to_s = serializers.IntegerField(allow_null=True)
        rankings = serializers.IntegerField()

    class BoardDomain(serializers.Serializer[Any]):
        domain = serializers.CharField()
        rankings = serializers.IntegerField()
        median_active_ms = MeasureSerializer()
        per_hour = MeasureSerializer(help_text="Rankings in an hour at work.")
        forecast = ForecastSerializer()
        agreement = FullAgreementSerializer()

    class AnnotatorPair(serializers.Serializer[Any]):
        one = RaterSerializer()
        other = RaterSerializer()
        tasks = serializers.IntegerField(help_text="That both ranked.")
        agreement = FullAgreementSerializer()

    class SpeedNorm(serializers.Serializer[Any]):
        ms_a_word = serializers.FloatField(allow_null=True)
        too_fast_below_ms_a_word = serializers.FloatField(allow_null=True)
        n = serializers.IntegerField()
        reason = serializers.CharField(allow_blank=True)

    class BoardAnnotator(serializers.Serializer[Any]):
        class PositionLean(serializers.Serializer[Any]):
            share = MeasureSerializer(help_text="How often the answer shown first wins; 0.5 is no bias.")
            earlier = serializers.IntegerField(help_text="Rankings that lean to the answers shown first.")
            later = serializers.IntegerField()
            p = serializers.FloatField(allow_null=True, help_text="Of the two-sided binomial test.")

        class SelfAgreement(serializers.Serializer[Any]):
            share = MeasureSerializer(help_text="Pairs decided the same way both times; n counts pairs.")
            tasks = serializers.IntegerField(help_text="Ranked twice.")
            reason = serializers.CharField(allow_blank=True, help_text="Why there is no share.")

        class AnnotatorSpeed(serializers.Serializer[Any]):
            ms_a_word = serializers.FloatField()
            too_fast = MeasureSerializer()
            stands_out = serializers.BooleanField()

        annotator = RaterSerializer()
        paused = serializers.BooleanField()
        excluded = serializers.BooleanField(help_text="Datasets and agreement leave these answers out.")
        rankings = serializers.IntegerField()
        recent = serializers.IntegerField(help_text="Of the last seven days.")
        median_active_ms = MeasureSerializer()
        per_hour = MeasureSerializer(help_text="Rankings in an hour at work.")
        gold = MeasureSerializer(help_text="Pairs of gold tasks ordered as the known solution orders them.")
        with_others = MeasureSerializer(help_text="Agreement with others on pairs that neither tied.")
        with_self = SelfAgreement(help_text="Where they ranked a task again without being told.")
        position = PositionLean()
        speed = AnnotatorSpeed(allow_null=True)

    rankings = serializers.IntegerField(help_text="That count.")
    excluded = serializers.IntegerField(help_text="Rankings of people whose answers are left out.")
    gates = GateSerializer(many=True)
    forecast = ForecastSerializer()
    median_active_ms = MeasureSerializer()
    per_hour = MeasureSerializer(help_text="Rankings in an hour at work.")
    by_hour = RankingCountSerializer(many=True)
    by_day = RankingCountSerializer(many=True)
    times = TimeColumn(many=True)
    agreement = FullAgreementSerializer()
    domains = BoardDomain(many=True)
    pairs = AnnotatorPair(many=True)
    speed = SpeedNorm()
    annotators = BoardAnnotator(many=True)
