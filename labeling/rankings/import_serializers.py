"""The JSON forms of imports that more than one view shows."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from labeling.prompts.models import Import
from labeling.prompts.serializers import MessageSerializer
from labeling.rankings.import_check import report_path
from labeling.rankings.import_service import Options


class OptionsInput(serializers.Serializer[Any]):
    mapping = serializers.JSONField(
        default=dict,
        help_text='Our fields and their columns: {"prompt": "question", "completions": ["a", "b"]}.',
    )
    domain = serializers.CharField(
        default="", allow_blank=True, max_length=60, help_text="For every row, whatever the file says."
    )
    known = serializers.ChoiceField(
        choices=Import.Known.choices, default=Import.Known.SKIP, help_text="Prompts whose id the project has."
    )
    bad_lines = serializers.ChoiceField(choices=Import.BadLines.choices, default=Import.BadLines.REFUSE)

    @staticmethod
    def options(given: dict[str, Any]) -> Options:
        return Options(**{name: given[name] for name in ("mapping", "domain", "known", "bad_lines")})


class FoundSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField(allow_null=True)
    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class ImportCountsSerializer(serializers.Serializer[Any]):
    rows = serializers.IntegerField(default=0, help_text="Rows that were read.")
    prompts = serializers.IntegerField(default=0)
    completions = serializers.IntegerField(default=0)
    rankings = serializers.IntegerField(default=0)
    tasks = serializers.IntegerField(default=0)
    duplicates = serializers.IntegerField(
        default=0, help_text="Prompts that the project has already; left out."
    )
    bad = serializers.IntegerField(default=0, help_text="Problems that were found in the file.")


class ImportSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    file_name = serializers.CharField()
    origin = serializers.DictField(child=serializers.CharField(), help_text="Of a data set that was named.")
    size = serializers.IntegerField(help_text="Bytes.")
    created_at = serializers.DateTimeField()
    by = serializers.CharField(source="created_by.name", default=None, allow_null=True)
    removed_by = serializers.CharField(source="removed_by.name", default=None, allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    status = serializers.ChoiceField(choices=Import.Status.choices)
    mapping = serializers.DictField()
    domain = serializers.CharField(allow_blank=True)
    known = serializers.ChoiceField(choices=Import.Known.choices)
    bad_lines = serializers.ChoiceField(choices=Import.BadLines.choices)
    rows_total = serializers.IntegerField(help_text="Rows that the check has read.")
    rows_done = serializers.IntegerField(help_text="Rows that are written or left out.")
    counts = serializers.SerializerMethodField()
    problem = serializers.CharField(allow_blank=True)
    problems = FoundSerializer(many=True)
    warnings = FoundSerializer(many=True)
    has_report = serializers.SerializerMethodField()

    @extend_schema_field(ImportCountsSerializer)
    def get_counts(self, source: Import) -> dict[str, Any]:
        return dict(ImportCountsSerializer(source.counts).data)

    def get_has_report(self, source: Import) -> bool:
        return source.counts.get("bad", 0) > 0 and report_path(source).exists()


class PreviewSerializer(serializers.Serializer[Any]):
    class PreviewColumn(serializers.Serializer[Any]):
        name = serializers.CharField()
        sample = serializers.CharField(allow_blank=True)

    class PreviewRow(serializers.Serializer[Any]):
        class PreviewAnswer(serializers.Serializer[Any]):
            text = serializers.CharField(allow_blank=True)
            model = serializers.CharField(allow_blank=True)
            external_id = serializers.CharField(allow_null=True)

        class PreviewRanking(serializers.Serializer[Any]):
            annotator = serializers.CharField()
            groups = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))

        line = serializers.IntegerField(source="prompt.line")
        external_id = serializers.CharField(source="prompt.external_id", allow_null=True)
        domain = serializers.CharField(source="prompt.domain")
        priority = serializers.IntegerField(source="prompt.priority")
        messages = MessageSerializer(source="prompt.messages", many=True)
        answers = PreviewAnswer(source="prompt.answers", many=True)
        rankings = PreviewRanking(many=True)

    shape = serializers.CharField()
    title = serializers.CharField(help_text="The recognised shape, in words.")
    columns = PreviewColumn(many=True)
    mapping = serializers.DictField(help_text="What was used, or is suggested.")
    whole = serializers.BooleanField(help_text="Whether every line was looked at, or the first ones only.")
    counts = ImportCountsSerializer()
    rows = PreviewRow(many=True)
    problems = FoundSerializer(many=True)
    warnings = FoundSerializer(many=True)
