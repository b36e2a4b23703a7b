"""Watches a run: keeps the figures that alarms compare, rings them in the event log, says when to end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from training.contract.watch_settings import AlarmSettings
from training.measures.alarms import Alarm, ExamFigures, Limits, best_second, ringing
from training.support.errors import RunStopped
from training.support.recorder import Recorder

WATCHED = ("kl", "reward", "length", "repetition", "explained_variance", "value_loss")


def limits_of(settings: AlarmSettings) -> Limits:
    again = Limits.again if settings.kept is not None else "Start a new run with"
    return Limits(
        max_kl=settings.max_kl,
        window=settings.alarm_window,
        length=settings.alarm_length,
        repetition=settings.alarm_repetition,
        again=again,
    )


def end_at(alarm: Alarm, step: int) -> NoReturn:
    """End the run after a step because an alarm rings."""
    raise RunStopped(step=step, reason=alarm.name, next_step=f"{alarm.message} {alarm.next}")


@dataclass
class Watch:
    """An alarm is told when it begins to ring and when it is over, not at every step between."""

    limits: Limits
    stops: bool
    """Whether a new alarm ends the run."""
    recorder: Recorder
    history: list[dict[str, float]] = field(default_factory=list)
    """The first steps and the last ones: as many as a window has."""
    exams: list[ExamFigures] = field(default_factory=list)
    """The one that the second reward model liked best, and the last one."""
    rings: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The alarms that ring, by name, as they were told."""

    def step(self, figures: Mapping[str, float]) -> None:
        """Take in the figures of a step, as many of them as the run has."""
        self.history.append({name: figures[name] for name in WATCHED if name in figures})
        if len(self.history) > 2 * self.limits.window:
            del self.history[self.limits.window]

    def exam(self, step: int, first: list[list[float]], second: list[list[float]]) -> None:
        """Take in what both reward models gave the held-out answers, a list a prompt; nothing without a second one."""
        if not any(second):
            return
        best = [best_second(self.exams)] if self.exams else []
        self.exams = [*best, ExamFigures(step, first, second)]

    def look(self, step: int) -> Alarm | None:
        """Tell which alarms begin and which are over; return the one that ends the run, if any."""
        found = {alarm.name: alarm for alarm in ringing(self.history, self.exams, self.limits)}
        for name in [name for name in self.rings if name not in found]:
            del self.rings[name]
            self.recorder.emit("alarm", step=step, name=name, on=False)
        new = [alarm for alarm in found.values() if alarm.name not in self.rings]
        for alarm in new:
            self.rings[alarm.name] = {"step": step, **alarm.to_json()}
            self.recorder.emit("alarm", on=True, **self.rings[alarm.name])
        ending = [alarm for alarm in found.values() if alarm.ends] + (new if self.stops else [])
        return ending[0] if ending else None

    def state(self) -> dict[str, Any]:
        """Return what a run needs to go on watching, in plain types."""
        exams = [[exam.step, exam.first, exam.second] for exam in self.exams]
        return {"history": self.history, "exams": exams, "rings": self.rings}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from a state, and say again what rings: the run's start took it for over."""
        self.history, self.rings = list(state["history"]), dict(state["rings"])
        self.exams = [ExamFigures(*exam) for exam in state["exams"]]
        for alarm in self.rings.values():
            self.recorder.emit("alarm", on=True, **alarm)
