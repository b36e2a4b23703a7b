"""What an annotator receives: nothing here may name a model, a score or a stable position."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from labeling.projects.serializers import CriterionSerializer
from labeling.prompts.serializers import MessageSerializer, PassageSerializer
from labeling.tasks.models import Assignment
from labeling.tasks.practice import practice_place
from labeling.tasks.shown import shown_id


class AnswerSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(help_text="Means something in this assignment only.")
    text = serializers.CharField()


class AssignmentSerializer(serializers.Serializer[Assignment]):
    class ProjectName(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        name = serializers.CharField()

    class PromptShown(serializers.Serializer[Any]):
        messages = MessageSerializer(many=True)
        context = PassageSerializer(many=True)  # type: ignore[assignment]

    class PracticePlace(serializers.Serializer[Any]):
        number = serializers.IntegerField(help_text="Of the task in its round.")
        of = serializers.IntegerField()
        round = serializers.IntegerField()

    id = serializers.UUIDField()
    project = ProjectName(source="task.project")
    domain = serializers.CharField(source="task.prompt.domain")
    prompt = PromptShown(source="task.prompt")
    answers = serializers.SerializerMethodField(help_text="In the order to show them.")
    allow_ties = serializers.BooleanField(source="task.project.allow_ties")
    allow_partial = serializers.BooleanField(source="task.project.allow_partial")
    criteria = CriterionSerializer(source="task.project.criteria", many=True)
    criteria_required = serializers.BooleanField(source="task.project.criteria_required")
    asks_confidence = serializers.BooleanField(source="task.project.asks_confidence")
    lease_until = serializers.DateTimeField()
    guideline_version = serializers.IntegerField()
    practice = serializers.SerializerMethodField(help_text="Of a practice task only: where it stands.")

    @extend_schema_field(PracticePlace(allow_null=True))
    def get_practice(self, assignment: Assignment) -> dict[str, int] | None:
        return practice_place(assignment)

    @extend_schema_field(AnswerSerializer(many=True))
    def get_answers(self, assignment: Assignment) -> list[dict[str, str]]:
        texts = assignment.task.texts
        return [
            {"id": shown_id(assignment, answer), "text": texts[answer]} for answer in assignment.display_order
        ]


class MineSerializer(serializers.Serializer[Any]):
    today = serializers.IntegerField(help_text="Tasks I ranked today.")
    total = serializers.IntegerField(help_text="Tasks I ranked in all.")
    project_total_seats = serializers.IntegerField()
    project_filled_seats = serializers.IntegerField()
