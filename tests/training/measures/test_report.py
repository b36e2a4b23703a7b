from __future__ import annotations

import json
import math

from tests.training.measures.judged import judged
from training.measures.report import measure_report, shortened


def test_it_measures_everything_from_one_person_s_pairs_to_whole_rankings() -> None:
    prompts = [
        judged([3.0, 2.0, 1.0], [[0], [1], [2]], [[1], [0], [2]]),
        judged([0.5, 2.0], [[0], [1]]),
        judged([1.0, 0.0], [[0, 1]]),
    ]
    found = measure_report(prompts, seed=0)
    assert found is not None
    assert found["counts"] == {"prompts": 3, "answers": 7, "rankings": 4, "annotators": 2, "votes": 7}
    assert (found["accuracy"]["value"], found["accuracy"]["n"]) == (0.714286, 7)
    assert found["ceiling"]["people"]["value"] == 0.666667
    assert "answer 0" not in json.dumps(found, allow_nan=False)


def test_it_measures_nothing_where_people_decided_nothing() -> None:
    assert measure_report([judged([1.0, 0.0], [[0, 1]])], seed=0) is None
    assert measure_report([], seed=0) is None


def test_it_stays_json_for_a_model_that_knows_nothing() -> None:
    found = measure_report([judged([0.0, 0.0], [[0], [1]], texts=["a", "b"])] * 3, seed=0)
    assert found is not None
    json.dumps(found, allow_nan=False)
    assert found["accuracy"]["value"] == 0.5
    assert found["tau_b"]["value"] is None


def test_it_keeps_six_figures() -> None:
    assert shortened({"a": [math.pi * 1e6, 1], "b": None}) == {"a": [3.14159e6, 1], "b": None}
