"""Who agrees with whom, and on which tasks people disagree: worked by hand."""

from __future__ import annotations

import pytest

from labeling.preferences.agreement import Judgement
from labeling.preferences.disagreement import disagreements
from labeling.preferences.people import agreement_with_others, met_others, pairs_of_people


def judgement(who: str, *groups: str, task: str = "t") -> Judgement:
    return Judgement(f"prompt of {task}", who, [list(group) for group in groups], task)


def test_it_measures_each_person_against_the_others() -> None:
    # Ann and Bea: a > b > c. Cid: c > b > a. Ann meets two others on 3 pairs and agrees with Bea's 3; Cid with none.
    judgements = [
        judgement("ann", "a", "b", "c"),
        judgement("bea", "a", "b", "c"),
        judgement("cid", "c", "b", "a"),
    ]
    found = agreement_with_others(judgements, met_others(judgements))
    assert (found["ann"].value, found["ann"].n) == (0.5, 6)
    assert (found["cid"].value, found["cid"].n) == (0.0, 6)


def test_it_leaves_ties_of_either_side_out() -> None:
    judgements = [judgement("ann", "ab", "c"), judgement("bea", "a", "bc")]
    found = agreement_with_others(judgements, met_others(judgements))
    assert (found["ann"].value, found["ann"].n) == (1.0, 1)


def test_it_leaves_out_whoever_met_nobody() -> None:
    judgements = [judgement("ann", "a", "b"), judgement("bea", "a", "b", task="other")]
    assert agreement_with_others(judgements, met_others(judgements)) == {}


def test_it_pairs_people_by_the_tasks_both_ranked() -> None:
    judgements = [
        judgement("bea", "a", "b"),
        judgement("ann", "b", "a"),
        judgement("ann", "a", "b", task="u"),
        judgement("cid", "a", "b", task="u"),
    ]
    found = pairs_of_people(judgements)
    assert {pair: [one.annotator for one in given] for pair, given in found.items()} == {
        ("ann", "bea"): ["ann", "bea"],
        ("ann", "cid"): ["ann", "cid"],
    }


def test_it_puts_the_greatest_disagreement_first() -> None:
    judgements = [
        judgement("ann", "a", "b", "c", task="slight"),  # differ on b and c: 1 of 3
        judgement("bea", "a", "c", "b", task="slight"),
        judgement("ann", "a", "b", task="full"),  # 1 of 1
        judgement("bea", "b", "a", task="full"),
        judgement("ann", "a", "b", task="none"),
        judgement("bea", "a", "b", task="none"),
        judgement("ann", "a", "b", task="alone"),
    ]
    found = disagreements(judgements)
    assert [(one.task_id, one.judged, one.people) for one in found] == [("full", 1, 2), ("slight", 3, 2)]
    assert [one.share for one in found] == [1.0, pytest.approx(1 / 3)]


def test_it_puts_the_task_of_more_people_first_where_the_share_is_the_same() -> None:
    judgements = [
        # Two against two: 4 of 6 meetings differ. Among three, two against one: 2 of 3.
        *(judgement(who, "a", "b", task="four") for who in ("ann", "bea")),
        *(judgement(who, "b", "a", task="four") for who in ("cid", "dan")),
        *(judgement(who, "a", "b", task="three") for who in ("ann", "bea")),
        judgement("cid", "b", "a", task="three"),
    ]
    assert [one.task_id for one in disagreements(judgements)] == ["four", "three"]
