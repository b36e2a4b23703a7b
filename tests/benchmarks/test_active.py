"""The measurement of which task next: its rules, its heads and its figures, on features made here."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

import numpy
import pytest

from benchmarks import active
from benchmarks.active_heads import better_minus_worse, fit_head, pair_accuracy
from benchmarks.active_texts import worth_of_common, worth_of_rare

COUNTS = [16, 32, 48]
CURVE = numpy.array([0.5, 0.6, 0.7])


def test_it_reads_the_worth_off_the_text() -> None:
    # half of two words is courteous: 4 / 2; nine words short of eleven: -9 / 5
    assert worth_of_common("please river") == pytest.approx(0.2)
    # one of two words stands there twice in a row: -3 / 2
    assert worth_of_common("river river") == pytest.approx(-3.3)
    # one harsh word: 3 less
    assert worth_of_rare("hate river") == pytest.approx(-4.8)
    assert worth_of_rare("please river") == worth_of_common("please river")


def test_it_fits_a_head_by_bradley_terry_with_a_penalty() -> None:
    # one pair with difference 1: penalty * head = 1 - sigmoid(head), so that 1 - sigmoid(1) = 0.268941 gives a head of 1
    assert fit_head(numpy.array([[[1.0]]]), numpy.array([1]), 0.2689414) == pytest.approx([1.0])
    # drawn twice, the pair counts twice; what is not drawn does not count
    differences = numpy.array([[[1.0]], [[-9.0]]])
    assert fit_head(differences, numpy.array([2, 0]), 2 * 0.2689414) == pytest.approx([1.0])


def test_it_takes_the_worse_from_the_better() -> None:
    found = better_minus_worse(numpy.array([[[5.0], [2.0]]]), numpy.array([[0.0, 1.0]]))
    assert found.tolist() == [[[-3.0]]]


def test_it_counts_pairs_in_the_right_order() -> None:
    assert pair_accuracy(numpy.array([[3.0, 2.0, 1.0]]), numpy.array([[1.0, 2.0, 0.0]])) == pytest.approx(
        2 / 3
    )
    # the tie of the last two says nothing
    assert pair_accuracy(numpy.array([[3.0, 2.0, 1.0]]), numpy.array([[2.0, 1.0, 1.0]])) == 1.0


def test_it_says_when_a_curve_reaches_the_goal() -> None:
    assert active.rankings_needed(CURVE, 0.65, COUNTS) == pytest.approx(40)
    assert active.rankings_needed(CURVE, 0.4, COUNTS) == 16
    assert active.rankings_needed(CURVE, 0.8, COUNTS) is None


def test_it_starts_every_way_alike_and_learns_what_can_be_learned() -> None:
    features = numpy.random.default_rng(0).standard_normal((60, 4, 3))
    case = active.Case(features, worths=features[:, :, 0], noise=0.1)
    figures = active.measure(case, options())
    assert figures["rankings"] == [8, 16, 24]
    assert len({figures[way]["accuracy"][0] for way in active.WAYS}) == 1
    assert all(figures[way]["accuracy"][-1] > 0.9 for way in active.WAYS)
    assert {one["value"] for one in figures["random"]["gain"]} == {0.0}
    assert figures["random"]["needed_ratio"] == 1.0


def test_it_ranks_no_task_twice() -> None:
    features = numpy.random.default_rng(0).standard_normal((5, 4, 3))
    order = active.next_tasks(features, [4, 2, 0], numpy.eye(3), 0.2, seed=0)
    assert sorted(order) == [0, 2, 4]


def options() -> Namespace:
    parser = ArgumentParser()
    active.add_options(parser)
    sizes = ["--pool=40", "--heldout=20", "--round=8", "--rankings=24", "--repetitions=3", "--penalty=0.1"]
    return parser.parse_args(sizes)
