"""A tab is closed in the middle of a task: opened again, everything is as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from benchmarks.page import NEXT
from labeling.projects.models import Project
from tests.browser.desk import expect_placed, kept_rankings, made_tasks, open_desk, press
from tests.browser.visit import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Record = Callable[[str, object], None]
SCALE = {"key": "helpful", "label": "Helpful", "help": "", "low": "no", "high": "yes", "points": 5}
SAVED_IN = """
() => new Promise((resolve) => {
  const began = performance.now();
  const look = new MutationObserver(() => {
    if (document.querySelector(".send-state").textContent !== "saved") return;
    look.disconnect();
    resolve(performance.now() - began);
  });
  look.observe(document.querySelector(".send-state"), {childList: true, characterData: true, subtree: true});
  window.dispatchEvent(new KeyboardEvent("keydown", {key: "1", bubbles: true, cancelable: true}));
})
"""


@pytest.fixture
def asking(project: Project) -> Project:
    """A project that asks for everything a ranking can say."""
    project.criteria = [SCALE]
    project.asks_confidence = project.allow_partial = True
    project.save()
    made_tasks(project, 3)
    return project


def test_it_brings_everything_back_when_the_tab_was_closed(as_bob: Visitor, asking: Project) -> None:
    page = open_desk(as_bob, asking)
    press(page, "2", "1", "2")  # A second, B best, C tied with A; D is open
    press(page, "k", "k", "f", "1", "Enter", "r", "4", "Escape", "c")
    page.get_by_label("Note").fill("between two minds")
    press(page, "Tab")
    before = state_of(page)
    expect(page.locator(".send-state")).to_have_text("saved")
    page.close()
    page = open_desk(as_bob, asking, page=as_bob.new_tab())
    expect_placed(page, 3)
    assert state_of(page) == before
    press(page, "Control+Enter")
    ranking = kept_rankings(page, 1)[0]
    a, b, c, _ = (str(answer) for answer in ranking.display_order)
    assert ranking.groups == [[b], [a, c]]
    assert len(ranking.flags) == len(ranking.ratings) == 1
    assert (ranking.note, ranking.confidence) == ("between two minds", "unsure")


def state_of(page: Page) -> list[object]:
    """Return everything on the desk that a person has made."""
    cards = page.locator("[data-answer]")
    return [
        [cards.nth(place).get_attribute("aria-label") for place in range(4)],
        page.get_by_role("button", name="toxic").all_inner_texts(),
        page.locator("input[type=radio]:checked").evaluate_all(
            "all => all.map(one => [one.name, one.ariaLabel])"
        ),
        page.get_by_label("Note").input_value(),
        page.locator(".action-bar [aria-pressed=true]").all_inner_texts(),
    ]


def test_it_keeps_what_was_done_just_before_the_page_was_left(as_bob: Visitor, asking: Project) -> None:
    page = open_desk(as_bob, asking)
    press(page, "1", "2")
    page.get_by_role("link", name="Podium").click()
    expect(page.locator("[data-answer]")).to_have_count(0)
    page.go_back()
    expect_placed(page, 2)


def test_it_saves_and_turns_the_page_quickly(
    as_bob: Visitor, asking: Project, record_property: Record
) -> None:
    """The figures that count are those of `python -m benchmarks page`; here only what a loaded machine can keep."""
    page = open_desk(as_bob, asking)
    page.wait_for_load_state("networkidle")
    saved_ms = float(page.evaluate(SAVED_IN))
    press(page, "2")
    next_ms = float(page.evaluate(NEXT))
    record_property("draft_saved_ms", round(saved_ms))
    record_property("next_task_ms", round(next_ms))
    assert saved_ms < 10_000
    assert next_ms < 10_000
    kept_rankings(page, 1)
