"""A lead sets a project up in the browser: gold tasks, priorities, settings, another project like it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from labeling.projects.models import Project
from labeling.projects.services import guideline_save
from labeling.tasks.models import Task
from tests.browser.visit import Visitor
from tests.made import made_task

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_makes_a_gold_task_of_a_known_best(as_alice: Visitor, project: Project) -> None:
    task = made_task(project, answers=3)
    page = as_alice.open(f"/projects/{project.id}/prompts")
    page.get_by_text("How do I boil an egg?").first.click()
    page.get_by_role("button", name="Make it a gold task").click()
    page.get_by_role("button", name="Answer 2 is the best").click()
    page.get_by_label("Explanation").fill("It is true.")
    assert as_alice.serious_violations() == []
    page.get_by_role("button", name="Save the order").click()
    expect(page.get_by_text("Known order: 2, then 1 and 3.")).to_be_visible()
    task.refresh_from_db()
    answers = [str(answer) for answer in task.completions.order_by("created_at").values_list("id", flat=True)]
    assert task.solution == [[answers[1]], [answers[0], answers[2]]]
    picture(page, "gold")
    page.get_by_role("button", name="Make it ordinary again").click()
    expect(page.get_by_role("heading", name="A task for everyone")).to_be_visible()


def test_it_lets_chosen_prompts_come_first(as_alice: Visitor, project: Project) -> None:
    for _ in range(2):
        made_task(project, answers=2)
    page = as_alice.open(f"/projects/{project.id}/prompts")
    page.get_by_role("checkbox", name="Choose:").nth(1).check()
    page.get_by_label("Priority of 1 chosen prompt").fill("7")
    assert as_alice.serious_violations() == []
    picture(page, "priority")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 task changed")).to_be_visible()
    expect(page.get_by_text("priority 7")).to_be_visible()
    assert list(Task.objects.order_by("position").values_list("priority", flat=True)) == [0, 7]


def test_it_shows_older_guidelines_and_makes_another_project(as_alice: Visitor, project: Project) -> None:
    guideline_save(project=project, text="Be kinder.", user=None)
    made_task(project)
    as_alice.expected = ["status 400", "400 (Bad Request)"]
    page = as_alice.open(f"/projects/{project.id}/settings")
    page.get_by_role("button", name="Version 1").click()
    expect(page.get_by_role("dialog").get_by_text("Be kind.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_text("More settings").click()
    page.get_by_label("Gold tasks, % of what a person gets").fill("10")
    page.get_by_label("Most answers of a task").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Must be at least the usual number of answers, 4.")).to_be_visible()
    page.get_by_label("Most answers of a task").fill("6")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    assert as_alice.serious_violations() == []
    picture(page, "settings")
    page.get_by_label("With its prompts and their answers").check()
    page.get_by_role("button", name="Duplicate the project").click()
    page.wait_for_url(lambda url: str(project.id) not in url)
    made = Project.objects.exclude(pk=project.pk).get()
    assert (made.gold_share, made.k_max, made.tasks.count(), made.members.count()) == (0.1, 6, 1, 3)


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, wide and as on a phone, where PICTURES names a folder."""
    folder = os.environ.get("PICTURES")
    if not folder:
        return
    for width, scheme in ((1440, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})
