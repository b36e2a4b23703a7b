"""Gold accuracy: the share of the ordered gold pairs that were ordered the same way."""

from __future__ import annotations

from uuid import uuid4

import pytest

from labeling.accounts.models import User
from labeling.preferences.gold import gold_accuracy, gold_accuracy_by_annotator, gold_read
from labeling.projects.models import Project
from labeling.rankings.services import ranking_submit
from labeling.rankings.solution import Right, pairs_right
from labeling.tasks import claim
from tests.made import claimed, made_gold, ranked


def test_it_counts_the_ordered_pairs_that_are_right() -> None:
    solution = [["a"], ["b"], ["c"]]  # a>b, a>c, b>c
    assert pairs_right(solution, [["a"], ["b"], ["c"]]) == Right(3, 3)
    assert pairs_right(solution, [["a"], ["c"], ["b"]]) == Right(2, 3)
    assert pairs_right(solution, [["c"], ["b"], ["a"]]) == Right(0, 3)


def test_it_counts_a_tie_and_an_answer_left_out_as_half() -> None:
    solution = [["a"], ["b"], ["c"]]
    assert pairs_right(solution, [["a", "b", "c"]]) == Right(1.5, 3)
    assert pairs_right(solution, [["a"], ["b"]]) == Right(2.0, 3)  # a>b right, a>c and b>c open


def test_it_counts_only_the_pairs_with_a_known_best() -> None:
    solution = [["a"], ["b", "c", "d"]]
    assert pairs_right(solution, [["d"], ["a"], ["c"], ["b"]]) == Right(2, 3)


def test_it_gives_value_interval_and_n() -> None:
    measured = gold_accuracy([Right(6, 6), Right(3, 6), Right(6, 6), Right(4.5, 6)])
    assert measured.value == pytest.approx(19.5 / 24)
    assert measured.n == 24
    assert measured.low is not None
    assert measured.high is not None
    assert measured.low < 19.5 / 24 < measured.high
    assert gold_accuracy([]).value is None


@pytest.mark.django_db
def test_it_measures_each_annotator_by_the_latest_revision(
    project: Project, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "drawn", lambda **_: "gold")
    made_gold(project, answers=3)
    for user, right in ((alice, True), (bob, False)):
        assignment = claimed(project, user)
        solution = assignment.task.solution or []
        ranked(assignment)
        groups = solution if right else list(reversed(solution))
        ranking_submit(assignment=assignment, groups=groups, client_id=uuid4())
    measured = gold_accuracy_by_annotator(gold_read(project))
    assert {name: measure.value for name, measure in measured.items()} == {
        str(alice.id): 1.0,
        str(bob.id): 0.0,
    }
    assert gold_accuracy_by_annotator(gold_read(project, ["honest"])) == {}
