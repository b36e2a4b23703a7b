"""What a ranking says of single answers beside their place: flags and ratings. Pure checks and translations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from labeling.problems import FieldProblem
from labeling.projects.criteria import Criterion
from labeling.rankings.groups import groups_problems

FLAGS = {
    "toxic": "toxic",
    "untrue": "untrue",
    "not_grounded": "not grounded in the given passages",
    "names_model": "names its model or maker",
    "broken": "broken text",
    "other": "something else",
}
LONGEST_FLAG_NOTE = 500
CONFIDENCE = {"unsure": 0.0, "fairly_sure": 0.5, "sure": 1.0}
"""The steps of confidence, and what they are as a number."""


class Flag(TypedDict):
    answer: str
    flag: str
    note: str


Ratings = Mapping[str, Mapping[str, int]]
"""{answer: {criterion's key: point, counted from 1}}."""


@dataclass(frozen=True)
class Said:
    """What a person says of a task's answers, under whichever ids the answers go by."""

    groups: Sequence[Sequence[str]]
    flags: Sequence[Flag] = ()
    ratings: Ratings = field(default_factory=dict)


@dataclass(frozen=True)
class Rules:
    """What a project allows and asks."""

    allow_ties: bool = True
    allow_partial: bool = False
    criteria: Sequence[Criterion] = ()
    criteria_required: bool = False


def said_problems(said: Said, answers: Mapping[str, str], rules: Rules) -> list[FieldProblem]:
    """Return everything that is wrong, at its field. answers: {id: how a message names it}."""
    return [
        *groups_problems(
            said.groups, answers, allow_ties=rules.allow_ties, allow_partial=rules.allow_partial
        ),
        *flags_problems(said.flags, answers),
        *ratings_problems(said.ratings, answers, rules.criteria),
        *(unrated_problems(said, answers, rules.criteria) if rules.criteria_required else []),
    ]


def flags_problems(flags: Sequence[Flag], answers: Mapping[str, str]) -> list[FieldProblem]:
    problems = []
    seen: set[tuple[str, str]] = set()
    for place, flag in enumerate(flags):
        answer, kind = flag["answer"], flag["flag"]
        if answer not in answers:
            problems.append(
                FieldProblem(f"flags[{place}].answer", f"{answer!r} is not an answer of this task.")
            )
        elif kind not in FLAGS:
            known = ", ".join(FLAGS)
            problems.append(FieldProblem(f"flags[{place}].flag", f"{kind!r} is no flag; they are {known}."))
        elif (answer, kind) in seen:
            problems.append(
                FieldProblem(f"flags[{place}].flag", f"{answers[answer]} has the flag {kind} twice.")
            )
        if len(flag["note"]) > LONGEST_FLAG_NOTE:
            text = f"A note has at most {LONGEST_FLAG_NOTE} characters."
            problems.append(FieldProblem(f"flags[{place}].note", text))
        seen.add((answer, kind))
    return problems


def ratings_problems(
    ratings: Ratings, answers: Mapping[str, str], criteria: Sequence[Criterion]
) -> list[FieldProblem]:
    points = {criterion["key"]: criterion["points"] for criterion in criteria}
    problems = []
    for answer, rated in ratings.items():
        if answer not in answers:
            problems.append(FieldProblem(f"ratings.{answer}", f"{answer!r} is not an answer of this task."))
            continue
        for key, value in rated.items():
            problem = rating_problem(key, value, points)
            if problem:
                problems.append(FieldProblem(f"ratings.{answer}.{key}", f"{answers[answer]}: {problem}"))
    return problems


def rating_problem(key: str, value: int, points: Mapping[str, int]) -> str:
    if key not in points:
        return f"this project does not ask for {key!r}."
    if not 1 <= value <= points[key]:
        return f"{key} goes from 1 to {points[key]}; {value} is not on it."
    return ""


def unrated_problems(
    said: Said, answers: Mapping[str, str], criteria: Sequence[Criterion]
) -> list[FieldProblem]:
    """Every placed answer needs every rating where the project says so."""
    return [
        FieldProblem(
            f"ratings.{answer}.{criterion['key']}", f"{answers[answer]} is not rated: {criterion['label']}."
        )
        for group in said.groups
        for answer in group
        for criterion in criteria
        if answer in answers and criterion["key"] not in said.ratings.get(answer, {})
    ]


def said_renamed(said: Said, names: Mapping[str, str]) -> Said:
    """Return the same under other ids. names: {old id: new id}."""
    return Said(
        groups=[[names[answer] for answer in group] for group in said.groups],
        flags=[{**flag, "answer": names[flag["answer"]]} for flag in said.flags],
        ratings={names[answer]: rated for answer, rated in said.ratings.items()},
    )


def flags_stored(flags: Iterable[Flag]) -> list[dict[str, str]]:
    return [{"completion": flag["answer"], "flag": flag["flag"], "note": flag["note"]} for flag in flags]


def ratings_stored(ratings: Ratings, criteria: Sequence[Criterion]) -> dict[str, dict[str, Any]]:
    """Return the ratings with the scale beside each point, so that they can be read when the criterion is gone."""
    points = {criterion["key"]: criterion["points"] for criterion in criteria}
    return {
        answer: {key: {"value": value, "of": points[key]} for key, value in rated.items()}
        for answer, rated in ratings.items()
        if rated
    }


def flags_read(stored: Iterable[Mapping[str, str]]) -> list[Flag]:
    return [{"answer": flag["completion"], "flag": flag["flag"], "note": flag["note"]} for flag in stored]


def ratings_read(stored: Mapping[str, Mapping[str, Any]], criteria: Sequence[Criterion]) -> Ratings:
    """Return the stored ratings that today's criteria still ask for, on the same scale."""
    points = {criterion["key"]: criterion["points"] for criterion in criteria}
    return {
        answer: {key: mark["value"] for key, mark in rated.items() if points.get(key) == mark["of"]}
        for answer, rated in stored.items()
    }
