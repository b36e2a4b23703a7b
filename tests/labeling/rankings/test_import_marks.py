"""Flags, ratings, confidence and the order shown of imported rankings, each problem at its field."""

from __future__ import annotations

from typing import Any

import pytest

from labeling.prompts.import_findings import RowProblem
from labeling.prompts.import_rows import ImportedAnswer
from labeling.rankings.import_marks import imported_marks
from labeling.rankings.import_rankings import imported_rankings

ANSWERS = [ImportedAnswer(text="one", external_id="x"), ImportedAnswer(text="two")]


def test_it_reads_marks_by_id_and_by_place() -> None:
    given = {
        "flags": [{"completion": "x", "flag": "toxic"}, {"completion": 1, "flag": "other", "note": "odd"}],
        "ratings": {"x": {"helpful": {"value": 4, "of": 5}}, "1": {}},
        "confidence": 0.5,
        "display_order": [1, "x"],
    }
    marks = imported_marks(given, ANSWERS, "")
    assert marks.flags == [(0, "toxic", ""), (1, "other", "odd")]
    assert marks.ratings == {0: {"helpful": {"value": 4, "of": 5}}}
    assert (marks.confidence, marks.shown) == ("fairly_sure", [1, 0])


@pytest.mark.parametrize(("given", "name"), [(0, "unsure"), ("sure", "sure"), (1.0, "sure"), (None, "")])
def test_it_reads_how_sure_somebody_was(given: object, name: str) -> None:
    assert imported_marks({"confidence": given}, ANSWERS, "").confidence == name


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"flags": "toxic"}, "r.flags"),
        ({"flags": [{"completion": "x", "flag": "rude"}]}, "r.flags[0]"),
        ({"flags": [{"completion": "y", "flag": "toxic"}]}, "r.flags[0].completion"),
        ({"flags": [{"completion": 0, "flag": "toxic"}, {"completion": "x", "flag": "toxic"}]}, "r.flags"),
        ({"flags": [{"completion": 0, "flag": "other", "note": "n" * 501}]}, "r.flags[0].note"),
        ({"ratings": [4]}, "r.ratings"),
        ({"ratings": {"x": {"helpful": 4}}}, "r.ratings.x"),
        ({"ratings": {"x": {"helpful": {"value": 6, "of": 5}}}}, "r.ratings.x"),
        ({"ratings": {"x": {"helpful": {"value": True, "of": 5}}}}, "r.ratings.x"),
        ({"ratings": {"x": {"k" * 41: {"value": 4, "of": 5}}}}, "r.ratings.x"),
        ({"ratings": {"7": {"helpful": {"value": 4, "of": 5}}}}, "r.ratings"),
        ({"confidence": 0.7}, "r.confidence"),
        ({"confidence": False}, "r.confidence"),
        ({"display_order": [0]}, "r.display_order"),
        ({"display_order": [0, "x"]}, "r.display_order"),
    ],
)
def test_it_names_the_field_of_an_odd_mark(given: dict[str, Any], field: str) -> None:
    with pytest.raises(RowProblem) as caught:
        imported_marks(given, ANSWERS, "r.")
    assert caught.value.field == field


def test_it_leaves_columns_beside_the_prompt_alone_that_only_sound_like_marks() -> None:
    row = {"groups": [[0], [1]], "confidence": "rather", "ratings": 3, "flags": "none"}
    assert imported_rankings(row, ANSWERS)[0].marks == imported_marks({}, ANSWERS, "")
