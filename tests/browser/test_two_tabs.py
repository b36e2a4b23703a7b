"""One person has one task open in two tabs: they are told, and nothing is doubled or overwritten."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from labeling.projects.models import Project
from labeling.rankings.models import Ranking
from tests.browser.desk import (
    HIDE,
    expect_placed,
    kept_rankings,
    made_tasks,
    open_desk,
    press,
    shown_texts,
    texts_of,
)
from tests.browser.visit import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = "This task is open in another tab too."


@pytest.fixture
def tabs(as_bob: Visitor, project: Project) -> tuple[Page, Page]:
    """Two tabs with the same task; the first has two of four answers placed, and so has the second."""
    made_tasks(project, 2)
    first = open_desk(as_bob, project)
    press(first, "1", "2")
    expect(first.locator(".send-state")).to_have_text("saved")
    second = open_desk(as_bob, project, page=as_bob.new_tab())
    expect_placed(second, 2)
    return first, second


def test_it_says_in_the_second_tab_that_the_task_is_open(tabs: tuple[Page, Page]) -> None:
    first, second = tabs
    expect(second.get_by_text(OPEN)).to_be_visible()
    expect(first.get_by_text(OPEN)).to_be_hidden()
    first.close()
    expect(second.get_by_text(OPEN)).to_be_hidden()


def test_it_hands_a_task_in_once_and_asks_before_it_replaces_a_ranking(
    as_bob: Visitor, tabs: tuple[Page, Page]
) -> None:
    as_bob.expected = ["409"]
    first, second = tabs
    shown = shown_texts(first)
    press(first, "3", "4", "Control+Enter")
    expect(second.get_by_text("You handed this task in from another tab.")).to_be_visible()
    kept_rankings(first, 1)
    press(second, "4", "3", "Control+Enter")
    expect(second.get_by_text("You have ranked this task already, in another tab")).to_be_visible()
    assert texts_of(Ranking.objects.get()) == [[text] for text in shown]
    second.get_by_role("button", name="Submit mine on top").click()
    on_top = kept_rankings(second, 2)[1]
    assert (on_top.revision, texts_of(on_top)[2:]) == (2, [[shown[3]], [shown[2]]])
    expect(second.get_by_label("Not accepted")).to_be_hidden()


def test_it_can_leave_the_ranking_from_the_other_tab_alone(as_bob: Visitor, tabs: tuple[Page, Page]) -> None:
    first, second = tabs
    press(first, "3", "4", "Control+Enter")
    second.get_by_role("button", name="Next task").click()
    expect_placed(second, 0)
    assert len(kept_rankings(second, 1)) == 1


def test_it_does_not_put_an_older_draft_over_what_the_other_tab_has_kept(
    as_bob: Visitor, project: Project, tabs: tuple[Page, Page]
) -> None:
    first, second = tabs
    press(first, "3", "4")
    expect(first.locator(".send-state")).to_have_text("saved")
    second.evaluate(HIDE)
    second.close()
    first.reload()
    expect_placed(first, 4)
