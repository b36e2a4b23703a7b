"""See one's own rankings and change one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.rankings.models import Ranking
from tests.browser.desk import kept_rankings
from tests.browser.visit import Visitor
from tests.made import claimed, made_task, ranked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ranking(project: Project, bob: User) -> Ranking:
    made_task(project, answers=3)
    return ranked(claimed(project, bob))


def open_list(visitor: Visitor, project: Project) -> Page:
    page = visitor.open(f"/projects/{project.id}/rankings")
    expect(page.get_by_role("row")).to_have_count(2)
    return page


def test_it_changes_an_earlier_ranking(as_bob: Visitor, project: Project, ranking: Ranking) -> None:
    page = open_list(as_bob, project)
    page.get_by_role("link", name="How do I boil an egg?").click()
    expect(page.get_by_text("revision 1. Submitting keeps a new one")).to_be_visible()
    expect(page.locator("[data-answer][data-placed=true]")).to_have_count(3)
    page.keyboard.press("Alt+ArrowDown")  # A, which was best, goes below B
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("ranked, revision 2")).to_be_visible(timeout=20_000)
    first, second = kept_rankings(page, 2)
    a, b, c = (str(answer) for answer in ranking.display_order)
    assert (first.groups, second.groups) == ([[a], [b], [c]], [[b], [a], [c]])
    assert second.display_order == first.display_order


def test_it_keeps_both_when_another_window_was_quicker(
    as_bob: Visitor, project: Project, ranking: Ranking
) -> None:
    as_bob.expected = ["409"]
    page = open_list(as_bob, project)
    page.get_by_role("link", name="How do I boil an egg?").click()
    expect(page.locator("[data-answer]")).to_have_count(3)
    assert ranking.assignment is not None
    ranked(ranking.assignment, order=[2, 1, 0])
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("revision 2 is newer than revision 1")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Submit mine on top").click()
    expect(page.get_by_text("ranked, revision 3")).to_be_visible(timeout=20_000)
    a, b, c = (str(answer) for answer in ranking.display_order)
    assert [each.groups for each in kept_rankings(page, 3)][1:] == [[[c], [b], [a]], [[b], [a], [c]]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_has_no_serious_barrier(
    as_bob: Visitor, project: Project, ranking: Ranking, width: int, scheme: str
) -> None:
    page = as_bob.page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    open_list(as_bob, project)
    assert as_bob.serious_violations() == []
    as_bob.open(f"/assignments/{ranking.assignment_id}")
    expect(page.locator("[data-answer]")).to_have_count(3)
    assert as_bob.serious_violations() == []
