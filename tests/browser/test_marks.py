"""Say more than an order: flags, ratings, confidence, an answer left out; by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from labeling.projects.models import Project
from tests.browser.desk import kept_rankings, open_desk, press
from tests.browser.visit import Visitor
from tests.made import made_task

pytestmark = pytest.mark.django_db(transaction=True)
CRITERIA = [
    {"key": key, "label": key.title(), "help": "", "low": "no", "high": "yes", "points": 5}
    for key in ("helpful", "honest")
]


@pytest.fixture
def asking(project: Project) -> Project:
    project.criteria = CRITERIA
    project.asks_confidence = project.allow_partial = True
    project.save()
    for _ in range(2):
        made_task(project, answers=4)
    return project


def test_it_says_it_all_by_keyboard_alone(as_bob: Visitor, asking: Project) -> None:
    page = open_desk(as_bob, asking)
    press(page, "j", "f")
    expect(page.get_by_role("dialog", name="Flag answer B")).to_be_visible()
    press(page, "2", "6", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab")
    page.keyboard.type("made up 3 of 4")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Answer B: untrue, something else")).to_be_visible()
    press(page, "k", "r", "4", "ArrowLeft", "Escape")
    press(page, "2", "1", "3")  # A second, B best, C third; D stays out
    expect(page.get_by_text("D stays out of this ranking.", exact=True)).to_be_visible()
    press(page, "c", "c", "Control+Enter")
    ranking = kept_rankings(page, 1)[0]
    a, b, c, _ = (str(answer) for answer in ranking.display_order)
    assert ranking.groups == [[b], [a], [c]]
    assert ranking.flags == [
        {"completion": b, "flag": "untrue", "note": ""},
        {"completion": b, "flag": "other", "note": "made up 3 of 4"},
    ]
    assert ranking.ratings[a]["helpful"] == {"value": 4, "of": 5}
    assert ranking.confidence == "fairly_sure"


def test_it_chooses_ranks_from_a_list_where_answers_are_many(as_bob: Visitor, project: Project) -> None:
    made_task(project, answers=9)
    page = open_desk(as_bob, project, answers=9)
    for place in range(9):
        page.get_by_label(f"Rank of answer {chr(ord('A') + place)}").first.select_option(str(9 - place))
    page.get_by_role("button", name="Submit").click()
    ranking = kept_rankings(page, 1)[0]
    assert ranking.groups == [[str(answer)] for answer in reversed(ranking.display_order)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_has_no_serious_barrier(as_bob: Visitor, asking: Project, width: int, scheme: str) -> None:
    page = as_bob.page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    open_desk(as_bob, asking)
    press(page, "1", "2", "c", "f", "1", "6")
    expect(page.get_by_label("What else, if you like")).to_be_visible()
    assert as_bob.serious_violations() == []
    press(page, "Enter", "r", "3", "Escape")
    assert as_bob.serious_violations() == []
