from __future__ import annotations

from typing import Any

import pytest

from labeling.runs.sentence import duration, run_sentence, seconds_left
from training.contract.events import Event, RunState, fold


def log(*events: tuple[str, str, dict[str, Any]]) -> RunState:
    """Return the state after events given as (time of day, kind, body)."""
    return fold(
        Event(seq=seq, at=f"2026-01-01T{at}.000Z", kind=kind, body=body)
        for seq, (at, kind, body) in enumerate(events, start=1)
    )


STARTED = ("10:00:00", "started", {"device": "cpu", "total_steps": 120})


def test_it_says_step_gain_kl_and_time_left() -> None:
    state = log(
        STARTED,
        ("10:01:00", "metric", {"step": 14, "values": {"reward": 0.1, "kl": 0.4}}),
        ("10:02:24", "metric", {"step": 34, "values": {"reward": 0.9, "kl": 3.12}}),
        (
            "10:02:24",
            "evaluation",
            {
                "step": 30,
                "values": {
                    "heldout_reward_gain": {"value": 0.42, "low": 0.2, "high": 0.6, "n": 12},
                    "heldout_kl": {"value": 2.5, "low": 2.0, "high": 3.0, "n": 12},
                },
            },
        ),
    )
    # 20 steps took 84 s; 86 steps are left: 361 s.
    assert run_sentence("ppo", "running", state) == (
        "Step 34 of 120. Reward +0.42 over the reference (+0.20 to +0.60) at KL 2.5; the last step at KL 3.1; "
        "6 minutes left."
    )


def test_it_speaks_of_earnings_in_the_unit_of_the_picture_of_them() -> None:
    values = {"reward": 0.17, "reward_standardised": -0.06, "reward_earned": -0.81, "kl": 0.06}
    state = log(STARTED, ("10:01:00", "metric", {"step": 2, "values": values}))
    assert run_sentence("ppo", "running", state, max_kl=50.0) == (
        "Step 2 of 120. Score −0.06 standard deviations while training at KL 0.1 of at most 50."
    )


def test_it_says_how_far_the_kl_may_go_and_which_alarms_ring() -> None:
    evaluation = {"heldout_reward_gain": {"value": 0.0, "low": 0.0, "high": 0.0, "n": 12}}
    alarm = {"step": 1, "on": True, "message": "Longer.", "next": "Read the samples.", "values": {}}
    state = log(
        STARTED,
        ("10:00:10", "evaluation", {"step": 0, "values": evaluation}),
        ("10:01:00", "metric", {"step": 1, "values": {"reward": 0.1, "kl": 0.4}}),
        ("10:01:00", "alarm", {"name": "length", **alarm}),
        ("10:01:00", "alarm", {"name": "value", **alarm}),
    )
    # The policy has answered no held-out prompt yet: what step 0 measured is the reference alone.
    assert run_sentence("ppo", "running", state, max_kl=50.0) == (
        "Step 1 of 120. Reward 0.10 while training at KL 0.4 of at most 50. Alarms ring: length, value."
    )
    over = fold([Event(9, "2026-01-01T10:02:00.000Z", "alarm", {"name": "value", "on": False})], state)
    assert run_sentence("ppo", "stopped", over) == (
        "Stopped at step 1 of 120. Reward 0.10 while training at KL 0.4. An alarm rings: length."
    )


def test_it_says_the_share_of_pairs_a_reward_model_gets_right() -> None:
    accuracy = {"value": 0.64, "low": 0.581, "high": 0.7, "n": 210}
    state = log(
        STARTED,
        ("10:00:10", "result", {"values": {"heldout_accuracy": accuracy}}),
        ("10:00:11", "completed", {}),
    )
    assert run_sentence("reward", "completed", state) == (
        "Completed. Right on 64 % of held-out pairs (58 % to 70 %)."
    )


def test_it_says_the_gain_of_a_completed_policy_with_its_interval() -> None:
    result = {"gain": {"value": -0.5, "low": -0.75, "high": 0.25, "n": 12}, "kl": {"value": 2.04}}
    state = log(STARTED, ("10:00:10", "result", {"values": result}), ("10:00:11", "completed", {}))
    assert run_sentence("ppo", "completed", state) == (
        "Completed. Reward −0.50 over the reference (−0.75 to +0.25) at KL 2.0."
    )


def test_it_says_how_far_a_stage_is() -> None:
    state = log(
        ("10:00:00", "started", {"device": "cpu"}),
        ("10:00:10", "stage", {"name": "generate", "label": "Answers the prompts"}),
        ("10:00:40", "progress", {"done": 60, "total": 240, "unit": "answers"}),
    )
    # 60 answers took 30 s; 180 are left.
    assert seconds_left(state) == 90
    assert (
        run_sentence("sample", "running", state) == "Answers the prompts: 60 of 240 answers; 2 minutes left."
    )


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        ("queued", "", "Waits for its turn."),
        ("starting", "", "Starts: the trainer loads its libraries."),
        ("stopping", "", "Stops after the present step. Step 34 of 120."),
        ("pausing", "", "Pauses after the present step. Step 34 of 120."),
        ("paused", "", "Paused at step 34 of 120. Loss 0.610."),
        ("stopped", "", "Stopped at step 34 of 120. Loss 0.610."),
        ("lost", "The trainer was killed.", "Lost at step 34 of 120. The trainer was killed."),
        ("failed", "The disk is full.", "Failed at step 34 of 120. The disk is full."),
    ],
)
def test_it_says_what_each_status_means(status: str, reason: str, expected: str) -> None:
    state = log(STARTED, ("10:01:00", "metric", {"step": 34, "values": {"loss": 0.61}}))
    assert run_sentence("reward", status, state, reason=reason) == expected


def test_it_says_that_no_worker_is_there() -> None:
    assert run_sentence("ppo", "queued", RunState(), worker_there=False) == (
        "Waits for a worker: none is running."
    )


def test_it_says_what_comes_after_the_last_step() -> None:
    state = log(
        STARTED,
        ("10:01:00", "metric", {"step": 120, "values": {"loss": 0.61}}),
        ("10:01:00", "stage", {"name": "save", "label": "Saving the reward model"}),
    )
    assert run_sentence("reward", "running", state) == "Saving the reward model. Loss 0.610."


def test_it_promises_no_time_after_one_step() -> None:
    state = log(STARTED, ("10:01:00", "metric", {"step": 1, "values": {"loss": 0.61}}))
    assert seconds_left(state) is None
    assert run_sentence("reward", "running", state) == "Step 1 of 120. Loss 0.610."


def test_it_gives_no_sign_to_what_rounds_to_zero() -> None:
    result = {"gain": {"value": -0.001, "low": -0.004, "high": 0.004, "n": 4}, "kl": {"value": -0.01}}
    state = log(STARTED, ("10:00:10", "result", {"values": result}), ("10:00:11", "completed", {}))
    assert run_sentence("ppo", "completed", state) == (
        "Completed. Reward +0.00 over the reference (+0.00 to +0.00) at KL 0.0."
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "10 seconds"), (44, "40 seconds"), (90, "2 minutes"), (361, "6 minutes"), (7300, "2 hours")],
)
def test_it_rounds_durations_as_people_do(seconds: float, words: str) -> None:
    assert duration(seconds) == words
