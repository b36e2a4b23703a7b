"""The JSON forms of projects that more than one view shows."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from labeling.projects.criteria import FEWEST_POINTS, LENGTHS, LONGEST_KEY, MOST_CRITERIA, MOST_POINTS
from labeling.projects.models import (
    FEWEST_ANSWERS,
    HIGHEST_REPEAT_SHARE,
    HIGHEST_SHARE,
    MOST_ANSWERS,
    Member,
    Project,
)


class CriterionSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=LONGEST_KEY, help_text="Its name in the data; never changes.")
    label = serializers.CharField(max_length=LENGTHS["label"])  # type: ignore[assignment]  # a field named so
    help = serializers.CharField(max_length=LENGTHS["help"], allow_blank=True, default="")
    low = serializers.CharField(max_length=LENGTHS["low"], allow_blank=True, default="", help_text="Names 1.")
    high = serializers.CharField(
        max_length=LENGTHS["high"], allow_blank=True, default="", help_text="Names the highest point."
    )
    points = serializers.IntegerField(min_value=FEWEST_POINTS, max_value=MOST_POINTS, default=5)


class ProjectSerializer(serializers.Serializer[Any]):
    class Can(serializers.Serializer[Any]):
        manage = serializers.BooleanField()
        annotate = serializers.BooleanField()
        research = serializers.BooleanField()
        review = serializers.BooleanField()

    class Counts(serializers.Serializer[Any]):
        prompts = serializers.IntegerField()
        completions = serializers.IntegerField()
        tasks = serializers.IntegerField(help_text="Without the gold and practice tasks.")
        gold = serializers.IntegerField(help_text="Gold tasks. 0 for annotators.")
        practice = serializers.IntegerField(help_text="Practice tasks.")
        tasks_finished = serializers.IntegerField()
        rankings = serializers.IntegerField()

    class GuidelineText(serializers.Serializer[Any]):
        version = serializers.IntegerField()
        text = serializers.CharField()

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    status = serializers.ChoiceField(choices=Project.Status.choices)
    domains = serializers.ListField(child=serializers.CharField())
    k = serializers.IntegerField(help_text="Answers per task, usually.")
    k_min = serializers.IntegerField(help_text="The fewest answers a task may have.")
    k_max = serializers.IntegerField(help_text="The most.")
    overlap = serializers.IntegerField(help_text="How many people rank each task.")
    allow_ties = serializers.BooleanField()
    allow_partial = serializers.BooleanField(help_text="An answer may be left out once two are placed.")
    criteria = CriterionSerializer(many=True, help_text="What each answer is rated on beside its rank.")
    criteria_required = serializers.BooleanField()
    asks_confidence = serializers.BooleanField()
    lease_minutes = serializers.IntegerField()
    quota_per_person = serializers.IntegerField(allow_null=True)
    gold_share = serializers.FloatField(allow_null=True, help_text="From 0 to 0.5. null for annotators.")
    repeat_share = serializers.FloatField(allow_null=True, help_text="From 0 to 0.2. null for annotators.")
    practice_mark = serializers.FloatField(
        allow_null=True, help_text="Share of practice pairs that passes; null: no practice."
    )
    is_demo = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    role = serializers.ChoiceField(choices=Member.Role.choices, help_text="Yours.")
    can = Can()
    counts = Counts()
    guidelines = GuidelineText()


class ProjectInput(serializers.Serializer[Any]):
    """What may be said of a project; the model's own checks follow in the service."""

    name = serializers.CharField(max_length=120)
    description = serializers.CharField(required=False, allow_blank=True)
    domains = serializers.ListField(child=serializers.SlugField(max_length=60), min_length=1, max_length=50)
    guidelines = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    k = serializers.IntegerField(required=False, min_value=FEWEST_ANSWERS, max_value=MOST_ANSWERS)
    k_min = serializers.IntegerField(required=False, min_value=FEWEST_ANSWERS, max_value=MOST_ANSWERS)
    k_max = serializers.IntegerField(required=False, min_value=FEWEST_ANSWERS, max_value=MOST_ANSWERS)
    overlap = serializers.IntegerField(required=False, min_value=1, max_value=50)
    allow_ties = serializers.BooleanField(required=False)
    allow_partial = serializers.BooleanField(required=False)
    criteria = serializers.ListField(child=CriterionSerializer(), required=False, max_length=MOST_CRITERIA)
    criteria_required = serializers.BooleanField(required=False)
    asks_confidence = serializers.BooleanField(required=False)
    lease_minutes = serializers.IntegerField(required=False, min_value=1, max_value=24 * 60)
    quota_per_person = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    gold_share = serializers.FloatField(required=False, min_value=0, max_value=HIGHEST_SHARE)
    repeat_share = serializers.FloatField(required=False, min_value=0, max_value=HIGHEST_REPEAT_SHARE)
    practice_mark = serializers.FloatField(required=False, allow_null=True, min_value=0, max_value=1)


class ProjectChange(ProjectInput):
    status = serializers.ChoiceField(choices=Project.Status.choices, required=False)


class MemberSerializer(serializers.Serializer[Any]):
    class Person(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        name = serializers.CharField()
        email = serializers.EmailField()

    id = serializers.UUIDField()
    user = Person()
    role = serializers.ChoiceField(choices=Member.Role.choices)
    is_scripted = serializers.BooleanField(source="user.is_scripted")
    paused_at = serializers.DateTimeField(allow_null=True, help_text="Since when they get no new tasks.")
