"""Is this a whole ranking? Pure checks of groups against the answers they must place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from labeling.problems import FieldProblem

FEWEST_PLACED = 2
"""One answer alone says nothing."""


def groups_problems(
    groups: Sequence[Sequence[str]],
    answers: Mapping[str, str],
    *,
    allow_ties: bool = True,
    allow_partial: bool = False,
) -> list[FieldProblem]:
    """Return everything that is wrong, at its field: each answer is placed once, and no group is empty.

    A partial ranking leaves answers out, but places at least two. answers: {id: how a message names it}.
    """
    problems = []
    seen: set[str] = set()
    for place, group in enumerate(groups):
        if not group:
            problems.append(FieldProblem(f"groups[{place}]", "This place is empty."))
        if len(group) > 1 and not allow_ties:
            problems.append(FieldProblem(f"groups[{place}]", "Ties are not allowed in this project."))
        for number, answer in enumerate(group):
            problem = answer_problem(answer, answers, seen)
            if problem:
                problems.append(FieldProblem(f"groups[{place}][{number}]", problem))
            seen.add(answer)
    return problems + missing_problems(seen, answers, allow_partial)


def missing_problems(seen: set[str], answers: Mapping[str, str], allow_partial: bool) -> list[FieldProblem]:
    if allow_partial:
        placed = len(seen & answers.keys())
        return [] if placed >= FEWEST_PLACED else [FieldProblem("groups", "Place at least two answers.")]
    return [
        FieldProblem("groups", f"{name} is not placed.")
        for answer, name in answers.items()
        if answer not in seen
    ]


def answer_problem(answer: str, answers: Mapping[str, str], seen: set[str]) -> str:
    if answer not in answers:
        return f"{answer!r} is not an answer of this task."
    if answer in seen:
        return f"{answers[answer]} is placed twice."
    return ""
