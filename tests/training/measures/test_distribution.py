from __future__ import annotations

from tests.training.measures.judged import judged
from training.measures.distribution import BINS, put_first, score_distribution


def test_it_counts_an_answer_as_first_when_half_of_the_people_say_so() -> None:
    prompt = judged([0.0] * 4, [[0], [1], [2]], [[1, 0], [2]], [[0, 1, 2]])
    # 0 is first in 2 of 2, 1 in 1 of 2, 2 never; 3 nobody placed; the third ranking ties all.
    assert put_first(prompt) == [True, True, False, False]


def test_it_counts_every_answer_once() -> None:
    prompts = [judged([1.0, -1.0], [[0], [1]]), judged([3.0, 0.0], [[1], [0]])]
    found = score_distribution(prompts)
    assert (found["answers"], found["mean"], found["deviation"]) == (4, 0.75, (35 / 16) ** 0.5)
    assert len(found["bins"]) == BINS
    assert (found["bins"][0]["low"], found["bins"][-1]["high"]) == (-1.0, 3.0)
    assert (found["bins"][-1]["first"], found["bins"][-1]["others"]) == (0, 1)
    assert [sum(row[kind] for row in found["bins"]) for kind in ("first", "others")] == [2, 2]
