from __future__ import annotations

from pathlib import Path

import pytest

from training.contract.baseline_settings import RLOOSettings
from training.contract.events import Event, read_events
from training.contract.settings import PPOSettings
from training.measures.alarms import Alarm, Limits
from training.support.recorder import Recorder
from training.support.watch import Watch, limits_of

LIMITS = Limits(max_kl=50, window=2, length=1.5, repetition=0.2)


def figures(step: int, length: float, kl: float = 1.0) -> dict[str, float]:
    return {
        "kl": kl,
        "reward": float(step),
        "length": length,
        "repetition": 0.0,
        "explained_variance": 0.5,
        "value_loss": 0.1,
        "entropy": 2.0,
    }


def watched(
    path: Path, lengths: list[float], *, stops: bool = False, kl: float = 1.0
) -> tuple[Watch, list[Alarm | None]]:
    """Return the watch after steps with answers of these lengths, and what it said after each."""
    with Recorder(path) as recorder:
        watch = Watch(LIMITS, stops, recorder)
        said = []
        for step, length in enumerate(lengths, start=1):
            watch.step(figures(step, length, kl))
            said.append(watch.look(step))
    return watch, said


def told(path: Path) -> list[tuple[int, str, bool]]:
    found = [event for event in read_events(path) if event.kind == "alarm"]
    return [(event.body["step"], event.body["name"], event.body["on"]) for event in found]


def test_it_tells_an_alarm_when_it_begins_and_when_it_is_over(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    _, said = watched(path, [10, 10, 10, 20, 20, 20, 10, 10])
    # Means of the last two: 15 at step 4, 20 at 5 and 6, 15 at 7, 10 at 8, beside 10 of the first two.
    assert told(path) == [(4, "length", True), (8, "length", False)]
    assert said == [None] * 8


def test_it_ends_a_run_at_a_new_alarm_when_told_so_and_lets_it_go_on_afterwards(tmp_path: Path) -> None:
    _, said = watched(tmp_path / "events.jsonl", [10, 10, 10, 20, 20, 20], stops=True)
    assert [alarm.name if alarm else None for alarm in said] == [None, None, None, "length", None, None]


def test_it_ends_a_run_past_the_kl_bound_at_every_step(tmp_path: Path) -> None:
    _, said = watched(tmp_path / "events.jsonl", [10, 10], kl=60.0)
    assert all(alarm is not None and alarm.name == "kl bound" for alarm in said)


def test_it_goes_on_watching_from_a_state(tmp_path: Path) -> None:
    lengths = [10.0, 10.0, 10.0, 20.0, 20.0]
    whole, _ = watched(tmp_path / "whole.jsonl", lengths)
    half, _ = watched(tmp_path / "half.jsonl", lengths[:4])
    path = tmp_path / "resumed.jsonl"
    with Recorder(path) as recorder:
        resumed = Watch(LIMITS, stops=True, recorder=recorder)
        resumed.restore(half.state())
        resumed.step(figures(5, lengths[4]))
        assert resumed.look(5) is None  # It rang before the run was stopped.
    assert resumed.state() == whole.state()
    assert told(path) == [(4, "length", True)]


def test_it_watches_what_a_run_without_a_value_head_tells(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with Recorder(path) as recorder:
        watch = Watch(LIMITS, stops=False, recorder=recorder)
        for step, length in enumerate([10.0, 10.0, 10.0, 20.0], start=1):
            watch.step({"reward": float(step), "length": length, "repetition": 0.0, "loss": 0.5})
            watch.look(step)
    assert told(path) == [(4, "length", True)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (PPOSettings(reward_model="", max_kl=9.0, alarm_window=4), "Go on from an earlier checkpoint with"),
        (RLOOSettings(reward_model="", max_kl=9.0, alarm_window=4), "Start a new run with"),
    ],
)
def test_the_same_settings_hold_for_every_method_and_the_advice_is_one_it_can_follow(
    given: PPOSettings | RLOOSettings, words: str
) -> None:
    assert limits_of(given) == Limits(max_kl=9.0, window=4, length=1.5, repetition=0.2, again=words)


def test_it_keeps_the_exam_that_the_second_reward_model_liked_best(tmp_path: Path) -> None:
    with Recorder(tmp_path / "events.jsonl") as recorder:
        watch = Watch(LIMITS, stops=False, recorder=recorder)
        watch.exam(0, [[0.0]], [[]])
        assert watch.exams == []  # Nobody watches.
        for step, (first, second) in enumerate([(0.0, 0.0), (1.0, 0.9), (2.0, 0.5), (3.0, 0.1)]):
            watch.exam(step, [[first], [first + 0.1]], [[second], [second - 0.1]])
        assert [exam.step for exam in watch.exams] == [1, 3]
        watch.look(3)
    events: list[Event] = list(read_events(tmp_path / "events.jsonl"))
    assert events[-1].body["values"] == pytest.approx({"since": 1.0, "rise": 2.0, "fall": 0.8})
