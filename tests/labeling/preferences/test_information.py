"""What a comparison would tell an ensemble, worked out by hand, and the order of tasks that follows from it."""

from __future__ import annotations

from math import log

import pytest

from labeling.preferences.information import expected_information, most_telling_first

SURE = 50.0


def test_members_that_are_sure_and_contradict_each_other_learn_a_whole_bit() -> None:
    assert expected_information([[SURE, 0.0], [0.0, SURE]]) == pytest.approx(log(2))


def test_members_that_agree_learn_nothing_however_sure_they_are() -> None:
    assert expected_information([[1.0, 0.0], [1.0, 0.0]]) == pytest.approx(0)
    assert expected_information([[2.0, 2.0], [0.0, 0.0]]) == pytest.approx(0)


def test_one_member_of_two_is_worked_by_hand() -> None:
    # p = 1 and p = 1/2: H(3/4) - H(1/2) / 2 = (0.25 log 4 + 0.75 log 4/3) - log 2 / 2
    by_hand = 0.25 * log(4) + 0.75 * log(4 / 3) - log(2) / 2
    assert expected_information([[SURE, 0.0], [0.0, 0.0]]) == pytest.approx(by_hand)


def test_several_answers_take_the_mean_over_their_pairs() -> None:
    # Of three pairs the members contradict each other about one.
    scores = [[SURE, 0.0, -SURE], [0.0, SURE, -SURE]]
    assert expected_information(scores) == pytest.approx(log(2) / 3)


def test_one_answer_tells_nothing() -> None:
    assert expected_information([[1.0], [0.0]]) == 0.0


def test_scores_however_large_do_not_overflow() -> None:
    assert expected_information([[1e6, 0.0], [0.0, 1e6]]) == pytest.approx(log(2))


def test_the_most_telling_come_first() -> None:
    assert most_telling_first({"a": 0.1, "b": 0.5, "c": 0.3}, random_share=0, seed=0) == ["b", "c", "a"]


def test_about_the_share_is_random_and_everything_comes_once() -> None:
    information = {number: float(-number) for number in range(2000)}
    order = most_telling_first(information, random_share=0.25, seed=1)
    assert sorted(order) == list(range(2000))
    # In the first 400 places some 100 were drawn from all 2000, of which some four fifths lie beyond the 400 best.
    drawn = sum(number >= 400 for number in order[:400])
    assert 55 < drawn < 105
    assert order == most_telling_first(information, random_share=0.25, seed=1)
    assert order != most_telling_first(information, random_share=0.25, seed=2)


def test_a_share_of_one_is_a_shuffle() -> None:
    order = most_telling_first({number: float(number) for number in range(300)}, random_share=1, seed=3)
    assert abs(sum(order[:150]) / 150 - 149.5) < 25
