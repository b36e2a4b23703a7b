"""What an imported ranking says beside its order: flags, ratings, how sure the person was, the order shown. Pure.

Only an entry of "rankings" can say it, in the form that our own frozen rankings have:
{"flags": [{"completion": "x" or 0, "flag": "toxic", "note": ""}], "ratings": {"x" or "0": {"helpful": {"value": 4, "of": 5}}},
"confidence": 0.5 or "fairly_sure", "display_order": ["x", "y"]}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from labeling.projects.criteria import LONGEST_KEY
from labeling.prompts.import_findings import RowProblem
from labeling.prompts.import_rows import ImportedAnswer, Value
from labeling.rankings.marks import CONFIDENCE, FLAGS, LONGEST_FLAG_NOTE

Answers = Sequence[ImportedAnswer]
MOST_POINTS = 100
"""More than a scale of ours has: other tools count differently."""
MARK_FIELDS = ("flags", "ratings", "confidence", "display_order")


@dataclass(frozen=True)
class ImportedMarks:
    """Answers go by their place in the row."""

    flags: list[tuple[int, str, str]] = field(default_factory=list)
    """(answer, flag, note)."""
    ratings: dict[int, dict[str, dict[str, int]]] = field(default_factory=dict)
    """{answer: {criterion: {"value": 4, "of": 5}}}."""
    confidence: str = ""
    shown: list[int] = field(default_factory=list)


def imported_marks(given: Value, answers: Answers, prefix: str) -> ImportedMarks:
    """Return what the ranking says, or raise RowProblem naming the field that is wrong, which begins with `prefix`."""
    return ImportedMarks(
        flags=flags_of(given.get("flags") or [], answers, f"{prefix}flags"),
        ratings=ratings_of(given.get("ratings") or {}, answers, f"{prefix}ratings"),
        confidence=confidence_of(given.get("confidence"), f"{prefix}confidence"),
        shown=shown_of(given.get("display_order") or [], answers, f"{prefix}display_order"),
    )


def flags_of(given: object, answers: Answers, field: str) -> list[tuple[int, str, str]]:
    if not isinstance(given, list):
        raise RowProblem(field, "The flags must be a list.")
    flags = [flag_of(entry, answers, f"{field}[{place}]") for place, entry in enumerate(given)]
    if len({flag[:2] for flag in flags}) < len(flags):
        raise RowProblem(field, "One answer has the same flag twice.")
    return flags


def flag_of(given: object, answers: Answers, field: str) -> tuple[int, str, str]:
    if not isinstance(given, dict) or given.get("flag") not in FLAGS:
        known = ", ".join(FLAGS)
        raise RowProblem(field, f'A flag must be {{"completion": …, "flag": …}}; the flags are {known}.')
    note = given.get("note") or ""
    if not isinstance(note, str) or len(note) > LONGEST_FLAG_NOTE:
        raise RowProblem(f"{field}.note", f"A note must be text of at most {LONGEST_FLAG_NOTE} characters.")
    return place_of(given.get("completion"), answers, f"{field}.completion"), str(given["flag"]), note


def ratings_of(given: object, answers: Answers, field: str) -> dict[int, dict[str, dict[str, int]]]:
    if not isinstance(given, dict) or not all(isinstance(rated, dict) for rated in given.values()):
        raise RowProblem(field, "Ratings must be an object with an object for each answer.")
    return {
        place_of(name, answers, field): {
            key: point_of(key, point, f"{field}.{name}") for key, point in rated.items()
        }
        for name, rated in given.items()
        if rated
    }


def point_of(key: str, given: object, field: str) -> dict[str, int]:
    point = given if isinstance(given, dict) else {}
    value, most = point.get("value"), point.get("of")
    if type(value) is int and type(most) is int and 1 <= value <= most <= MOST_POINTS:
        if 0 < len(key) <= LONGEST_KEY:
            return {"value": value, "of": most}
        raise RowProblem(field, f"A criterion's key has at most {LONGEST_KEY} characters.")
    raise RowProblem(
        field, f'A rating must be {{"value": 4, "of": 5}}, counted from 1, of at most {MOST_POINTS}.'
    )


def confidence_of(given: object, field: str) -> str:
    if given is None or given == "":
        return ""
    found = next((name for name, value in CONFIDENCE.items() if given in (name, value)), None)
    if found is None or isinstance(given, bool):
        steps = ", ".join(f"{name} ({value:g})" for name, value in CONFIDENCE.items())
        raise RowProblem(field, f"How sure the person was is one of {steps}.")
    return found


def shown_of(given: object, answers: Answers, field: str) -> list[int]:
    if not isinstance(given, list):
        raise RowProblem(field, "The order shown must be a list.")
    places = [place_of(entry, answers, field) for entry in given]
    if places and sorted(places) != list(range(len(answers))):
        raise RowProblem(field, "The order shown must name each answer once.")
    return places


def place_of(entry: object, answers: Answers, field: str) -> int:
    """Return the answer's place: it is named by its id, or by its place as a number, which may be text."""
    named: Mapping[object, int] = {
        **{str(place): place for place in range(len(answers))},
        **{answer.external_id: place for place, answer in enumerate(answers) if answer.external_id},
    }
    name = str(entry) if isinstance(entry, int) and not isinstance(entry, bool) else entry
    if not isinstance(name, str) or name not in named:
        raise RowProblem(field, f"{entry!r} is not an answer of this prompt.")
    return named[name]
