"""From a row of an uploaded file to people's rankings of its answers. Pure.

A row's rankings are "rankings": [{"annotator": "…", "groups": [[0], [1, 2]]}, …], or for one person "groups" or "ranks"
beside the prompt. In groups a whole number is an answer's place in the row, counted from 0, and text is an answer's id.
"ranks" gives each answer its rank, lower is better, equal is a tie. Where the project allows it, answers may be left out:
they are in no group, or their rank is null. What else an entry of "rankings" can say: see `import_marks`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from labeling.prompts.import_findings import RowProblem
from labeling.prompts.import_rows import ImportedAnswer, Value
from labeling.rankings.groups import groups_problems
from labeling.rankings.import_marks import MARK_FIELDS, ImportedMarks, imported_marks

NAMELESS = "imported"
LONGEST_NAME = 255
LONGEST_MS = 2**31 - 1


@dataclass(frozen=True)
class ImportedRanking:
    annotator: str
    groups: list[list[int]]
    """Places of the row's answers, best first."""
    note: str = ""
    all_bad: bool = False
    active_ms: int | None = None
    started_at: datetime | None = None
    submitted_at: datetime | None = None
    marks: ImportedMarks = field(default_factory=ImportedMarks)


def imported_rankings(
    value: Value, answers: Sequence[ImportedAnswer], *, allow_partial: bool = False
) -> list[ImportedRanking]:
    """Return the rankings of a row, or raise RowProblem naming the field that is wrong."""
    rankings = [
        ranking_of(given, answers, field, allow_partial=allow_partial)
        for field, given in given_rankings(value)
    ]
    names = [ranking.annotator for ranking in rankings]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise RowProblem("rankings", f"Two rankings are by {doubled[0]!r}: name each annotator once.")
    return rankings


def given_rankings(value: Value) -> list[tuple[str, Value]]:
    """Return (the field's name and a dot, the ranking) for every ranking in the row.

    A field beside the prompt that is called as a mark may be anything: published data have such columns of their own.
    """
    if "rankings" not in value:
        bare = {name: entry for name, entry in value.items() if name not in MARK_FIELDS}
        return [("", bare)] if value.keys() & {"groups", "ranks"} else []
    given = value["rankings"]
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise RowProblem("rankings", "The rankings must be a list of objects.")
    return [(f"rankings[{place}].", entry) for place, entry in enumerate(given)]


def ranking_of(
    given: Value, answers: Sequence[ImportedAnswer], field: str, *, allow_partial: bool
) -> ImportedRanking:
    return ImportedRanking(
        annotator=annotator_of(given, field),
        groups=groups_of(given, answers, field, allow_partial=allow_partial),
        note=note_of(given, field),
        all_bad=all_bad_of(given, field),
        active_ms=active_ms_of(given, field),
        started_at=moment_of(given, "started_at", field),
        submitted_at=moment_of(given, "submitted_at", field),
        marks=imported_marks(given, answers, field),
    )


def annotator_of(given: Value, field: str) -> str:
    annotator = given.get("annotator") or NAMELESS
    if not isinstance(annotator, str) or len(annotator) > LONGEST_NAME:
        raise RowProblem(
            f"{field}annotator", f"The annotator must be text of at most {LONGEST_NAME} characters."
        )
    return annotator


def note_of(given: Value, field: str) -> str:
    note = given.get("note") or ""
    if not isinstance(note, str):
        raise RowProblem(f"{field}note", "The note must be text.")
    return note


def all_bad_of(given: Value, field: str) -> bool:
    all_bad = given.get("all_bad") or False
    if not isinstance(all_bad, bool):
        raise RowProblem(f"{field}all_bad", "Whether all are bad must be true or false.")
    return all_bad


def active_ms_of(given: Value, field: str) -> int | None:
    spent = given.get("active_ms")
    if spent is None:
        return None
    if isinstance(spent, bool) or not isinstance(spent, int) or not 0 <= spent <= LONGEST_MS:
        raise RowProblem(f"{field}active_ms", "The active time must be a whole number of milliseconds.")
    return spent


def moment_of(given: Value, name: str, field: str) -> datetime | None:
    moment = given.get(name)
    if moment is None:
        return None
    try:
        read = datetime.fromisoformat(moment) if isinstance(moment, str) else None
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise RowProblem(f"{field}{name}", "A time must be text such as 2026-11-25T09:30:00+00:00.")
    return read


def groups_of(
    given: Value, answers: Sequence[ImportedAnswer], field: str, *, allow_partial: bool
) -> list[list[int]]:
    if not answers:
        raise RowProblem(f"{field}groups", "There are no answers to rank.")
    if "groups" in given:
        return groups_given(given["groups"], answers, f"{field}groups", allow_partial=allow_partial)
    ranks = ranks_given(given.get("ranks"), len(answers), f"{field}ranks", allow_partial=allow_partial)
    return groups_given(groups_of_ranks(ranks), answers, f"{field}ranks", allow_partial=allow_partial)


def groups_given(
    given: object, answers: Sequence[ImportedAnswer], field: str, *, allow_partial: bool = False
) -> list[list[int]]:
    if not isinstance(given, list) or not all(isinstance(group, list) for group in given):
        raise RowProblem(field, "Groups must be a list of lists, such as [[0], [1, 2]].")
    places = {answer.external_id: str(place) for place, answer in enumerate(answers) if answer.external_id}
    groups = [[place_of(entry, places) for entry in group] for group in given]
    names = {str(place): f"Answer {answer.external_id or place}" for place, answer in enumerate(answers)}
    problems = groups_problems(groups, names, allow_partial=allow_partial)
    if problems:
        raise RowProblem(problems[0].field.replace("groups", field, 1), problems[0].message)
    return [[int(place) for place in group] for group in groups]


def place_of(entry: object, places: Mapping[str, str]) -> str:
    """Return the place as text, or the entry itself, which then is no answer of the row."""
    if isinstance(entry, str):
        return places.get(entry, f"id {entry}")
    return str(entry)


def ranks_given(ranks: object, answers: int, field: str, *, allow_partial: bool) -> list[float | None]:
    """Return the rank of each answer; None for one that was left out."""
    if not isinstance(ranks, list):
        raise RowProblem(field, "A ranking needs “groups” or “ranks”.")
    if len(ranks) != answers:
        raise RowProblem(field, f"There are {len(ranks)} ranks for {answers} answers.")
    for place, rank in enumerate(ranks):
        if rank is None and allow_partial:
            continue
        if isinstance(rank, bool) or not isinstance(rank, int | float) or rank != rank:
            shown = "missing" if rank is None else f"{rank!r}, which is not a number"
            raise RowProblem(f"{field}[{place}]", f"The rank of answer {place + 1} is {shown}.")
    return ranks


def groups_of_ranks(ranks: Sequence[float | None]) -> list[list[int]]:
    ranked = [(rank, place) for place, rank in enumerate(ranks) if rank is not None]
    by_rank = groupby(sorted(ranked), key=lambda entry: entry[0])
    return [[place for _, place in group] for _, group in by_rank]
