"""A run in one sentence. Pure: from its verb, status and folded state to words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labeling.runs.methods import METHODS
from training.contract.events import RunState, parse_time

MINUS = "\u2212"


def run_sentence(
    verb: str,
    status: str,
    state: RunState,
    *,
    reason: str = "",
    worker_there: bool = True,
    max_kl: float | None = None,
) -> str:
    """Return what a person wants to know first, for example "Step 34 of 120. Reward +0.42 over the reference (+0.20 to
    +0.60) at KL 3.1; the last step at KL 2.8 of at most 50; 6 minutes left."."""
    found = finding(verb, state, max_kl)
    match status:
        case "queued":
            return "Waits for its turn." if worker_there else "Waits for a worker: none is running."
        case "starting":
            return "Starts: the trainer loads its libraries."
        case "running":
            return join(position(state), found, remaining(state), alarm_words(state))
        case "stopping":
            return join("Stops after the present step.", position(state))
        case "pausing":
            return join("Pauses after the present step.", position(state))
        case "paused":
            return join(f"Paused{at_step(state)}.", found)
        case "stopped":
            return join(f"Stopped{at_step(state)}.", found, alarm_words(state))
        case "completed":
            return join("Completed.", result_finding(verb, state.result) or found, reason)
        case "lost":
            return join(f"Lost{at_step(state)}.", reason)
    return join(f"Failed{at_step(state)}.", reason or state.reason)


def join(*parts: str) -> str:
    """Return the parts as sentences; one that does not begin with a capital goes on the sentence before."""
    text = ""
    for part in filter(None, parts):
        if text and not part[0].isupper():
            text = f"{text.removesuffix('.')}; {part}"
        else:
            text = f"{text} {part}".strip()
    return text


def position(state: RunState) -> str:
    if state.total_steps and state.step is not None and state.step < state.total_steps:
        return f"Step {state.step:,} of {state.total_steps:,}."
    if state.total and state.done is not None:
        return (
            f"{state.stage_label or 'Progress'}: {state.done:,} of {state.total:,} {state.unit}".strip() + "."
        )
    return f"{state.stage_label}." if state.stage_label else "Runs."


def at_step(state: RunState) -> str:
    if state.total_steps and state.step is not None:
        return f" at step {state.step:,} of {state.total_steps:,}"
    return ""


def alarm_words(state: RunState) -> str:
    """Return which alarms ring; the page shows them in full."""
    if not state.alarms:
        return ""
    return f"{'An alarm rings' if len(state.alarms) == 1 else 'Alarms ring'}: {', '.join(state.alarms)}."


def finding(verb: str, state: RunState, max_kl: float | None) -> str:
    """Return the figure that matters of a run that is not over."""
    if verb in METHODS:
        return policy_finding(state, max_kl)
    if verb == "reward":
        accuracy = state.evaluation.get("heldout_accuracy")
        if accuracy:
            return accuracy_words(accuracy)
        loss = state.metrics.get("loss")
        return f"Loss {loss:.3f}." if loss is not None else ""
    return ""


def policy_finding(state: RunState, max_kl: float | None) -> str:
    """Return the gain on held-out prompts at the KL of the same exam, and the last step's KL, which has the bound.

    Before the policy has answered any of them, what its answers earn while training.
    """
    at_kl = kl_words(state.metrics.get("kl"))
    bound = f" of at most {max_kl:g}" if at_kl and max_kl is not None else ""
    gain = state.evaluation.get("heldout_reward_gain", {})
    if gain.get("value") is not None and gain.get("step"):
        there = kl_words(state.evaluation.get("heldout_kl"))
        last = f"the last step{at_kl}{bound}." if at_kl else ""
        return join(gain_words(gain, there), last)
    earned = earned_words(state.metrics)
    return f"{earned} while training{at_kl}{bound}." if earned else ""


def earned_words(metrics: dict[str, float]) -> str:
    """Return what the last step's answers earned, in the unit of the picture beside it; nothing before the first step."""
    if "reward_earned" in metrics:
        return f"Score {signed(metrics['reward_standardised'])} standard deviations"
    return f"Reward {hundredths(metrics['reward'])}" if "reward" in metrics else ""


def gain_words(gain: dict[str, Any], at_kl: str) -> str:
    return f"Reward {signed(gain['value'])} over the reference{interval(gain, signed)}{at_kl}."


def result_finding(verb: str, result: dict[str, Any]) -> str:
    """Return the figure that matters of a completed run, from its result."""
    if verb == "reward" and isinstance(result.get("heldout_accuracy"), dict):
        return accuracy_words(result["heldout_accuracy"])
    gain = result.get("gain", result.get("reward_gain"))
    if verb in {*METHODS, "evaluate"} and isinstance(gain, dict) and gain.get("value") is not None:
        return gain_words(gain, kl_words(result.get("kl")))
    return ""


def accuracy_words(accuracy: dict[str, Any]) -> str:
    if accuracy.get("value") is None:
        return ""
    return f"Right on {share(accuracy['value'])} of held-out pairs{interval(accuracy, share)}."


def kl_words(kl: dict[str, Any] | float | None) -> str:
    """Return for example " at KL 3.1", of a number or a measure; nothing where it is not known."""
    value = kl.get("value") if isinstance(kl, dict) else kl
    return f" at KL {tenths(value)}" if isinstance(value, int | float) else ""


def interval(measure: dict[str, Any], words: Callable[[float], str]) -> str:
    low, high = measure.get("low"), measure.get("high")
    return f" ({words(low)} to {words(high)})" if low is not None and high is not None else ""


def signed(value: float) -> str:
    """Return for example +0.42; what rounds to zero has no minus."""
    rounded = round(value, 2)
    return f"{'+' if rounded >= 0 else MINUS}{abs(rounded):.2f}"


def hundredths(value: float) -> str:
    rounded = round(value, 2)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):.2f}"


def tenths(value: float) -> str:
    rounded = round(value, 1)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):.1f}"


def share(value: float) -> str:
    return f"{value * 100:.0f} %"


def remaining(state: RunState) -> str:
    seconds = seconds_left(state)
    return f"{duration(seconds)} left." if seconds is not None else ""


def seconds_left(state: RunState) -> float | None:
    """Return the seconds left at the present pace: of the steps, else of the present stage's progress."""
    if state.last_at is None:
        return None
    now = parse_time(state.last_at)
    if state.total_steps and state.step is not None and state.step < state.total_steps:
        taken = state.step - (state.paced_step or 0)
        if taken < 1 or state.paced_at is None:
            return None
        spent = (now - parse_time(state.paced_at)).total_seconds()
        return spent / taken * (state.total_steps - state.step)
    if state.total and state.done and state.stage_at:
        spent = (now - parse_time(state.stage_at)).total_seconds()
        return spent / state.done * (state.total - state.done)
    return None


def duration(seconds: float) -> str:
    """Return for example "40 seconds", "6 minutes", "2 hours"."""
    if seconds < 90:
        tens = max(10, round(seconds / 10) * 10)
        return f"{tens} seconds"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} minutes"
    return f"{round(seconds / 3600)} hours"
