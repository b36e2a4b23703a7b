"""At the desk of the ranking page: tasks to open it with, ways to work there, and what came of it in the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page, expect

from labeling.projects.models import Project
from labeling.prompts.services import completion_create
from labeling.rankings.models import Ranking
from labeling.tasks.models import Task
from labeling.tasks.services import task_create
from tests.browser.visit import Visitor
from tests.made import made_prompt

ANSWERS = ["Boil it with **vinegar**.", "Use lemon juice.", "Throw it away.", "I do not know."]
Found = TypeVar("Found")
PATIENCE_MS = 20_000
STEP_MS = 100

HIDE = """
() => {
  Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}
"""
KEYS_AT_ONCE = """
(keys) => {
  for (const key of keys) window.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
}
"""


def made_tasks(project: Project, count: int) -> list[Task]:
    return [kettle_task(project, number) for number in range(count)]


def kettle_task(project: Project, number: int) -> Task:
    prompt = made_prompt(project, f"How do I descale kettle {number}?")
    completions = [completion_create(prompt=prompt, text=text, model="SecretModel-9") for text in ANSWERS]
    return task_create(project=project, prompt=prompt, completions=completions)


def open_desk(visitor: Visitor, project: Project, answers: int = 4, page: Page | None = None) -> Page:
    page = page or visitor.page()
    page.goto(f"{visitor.address}/projects/{project.id}/rank")
    expect(page.locator("[data-answer]")).to_have_count(answers)
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def submit_all(page: Page) -> None:
    """Place the four answers in the order shown, and submit."""
    press(page, "1", "2", "3", "4", "Control+Enter")


def shown_texts(page: Page) -> list[str]:
    """Return the answers in the order shown, whether their Markdown is laid out already or not."""
    shown = page.locator("[data-answer] .prose").all_inner_texts()
    return [text.strip().replace("**", "") for text in shown]


def texts_of(ranking: Ranking) -> list[list[str]]:
    """Return the texts of the groups as the page shows them, best first."""
    texts = {str(each.id): each.text.replace("**", "") for each in ranking.task.completions.all()}
    return [[texts[name] for name in group] for group in ranking.groups]


def kept_rankings(page: Page, count: int) -> list[Ranking]:
    """Wait for so many rankings, and return them in the order they came."""

    def look() -> list[Ranking] | None:
        found = list(Ranking.objects.order_by("submitted_at", "revision"))
        return found if len(found) >= count else None

    return waited(page, look)


def waited(page: Page, look: Callable[[], Found | None]) -> Found:
    for _ in range(PATIENCE_MS // STEP_MS):
        found = look()
        if found is not None:
            return found
        page.wait_for_timeout(STEP_MS)
    raise AssertionError(f"Nothing came in {PATIENCE_MS / 1000:.0f} s.")


def expect_placed(page: Page, count: int) -> None:
    expect(page.locator("[data-answer][data-placed=true]")).to_have_count(count)


def expect_nothing_waits(page: Page) -> None:
    expect(page.locator(".send-state")).not_to_contain_text("waiting", timeout=PATIENCE_MS)
