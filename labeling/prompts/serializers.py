"""The JSON form of a message."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from training.contract.rows import ROLES


class MessageSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=ROLES)
    content = serializers.CharField()
