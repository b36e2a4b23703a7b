"""A person's own past over HTTP. Nobody sees anybody else's here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from labeling.accounts.authentication import user_of
from labeling.accounts.scopes import Scope
from labeling.pagination import CursorPages
from labeling.projects.who_can import project_for
from labeling.rankings.history import history_of, outcome_of
from labeling.tasks.models import Assignment

BEGINNING = 300


class LastTouchedFirst(CursorPages):
    ordering = ("-touched_at", "id")


class MyRankings(GenericAPIView[Assignment]):
    token_scopes = {"GET": Scope.LABEL}

    class PastOutput(serializers.Serializer[Any]):
        id = serializers.UUIDField(help_text="Of the assignment.")
        outcome = serializers.SerializerMethodField()
        at = serializers.DateTimeField(source="touched_at")
        domain = serializers.CharField(source="task.prompt.domain")
        prompt = serializers.SerializerMethodField(help_text="How its last turn begins.")
        revision = serializers.SerializerMethodField(help_text="The latest; none where nothing was ranked.")
        late = serializers.SerializerMethodField()
        note = serializers.SerializerMethodField()
        skip_reason = serializers.ChoiceField(choices=Assignment.SkipReason.choices, allow_blank=True)

        def get_outcome(self, assignment: Assignment) -> str:
            return outcome_of(assignment)

        def get_prompt(self, assignment: Assignment) -> str:
            return str(assignment.task.prompt.messages[-1]["content"])[:BEGINNING]

        def get_revision(self, assignment: Any) -> int | None:
            return assignment.revisions[0].revision if assignment.revisions else None

        def get_late(self, assignment: Any) -> bool:
            return bool(assignment.revisions and assignment.revisions[0].late)

        def get_note(self, assignment: Any) -> str:
            return str(assignment.revisions[0].note if assignment.revisions else assignment.skip_note)

    serializer_class = PastOutput
    pagination_class = LastTouchedFirst

    @extend_schema(operation_id="rankings_mine", responses=PastOutput(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        """List what you have ranked, skipped or let run out here, the newest first."""
        project = project_for(request.user, project_id, "annotate")
        page = self.paginate_queryset(history_of(user_of(request), project))
        return self.get_paginated_response(self.PastOutput(page, many=True).data)
