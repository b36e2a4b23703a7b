"""Alarms over made-up histories."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from training.measures.alarms import (
    Alarm,
    ExamFigures,
    Limits,
    kl_alarm,
    length_alarm,
    repetition_alarm,
    reward_is_up,
    ringing,
    second_alarm,
    value_alarm,
)

LIMITS = Limits(max_kl=50, window=3, length=1.5, repetition=0.2)
WELL = {
    "kl": 1.0,
    "reward": 0.0,
    "length": 20.0,
    "repetition": 0.05,
    "explained_variance": 0.4,
    "value_loss": 0.1,
}
History = list[dict[str, float]]


def history(steps: int = 9, **figures: Callable[[int], float]) -> History:
    """Return a well run's figures, some of them as a function of the step gives them."""
    return [{**WELL, **{name: of(step) for name, of in figures.items()}} for step in range(steps)]


def rising(step: int) -> float:
    return step + (0.1 if step % 2 else -0.1)


def test_it_is_silent_while_a_run_is_well() -> None:
    assert ringing(history(reward=rising), [], LIMITS) == []


def test_it_ends_a_run_past_its_kl_bound() -> None:
    alarm = kl_alarm(history(kl=lambda step: 8.0 * step), LIMITS)
    assert alarm is not None
    assert alarm.ends
    assert "64.0 nats" in alarm.message
    assert kl_alarm(history(kl=lambda step: 50.0), LIMITS) is None
    assert kl_alarm([], LIMITS) is None


def test_it_rings_when_the_reward_rises_with_the_length() -> None:
    grown = history(reward=rising, length=lambda step: 20.0 + 4 * step)
    alarm = length_alarm(grown, LIMITS)
    assert alarm is not None
    # first steps 20, 24, 28: 24; last steps 44, 48, 52: 48.
    assert alarm.values == {"before": 24.0, "now": 48.0, "limit": 1.5}
    assert "24 tokens at first, 48 now" in alarm.message
    assert "longer" in alarm.message


def test_it_rings_when_answers_collapse() -> None:
    alarm = length_alarm(history(reward=rising, length=lambda step: 20.0 if step < 3 else 2.0), LIMITS)
    assert alarm is not None
    assert "shorter" in alarm.message


@pytest.mark.parametrize(
    "quiet",
    [
        history(length=lambda step: 20.0 + 4 * step),  # the reward is not up
        history(reward=rising, length=lambda step: 20.0 + step),  # a little longer
        history(steps=5, reward=rising, length=lambda step: 20.0 * (step + 1)),  # too early to tell
    ],
)
def test_it_is_silent_about_length_alone_small_changes_and_few_steps(quiet: History) -> None:
    assert length_alarm(quiet, LIMITS) is None


def test_it_is_silent_about_length_when_told_so() -> None:
    grown = history(reward=rising, length=lambda step: 20.0 + 4 * step)
    assert length_alarm(grown, Limits(max_kl=50, window=3, length=0, repetition=0)) is None


def test_it_rings_when_the_reward_rises_with_repetition() -> None:
    looping = history(reward=rising, repetition=lambda step: 0.05 * step)
    alarm = repetition_alarm(looping, LIMITS)
    assert alarm is not None
    assert "5 % of their four-token runs at first, 35 % now" in alarm.message
    assert repetition_alarm(history(repetition=lambda step: 0.05 * step), LIMITS) is None
    assert repetition_alarm(looping, Limits(max_kl=50, window=3, length=0, repetition=0)) is None


def test_it_rings_when_the_value_head_stays_worse_than_a_constant() -> None:
    alarm = value_alarm(history(explained_variance=lambda step: 0.0 if step < 6 else -2.0), LIMITS)
    assert alarm is not None
    assert "below -2.0 for 3 steps" in alarm.message
    once = history(explained_variance=lambda step: -9.0 if step == 8 else 0.3)
    assert value_alarm(once, LIMITS) is None


def test_it_rings_when_the_value_loss_explodes() -> None:
    alarm = value_alarm(history(value_loss=lambda step: 0.1 * 2**step), LIMITS)
    assert alarm is not None
    assert "its loss rose from 0.233 to 14.9" in alarm.message


def test_it_calls_no_noise_a_rise() -> None:
    assert reward_is_up(history(reward=rising), 3)
    # first -1, 1, -1; last 1, -1, 1: means -1/3 and 1/3, standard error sqrt((4/3 + 4/3) / 3) = 0.94.
    assert not reward_is_up(history(reward=lambda step: 1.0 if step in {1, 6, 8} else -1.0), 3)


def exam(step: int, first: float, second: float) -> ExamFigures:
    spread = [-0.3, -0.1, 0.1, 0.3]
    return ExamFigures(step, [[first + one] for one in spread], [[second + one] for one in spread])


def falling() -> Alarm | None:
    return second_alarm([exam(0, 0, 0), exam(10, 1, 0.8), exam(20, 2, 0.5), exam(30, 3, 0.1)])


def test_it_rings_when_the_second_reward_model_falls_while_the_first_rises() -> None:
    alarm = falling()
    assert alarm is not None
    assert alarm.values == pytest.approx({"since": 10.0, "rise": 2.0, "fall": 0.7})
    assert "Since step 10" in alarm.message


@pytest.mark.parametrize(
    "exams",
    [
        [exam(10, 1, 1)],  # nothing to compare with
        [exam(10, 1, 1), exam(20, 2, 1.5)],  # both rise
        [exam(10, 1, 1), exam(20, 0.5, 0.5)],  # both fall
        # the change by prompt is -0.6, -0.2, 0.2, 0.6 less 0.1: no fall to speak of
        [exam(10, 1, 1), ExamFigures(20, [[2.0]] * 4, [[1.2], [1.0], [0.8], [0.6]])],
        # the second falls by 1; the first changes by 0.6, 0.2, -0.2, -0.6 and 0.1 more: no rise to speak of
        [exam(10, 1, 1), ExamFigures(20, [[1.4], [1.2], [1.0], [0.8]], [[-0.3], [-0.1], [0.1], [0.3]])],
    ],
)
def test_it_is_silent_about_the_second_reward_model_otherwise(exams: list[ExamFigures]) -> None:
    assert second_alarm(exams) is None


def test_it_needs_only_both_ends_of_a_history() -> None:
    whole = history(steps=30, reward=rising, length=lambda step: 20.0 + 4 * step)
    assert ringing(whole, [], LIMITS) == ringing([*whole[:3], *whole[-3:]], [], LIMITS) != []
