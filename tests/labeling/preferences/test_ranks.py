"""Agreement on ranks: against sums worked by hand, the krippendorff package and scipy."""

from __future__ import annotations

from random import Random

import krippendorff
import numpy as np
import pytest
from scipy.stats import kendalltau, spearmanr

from labeling.preferences.agreement import Judgement
from labeling.preferences.pairs import places
from labeling.preferences.ranks import common_ranks, kendall_w, rank_agreement, tau_b


def noisy(tasks: int, people: int, answers: str = "abcd", noise: float = 1.0) -> list[Judgement]:
    """People who see one true order, each with their own noise; close calls are ties."""
    random = Random(tasks)  # noqa: S311  repeatable on purpose
    judgements = []
    for task in range(tasks):
        for person in range(people):
            scores = {name: round(worth + random.gauss(0, noise)) for worth, name in enumerate(answers)}
            ranks = sorted(set(scores.values()), reverse=True)
            groups = [[name for name in scores if scores[name] == rank] for rank in ranks]
            judgements.append(Judgement(f"prompt {task}", f"person {person}", groups, f"task {task}"))
    return judgements


def ranks_by_person(judgements: list[Judgement], people: int) -> np.ndarray:
    """Return [people, answers of all tasks], NaN where a person did not rank the task."""
    table: dict[tuple[str, str], list[float]] = {}
    for judgement in judgements:
        place = places(judgement.groups)
        for answer in sorted(place):
            before = sum(other < place[answer] for other in place.values())
            tied = sum(other == place[answer] for other in place.values())
            row = table.setdefault((judgement.task_id, answer), [np.nan] * people)
            row[int(judgement.annotator.split()[1])] = before + (tied + 1) / 2
    return np.array(list(table.values())).T


@pytest.mark.parametrize("noise", [0.4, 1.0, 3.0])
def test_it_computes_the_ordinal_alpha_of_the_krippendorff_package(noise: float) -> None:
    judgements = noisy(25, 3, noise=noise)
    expected = krippendorff.alpha(ranks_by_person(judgements, 3), level_of_measurement="ordinal")
    assert rank_agreement(judgements).alpha_ordinal.value == pytest.approx(expected)


def test_it_computes_ordinal_alpha_where_not_everybody_ranked_everything() -> None:
    judgements = [judgement for place, judgement in enumerate(noisy(40, 4)) if place % 3]
    expected = krippendorff.alpha(ranks_by_person(judgements, 4), level_of_measurement="ordinal")
    found = rank_agreement(judgements)
    assert found.alpha_ordinal.value == pytest.approx(expected)
    assert found.alpha_ordinal.n == 160


def test_it_computes_the_tau_b_of_scipy() -> None:
    judgements = noisy(30, 2, answers="abcdef")
    values = []
    for one, other in zip(judgements[::2], judgements[1::2], strict=True):
        mine, theirs = places(one.groups), places(other.groups)
        values.append(kendalltau([mine[name] for name in "abcdef"], [theirs[name] for name in "abcdef"])[0])
    found = rank_agreement(judgements)
    assert found.tau_b.value == pytest.approx(np.mean(values))
    assert found.tau_b.n == 30


def test_it_aligns_ranks_by_answer_and_not_by_their_sequence() -> None:
    # One: a > b > c, other: c > b > a. All three pairs are discordant.
    assert tau_b(places([["a"], ["b"], ["c"]]), places([["c"], ["b"], ["a"]])) == -1


def test_it_compares_the_answers_both_placed() -> None:
    # One left d out, the other a: b and c are left, in opposite order.
    assert tau_b(places([["a"], ["b"], ["c"]]), places([["c"], ["b"], ["d"]])) == -1
    assert tau_b(places([["a"], ["b"]]), places([["c"], ["d"]])) is None
    assert tau_b(places([["a", "b"]]), places([["a"], ["b"]])) is None


def test_it_computes_w_by_hand() -> None:
    # Ranks a b c d: 1 2 3 4, 1 2 4 3, 2 1 3 4. Sums 4 5 10 11, mean 7.5, S = 12.25 + 6.25 + 6.25 + 12.25 = 37.
    # W = 12 * 37 / (9 * (64 - 4)) = 444 / 540.
    groups = [[["a"], ["b"], ["c"], ["d"]], [["a"], ["b"], ["d"], ["c"]], [["b"], ["a"], ["c"], ["d"]]]
    ranks = common_ranks([places(each) for each in groups])
    assert kendall_w(ranks) == pytest.approx(444 / 540)


def test_it_corrects_w_for_ties() -> None:
    # Ranks 1 2 3 and 1 2.5 2.5. Sums 2 4.5 5.5, mean 4, S = 4 + 0.25 + 2.25 = 6.5; T = 0 and 2^3 - 2 = 6.
    # W = 12 * 6.5 / (4 * 24 - 2 * 6) = 78 / 84.
    one, other = places([["a"], ["b"], ["c"]]), places([["a"], ["b", "c"]])
    assert kendall_w(common_ranks([one, other])) == pytest.approx(78 / 84)
    # For two people without ties W is (Spearman's rho + 1) / 2.
    one, other = places([["a"], ["b"], ["c"], ["d"]]), places([["b"], ["a"], ["d"], ["c"]])
    rho = spearmanr([1, 2, 3, 4], [2, 1, 4, 3])[0]
    assert kendall_w(common_ranks([one, other])) == pytest.approx((rho + 1) / 2)


def test_it_counts_ranks_anew_among_the_answers_everybody_placed() -> None:
    # The other left b out: a and c are left, as ranks 1 and 2.
    ranks = common_ranks([places([["a"], ["b"], ["c"]]), places([["c"], ["a"]])])
    assert ranks.tolist() == [[2, 4], [4, 2]]
    assert kendall_w(ranks) == 0


def test_it_keeps_the_tasks_of_one_prompt_apart() -> None:
    both = [["a"], ["b"]], [["x"], ["y"]]
    judgements = [Judgement("p", who, groups, groups[0][0]) for who in ("one", "other") for groups in both]
    found = rank_agreement(judgements)
    assert (found.kendall_w.value, found.kendall_w.n, found.tau_b.n, found.alpha_ordinal.n) == (1, 2, 2, 4)


def test_it_puts_the_values_inside_their_intervals() -> None:
    found = rank_agreement(noisy(60, 3))
    for measure in (found.alpha_ordinal, found.tau_b, found.kendall_w):
        assert measure.low is not None
        assert measure.value is not None
        assert measure.high is not None
        assert measure.low < measure.value < measure.high


def test_it_has_none_without_a_task_that_two_ranked() -> None:
    found = rank_agreement([Judgement("p", "one", [["a"], ["b"]], "t")])
    assert (found.alpha_ordinal.value, found.tau_b.value, found.kendall_w.value) == (None, None, None)
