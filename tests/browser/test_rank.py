from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from labeling.projects.models import Project
from tests.browser.desk import (
    KEYS_AT_ONCE,
    kept_rankings,
    made_tasks,
    open_desk,
    press,
    shown_texts,
    texts_of,
)
from tests.browser.visit import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tasks(project: Project) -> Project:
    made_tasks(project, 3)
    return project


def test_it_ranks_by_keyboard_alone(as_bob: Visitor, tasks: Project) -> None:
    page = open_desk(as_bob, tasks)
    first = shown_texts(page)
    prompt = page.get_by_label("Prompt").inner_text()
    press(page, "2", "1", "2", "3", "Control+Enter")  # A second, B best, C tied with A, D last
    expect(page.get_by_label("Prompt")).not_to_have_text(prompt, use_inner_text=True)
    groups = texts_of(kept_rankings(page, 1)[0])
    assert groups[0] == [first[1]]
    assert sorted(groups[1]) == sorted([first[0], first[2]])
    assert groups[2] == [first[3]]


def test_it_takes_keys_that_come_before_the_page_could_show_the_last_one(
    as_bob: Visitor, tasks: Project
) -> None:
    page = open_desk(as_bob, tasks)
    first = shown_texts(page)
    page.evaluate(KEYS_AT_ONCE, ["4", "3", "2", "1"])
    press(page, "Control+Enter")
    assert texts_of(kept_rankings(page, 1)[0]) == [[text] for text in reversed(first)]


def test_it_ranks_by_drag(as_bob: Visitor, tasks: Project) -> None:
    page = open_desk(as_bob, tasks)
    first = shown_texts(page)
    for place, slot in enumerate((3, 0, 1, 2)):  # A to the last rank, B best, C second, D third
        drag(page, place, slot)
    page.get_by_role("button", name="Submit").click()
    assert texts_of(kept_rankings(page, 1)[0]) == [[first[1]], [first[2]], [first[3]], [first[0]]]


def drag(page: Page, card: int, slot: int) -> None:
    grip = page.locator("[data-answer] .grip").nth(card).bounding_box()
    target = page.locator(".slots > li").nth(slot).bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + 30, target["y"] + target["height"] / 2 + 2, steps=12)
    page.mouse.move(target["x"] + 34, target["y"] + target["height"] / 2, steps=4)
    page.mouse.up()
    expect(page.locator("[data-answer]").nth(card)).to_have_attribute("data-placed", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_has_no_serious_barrier(as_bob: Visitor, tasks: Project, width: int, scheme: str) -> None:
    page = as_bob.page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    open_desk(as_bob, tasks)
    assert as_bob.serious_violations() == []
