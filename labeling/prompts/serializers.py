"""The JSON forms of a message and of a passage."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from training.contract.rows import ROLES


class MessageSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=ROLES)
    content = serializers.CharField()


class PassageSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField()
