"""The order in which a person is shown a task's answers."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from uuid import UUID

import pytest

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.tasks.shown import display_order
from tests.made import claimed, made_task

THREE = [UUID(int=number) for number in (7, 8, 9)]


def test_it_hangs_on_the_seed_alone() -> None:
    assert display_order(THREE, seed=5) == display_order(reversed(THREE), seed=5)


def test_every_order_comes_equally_often() -> None:
    drawn = 6_000
    found = Counter(tuple(display_order(THREE, seed)) for seed in range(drawn))
    assert set(found) == set(permutations(THREE))
    expected = drawn / 6
    assert (
        sum((count - expected) ** 2 / expected for count in found.values()) < 20.5
    )  # chi square, 5 degrees, p = 0.001


@pytest.mark.django_db
def test_a_claim_writes_down_the_order_of_its_seed(project: Project, bob: User) -> None:
    task = made_task(project, answers=6)
    given = claimed(project, bob)
    answers = task.completions.values_list("id", flat=True)
    assert given.display_order == display_order(answers, given.order_seed)
