"""What the board says of each gate: what passing means, what happened, and what to look at."""

from __future__ import annotations

from typing import Any

from labeling.preferences.gates import Alarm, Gate, GateName, Window

TITLES: dict[GateName, str] = {
    "gold": "Gold tasks",
    "position": "Position bias",
    "speed": "Speed",
    "agreement": "Agreement with others",
}
PASSING: dict[GateName, str] = {
    "gold": "gold tasks of which at least three in four pairs are ordered as the known solution orders them",
    "position": "people whose rankings do not lean to the place an answer was shown at",
    "speed": "rankings not faster than anybody reads",
    "agreement": "rankings that agree with the others on at least half of the pairs",
}
LOOK_AT: dict[GateName, tuple[str, str]] = {
    "gold": (
        "Look whether a known solution is wrong, the guidelines changed, or new people began who do not know them yet.",
        "Look whether the gold tasks have become known, or are all easy ones.",
    ),
    "position": (
        "Look whether the answers are still shuffled, and whether people submit before they have read everything.",
        "Look whether anything changed in how answers are shown; a fairer order is good news.",
    ),
    "speed": (
        "Look at the fastest people in the table below and at some of their rankings.",
        "Look whether tasks have become shorter, or the page reports longer times than before.",
    ),
    "agreement": (
        "Look at the disagreements under Review, at new people, and at what changed in the guidelines or prompts.",
        "Look whether tasks have become easier, or people see each other's answers.",
    ),
}
"""For a share that fell, and for one that rose."""
TOO_FEW = "Not enough yet for two windows to compare."
QUIET = "No unusual change."


def gate_json(gate: Gate) -> dict[str, Any]:
    return {
        "gate": gate.name,
        "title": TITLES[gate.name],
        "passing": PASSING[gate.name],
        "last": gate.last.to_json() if gate.last else None,
        "before": gate.before.to_json() if gate.before else None,
        "p": gate.p,
        "alarm": gate.alarm,
        "words": gate_words(gate),
        "look_at": look_at(gate.name, gate.alarm),
    }


def gate_words(gate: Gate) -> str:
    """Return for example "Gold tasks: 12 of 80 pass now, 71 of 80 in the window before (p < 0.001)."."""
    if gate.last is None or not (gate.alarm or gate.before):
        return TOO_FEW
    if not gate.alarm:
        return QUIET
    now = passing_now(gate.alarm, gate.last)
    if gate.before is None:
        return f"{TITLES[gate.name]}: {now}."
    chance = p_words(gate.p)
    return f"{TITLES[gate.name]}: {now}, {counted(gate.before)} in the window before ({chance})."


def passing_now(alarm: Alarm, last: Window) -> str:
    if alarm == "nobody":
        return f"none of {last.n} passes now"
    return f"all {last.n} pass now" if alarm == "everybody" else f"{counted(last)} pass now"


def counted(window: Window) -> str:
    return f"{window.passed} of {window.n}"


def p_words(p: float | None) -> str:
    if p is None:
        return "not tested"
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"


def look_at(name: GateName, alarm: Alarm) -> str:
    if not alarm:
        return ""
    fell, rose = LOOK_AT[name]
    return fell if alarm in {"fell", "nobody"} else rose
