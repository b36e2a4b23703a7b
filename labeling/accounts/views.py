"""API tokens over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from labeling.accounts.authentication import user_of
from labeling.accounts.models import ApiToken
from labeling.accounts.scopes import Scope
from labeling.accounts.services import token_create, token_delete
from labeling.problems import NotFound


class Tokens(APIView):
    class TokenOutput(serializers.ModelSerializer[ApiToken]):
        class Meta:
            model = ApiToken
            fields = ["id", "name", "scopes", "created_at", "expires_at", "last_used_at"]

    class NewTokenInput(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)
        expires_in_days = serializers.IntegerField(min_value=1, max_value=3650, default=90)
        scopes = serializers.ListField(
            child=serializers.ChoiceField(choices=Scope.choices), min_length=1, help_text="What it may do."
        )

    class NewTokenOutput(serializers.ModelSerializer[ApiToken]):
        token = serializers.SerializerMethodField(help_text="The key itself, shown this once.")

        class Meta:
            model = ApiToken
            fields = ["id", "name", "scopes", "token", "expires_at"]

        def get_token(self, token: ApiToken) -> str:
            return str(self.context["key"])

    @extend_schema(operation_id="tokens_list", responses=TokenOutput(many=True))
    def get(self, request: Request) -> Response:
        """List your API tokens."""
        tokens = user_of(request).tokens.order_by("-created_at")
        return Response(self.TokenOutput(tokens, many=True).data)

    @extend_schema(operation_id="tokens_create", request=NewTokenInput, responses={201: NewTokenOutput})
    def post(self, request: Request) -> Response:
        """Make an API token; its key is in this response only."""
        user = user_of(request)
        given = self.NewTokenInput(data=request.data)
        given.is_valid(raise_exception=True)
        made_with = request.auth if isinstance(request.auth, ApiToken) else None
        token, key = token_create(user=user, made_with=made_with, **given.validated_data)
        output = self.NewTokenOutput(token, context={"key": key})
        return Response(output.data, status=status.HTTP_201_CREATED)


class Token(APIView):
    @extend_schema(operation_id="tokens_delete", responses={204: None})
    def delete(self, request: Request, token_id: UUID) -> Response:
        """Take an API token back."""
        token = user_of(request).tokens.filter(pk=token_id).first()
        if token is None:
            raise NotFound("You have no such token.", hint="List your tokens to see which there are.")
        token_delete(token=token)
        return Response(status=status.HTTP_204_NO_CONTENT)
