"""How far a project is, as annotators see it with every task: exact while it is small, seldom counted when it is large."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.core.cache import cache

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.tasks import selectors
from labeling.tasks.selectors import seats_counted
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_of(project: Project, bob: User) -> Project:
    """A project of two seats, one of them filled."""
    cache.clear()
    made_task(project)
    made_task(project)
    ranked(claimed(project, bob))
    return project


def test_a_small_project_is_counted_each_time(two_of: Project, bob: User) -> None:
    assert seats_counted(two_of) == (2, 1, 0)
    ranked(claimed(two_of, bob))
    assert seats_counted(two_of) == (2, 2, 0)


def test_a_large_project_is_counted_anew_when_it_is_due(two_of: Project, bob: User) -> None:
    with patch.object(selectors, "MANY_SEATS", 1), patch("labeling.tasks.selectors.time.monotonic") as clock:
        clock.return_value = 1000.0
        assert seats_counted(two_of) == (2, 1, 0)
        ranked(claimed(two_of, bob))
        clock.return_value = 1019.0
        assert seats_counted(two_of) == (2, 1, 0)
        clock.return_value = 1021.0
        assert seats_counted(two_of) == (2, 2, 0)


def test_counting_that_takes_long_is_done_less_often(two_of: Project, bob: User) -> None:
    with patch.object(selectors, "MANY_SEATS", 1), patch("labeling.tasks.selectors.time.monotonic") as clock:
        clock.side_effect = [1000.0, 1003.0]  # it took three seconds
        assert seats_counted(two_of) == (2, 1, 0)
        ranked(claimed(two_of, bob))
        clock.side_effect = [1299.0]
        assert seats_counted(two_of) == (2, 1, 0)
        clock.side_effect = [1304.0, 1304.0]
        assert seats_counted(two_of) == (2, 2, 0)


def test_while_one_counts_the_others_take_what_is_known(two_of: Project, bob: User) -> None:
    with patch.object(selectors, "MANY_SEATS", 1), patch("labeling.tasks.selectors.time.monotonic") as clock:
        clock.return_value = 1000.0
        seats_counted(two_of)
        ranked(claimed(two_of, bob))
        clock.return_value = 1100.0
        during: list[tuple[int, int, int]] = []

        def look(project: Project) -> int:
            during.append(seats_counted(project))
            return 0

        with patch.object(selectors, "measuring_counted", look):
            assert seats_counted(two_of) == (2, 2, 0)
        assert during == [(2, 1, 0)]
