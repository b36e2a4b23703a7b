"""Prompts over HTTP, for leads: an annotator never receives a model's name or score."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.pagination import OldestFirst
from labeling.projects.who_can import project_for
from labeling.prompts.models import Prompt
from labeling.prompts.selectors import prompts_seen
from labeling.prompts.serializers import MessageSerializer, PassageSerializer

NAMED = OpenApiParameter("named", bool, description="Only where an answer names its model or maker.")


class ProjectPrompts(GenericAPIView[Prompt]):
    class PromptOutput(serializers.Serializer[Any]):
        class AnswerOutput(serializers.Serializer[Any]):
            id = serializers.UUIDField()
            text = serializers.CharField()
            model = serializers.CharField()
            names_maker = serializers.CharField(help_text="Words that give its model or maker away.")
            sampling = serializers.DictField()
            score = serializers.FloatField(
                allow_null=True, help_text="By the newest reward model that scored it."
            )

        class TaskOutput(serializers.Serializer[Any]):
            id = serializers.UUIDField()
            kind = serializers.CharField()
            priority = serializers.IntegerField(help_text="Higher comes first.")
            completions = serializers.SerializerMethodField(help_text="Their ids.")
            solution = serializers.ListField(
                child=serializers.ListField(child=serializers.UUIDField()),
                allow_null=True,
                help_text="Unless ordinary: its known groups, best first.",
            )
            explanation = serializers.CharField()

            @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
            def get_completions(self, task: Any) -> list[UUID]:
                return [answer.id for answer in task.completions.all()]

        id = serializers.UUIDField()
        external_id = serializers.CharField(allow_null=True)
        domain = serializers.CharField()
        messages = MessageSerializer(many=True)
        context = PassageSerializer(many=True)  # type: ignore[assignment]
        completions = AnswerOutput(many=True)
        tasks = TaskOutput(many=True)
        rankings = serializers.IntegerField()

    serializer_class = PromptOutput
    pagination_class = OldestFirst

    @extend_schema(operation_id="prompts_list", parameters=[OpenApiParameter("domain", str), NAMED])
    def get(self, request: Request, project_id: UUID) -> Response:
        """List the prompts of a project with their answers."""
        project = project_for(request.user, project_id, "research")
        asked = request.query_params
        found = prompts_seen(project, asked.get("domain", ""), named=asked.get("named") == "true")
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.PromptOutput(page, many=True).data)
