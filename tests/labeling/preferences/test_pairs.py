"""From a ranking to its pairs: properties that hold for every ranking."""

from __future__ import annotations

from itertools import product
from math import comb

from hypothesis import given
from hypothesis import strategies as st

from labeling.preferences.pairs import places, ranking_pairs

ranks = st.lists(st.integers(0, 5), max_size=9)


def groups_of(given_ranks: list[int]) -> list[list[str]]:
    """Return answers named 0, 1, … in groups of the same rank, best first."""
    return [
        [str(place) for place, other in enumerate(given_ranks) if other == rank]
        for rank in sorted(set(given_ranks))
    ]


def test_it_derives_the_pairs_of_a_ranking_with_a_tie() -> None:
    pairs = ranking_pairs([["c"], ["a", "d"], ["b"]])
    assert pairs.preferred == [("c", "a"), ("c", "d"), ("c", "b"), ("a", "b"), ("d", "b")]
    assert pairs.tied == [("a", "d")]


@given(ranks)
def test_it_gives_all_pairs_once(given_ranks: list[int]) -> None:
    pairs = ranking_pairs(groups_of(given_ranks))
    unordered = {frozenset(pair) for pair in pairs.preferred + pairs.tied}
    assert len(unordered) == len(pairs.preferred) + len(pairs.tied) == comb(len(given_ranks), 2)


@given(ranks)
def test_it_never_prefers_both_ways(given_ranks: list[int]) -> None:
    preferred = set(ranking_pairs(groups_of(given_ranks)).preferred)
    assert not any((worse, better) in preferred for better, worse in preferred)


@given(ranks)
def test_it_is_transitive(given_ranks: list[int]) -> None:
    preferred = set(ranking_pairs(groups_of(given_ranks)).preferred)
    for (best, middle), (other, worst) in product(preferred, preferred):
        if middle == other:
            assert (best, worst) in preferred


@given(ranks)
def test_it_prefers_by_rank(given_ranks: list[int]) -> None:
    pairs = ranking_pairs(groups_of(given_ranks))
    assert all(given_ranks[int(better)] < given_ranks[int(worse)] for better, worse in pairs.preferred)
    assert all(given_ranks[int(one)] == given_ranks[int(other)] for one, other in pairs.tied)


@given(ranks)
def test_it_does_not_matter_how_a_group_is_ordered(given_ranks: list[int]) -> None:
    groups = groups_of(given_ranks)
    turned = [list(reversed(group)) for group in groups]
    one, other = ranking_pairs(groups), ranking_pairs(turned)
    assert set(one.preferred) == set(other.preferred)
    assert {frozenset(pair) for pair in one.tied} == {frozenset(pair) for pair in other.tied}


def test_it_numbers_the_places() -> None:
    assert places([["c"], ["a", "d"]]) == {"c": 0, "a": 1, "d": 1}
