"""The JSON forms of runs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from labeling.datasets.serializers import DatasetRefSerializer, ProjectRefSerializer
from labeling.runs.models import Run, RunEvent, TaskOrder
from labeling.runs.queue import worker_is_there
from labeling.runs.selectors import tasks_left
from labeling.runs.sentence import run_sentence
from labeling.runs.state import state_load
from labeling.runs.taking_in import awaits_taking_in
from training.contract.settings import SETTINGS

STOPPABLE = {
    Run.Status.QUEUED,
    Run.Status.STARTING,
    Run.Status.RUNNING,
    Run.Status.STOPPING,
    Run.Status.PAUSING,
}


class HeldoutMeasureSerializer(serializers.Serializer[Any]):
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()
    step = serializers.IntegerField(allow_null=True)


class AlarmSerializer(serializers.Serializer[Any]):
    """Something that whoever watches the run should know."""

    step = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()
    next = serializers.CharField()
    values = serializers.DictField(child=serializers.FloatField())


class RunStateSerializer(serializers.Serializer[Any]):
    """The fold of a run's events."""

    phase = serializers.CharField()
    started_at = serializers.DateTimeField(allow_null=True)
    last_at = serializers.DateTimeField(allow_null=True)
    device = serializers.CharField(allow_blank=True)
    total_steps = serializers.IntegerField(allow_null=True)
    step = serializers.IntegerField(allow_null=True)
    stage = serializers.CharField(allow_blank=True)
    stage_label = serializers.CharField(allow_blank=True)
    done = serializers.IntegerField(allow_null=True)
    total = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    metrics = serializers.DictField(child=serializers.FloatField())
    evaluation = serializers.DictField(child=HeldoutMeasureSerializer())
    checkpoint = serializers.CharField(allow_null=True)
    checkpoint_step = serializers.IntegerField(allow_null=True)
    warnings = serializers.ListField(child=serializers.CharField())
    alarms = serializers.DictField(
        child=AlarmSerializer(), help_text="Those that ring, by name: kl bound, length, repetition, value, …"
    )
    reason = serializers.CharField(allow_blank=True)
    hint = serializers.CharField(allow_blank=True)
    attempts = serializers.IntegerField()
    result = serializers.DictField()


class RunOutputSerializer(serializers.Serializer[Any]):
    type = serializers.ChoiceField(
        choices=["reward", "policy", "completions", "named", "scores", "ensemble", "evaluation"]
    )
    id = serializers.UUIDField()
    name = serializers.CharField()


class NamedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class ContinuesSerializer(serializers.Serializer[Any]):
    """The run that this one goes on from, and what it does otherwise."""

    run = NamedSerializer()
    step = serializers.IntegerField()
    changes = serializers.DictField(child=serializers.ListField(), help_text="{setting: [before, now]}")


class RunCanSerializer(serializers.Serializer[Any]):
    stop = serializers.BooleanField()
    pause = serializers.BooleanField()
    retry = serializers.BooleanField()
    go_on_changed = serializers.BooleanField(help_text="A new run with other numbers can go on from it.")


class RunSerializer(serializers.ModelSerializer[Run]):
    project = ProjectRefSerializer()
    verb = serializers.ChoiceField(choices=list(SETTINGS))
    created_by = serializers.CharField(source="created_by.name", default="")
    started_at = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    settings = serializers.DictField(source="spec.settings")
    lineage = serializers.DictField(source="spec.lineage")
    dataset = DatasetRefSerializer(allow_null=True)
    outputs = RunOutputSerializer(many=True)
    registering = serializers.SerializerMethodField(
        help_text="It has ended, and more outputs may come of it."
    )
    sentence = serializers.SerializerMethodField()
    continues = serializers.SerializerMethodField()
    continuations = NamedSerializer(many=True)
    can = serializers.SerializerMethodField()

    class Meta:
        model = Run
        fields = [
            "id",
            "project",
            "verb",
            "name",
            "status",
            "created_at",
            "created_by",
            "started_at",
            "ended_at",
            "state",
            "settings",
            "lineage",
            "dataset",
            "outputs",
            "registering",
            "sentence",
            "continues",
            "continuations",
            "can",
        ]

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_started_at(self, run: Run) -> str | None:
        return state_load(run.state).started_at

    @extend_schema_field(RunStateSerializer)
    def get_state(self, run: Run) -> dict[str, Any]:
        state = state_load(run.state)
        shown = RunStateSerializer(state).data
        return {**shown, "reason": run.reason or state.reason, "hint": run.hint or state.hint}

    def get_registering(self, run: Run) -> bool:
        return awaits_taking_in(run)

    def get_sentence(self, run: Run) -> str:
        return run_sentence(
            run.verb,
            run.status,
            state_load(run.state),
            reason=run.reason,
            worker_there=run.status != Run.Status.QUEUED or worker_is_there(),
            max_kl=run.spec["settings"].get("max_kl"),
        )

    @extend_schema_field(ContinuesSerializer(allow_null=True))
    def get_continues(self, run: Run) -> dict[str, Any] | None:
        told: dict[str, Any] | None = run.spec["lineage"].get("continues")
        return told

    @extend_schema_field(RunCanSerializer)
    def get_can(self, run: Run) -> dict[str, bool]:
        return {
            "stop": run.status in STOPPABLE,
            "pause": run.can_pause,
            "retry": run.status in Run.RETRIABLE,
            "go_on_changed": run.can_go_on_changed,
        }


class RunEventSerializer(serializers.ModelSerializer[RunEvent]):
    """An event as the trainer wrote it: seq, at, kind, and what its kind carries beside."""

    class Meta:
        model = RunEvent
        fields = ["seq", "at", "kind"]

    def to_representation(self, event: RunEvent) -> dict[str, Any]:
        return {**event.body, **super().to_representation(event)}


class TaskOrderSerializer(serializers.ModelSerializer[TaskOrder]):
    run = NamedSerializer()
    reward_model = NamedSerializer()
    created_by = serializers.CharField(source="created_by.name", default="")
    waiting = serializers.SerializerMethodField(help_text="How many of them are still to be ranked.")

    class Meta:
        model = TaskOrder
        fields = [
            "id",
            "run",
            "reward_model",
            "random_share",
            "seed",
            "tasks",
            "waiting",
            "mean_information",
            "created_at",
            "created_by",
        ]

    def get_waiting(self, order: TaskOrder) -> int:
        return tasks_left(order)


class RunSettingSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    type = serializers.ChoiceField(choices=["integer", "number", "text", "texts"])
    default = serializers.JSONField(allow_null=True)
    required = serializers.BooleanField()  # type: ignore[assignment]  # a field of that name
    label = serializers.CharField()  # type: ignore[assignment]
    help = serializers.CharField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    choices = serializers.ListField(child=serializers.CharField())
    kind = serializers.CharField(allow_blank=True, help_text='"", "model", "policy" or "reward".')
    more = serializers.BooleanField(help_text="Folded away until asked for.")


class RunFormSerializer(serializers.Serializer[Any]):
    verb = serializers.ChoiceField(choices=list(SETTINGS))
    title = serializers.CharField()
    summary = serializers.CharField()
    inputs = serializers.ListField(child=serializers.CharField())
    settings = RunSettingSerializer(many=True)
