"""Practice in the browser: an annotator goes through it by keyboard; a lead sees who has passed, and says otherwise."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from labeling.projects.models import Project
from labeling.prompts.services import completion_create, prompt_create
from labeling.tasks.models import PracticeRound
from labeling.tasks.services import TaskEntry, tasks_create
from tests.browser.visit import Visitor
from tests.made import made_task

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = ["Boil water with vinegar in it.", "Scrub it.", "Throw it away."]


@pytest.fixture
def practising(project: Project) -> Project:
    project.practice_mark = 0.7
    project.save()
    for number in (1, 2):
        text = f"How do I descale kettle {number}?"
        prompt = prompt_create(project=project, messages=[{"role": "user", "content": text}])
        completions = [completion_create(prompt=prompt, text=text) for text in ANSWERS]
        entry = TaskEntry(
            prompt=prompt,
            completions=completions,
            gold=[[answer.id] for answer in completions],
            explanation="Vinegar **dissolves** the scale; the others do not.",
            is_practice=True,
        )
        tasks_create(project=project, entries=[entry])
    made_task(project, answers=3)
    return project


def rank(page: Page, *, right: bool) -> None:
    """Rank by keys, as the solution does or the other way round."""
    expect(page.locator("[data-answer]")).to_have_count(3)
    texts = [text.strip() for text in page.locator("[data-answer] .prose").all_inner_texts()]
    for text in texts:
        place = ANSWERS.index(text)
        page.keyboard.press(str(place + 1 if right else 3 - place))
    page.keyboard.press("Control+Enter")


def test_it_is_passed_by_keyboard_alone(as_bob: Visitor, practising: Project) -> None:
    page = as_bob.open(f"/projects/{practising.id}/rank")
    expect(page.get_by_text("Practice, task 1 of 2")).to_be_visible()
    rank(page, right=False)
    expect(page.get_by_role("heading", name="Practice, solution 1 of 2")).to_be_focused()
    expect(page.get_by_text("0 of 3 pairs right.")).to_be_visible()
    expect(page.get_by_text("You said the opposite.")).to_have_count(3)
    expect(page.get_by_text("dissolves")).to_be_visible()
    assert as_bob.serious_violations() == []
    page.reload()  # the solution is still there to be read
    expect(page.get_by_text("0 of 3 pairs right.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Practice, task 2 of 2")).to_be_visible()
    rank(page, right=True)
    expect(page.get_by_text("Not passed yet: 50.0 % right, 70.0 % are needed.")).to_be_visible()
    page.keyboard.press("Enter")
    for number in (1, 2):
        expect(page.get_by_text(f"Practice, task {number} of 2")).to_be_visible()
        rank(page, right=True)
        expect(page.get_by_role("heading", name=f"Practice, solution {number} of 2")).to_be_visible()
        if number == 1:
            page.keyboard.press("Enter")
    expect(page.get_by_text("You have passed: 100.0 % right")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Prompt")).to_contain_text("How do I boil an egg?")
    assert list(PracticeRound.objects.order_by("number").values_list("status", "right", "pairs")) == [
        ("failed", 3, 6),
        ("passed", 6, 6),
    ]


def test_it_gives_the_solution_of_a_ranking_made_offline(as_bob: Visitor, practising: Project) -> None:
    as_bob.expected += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED"]
    page = as_bob.open(f"/projects/{practising.id}/rank")
    expect(page.locator("[data-answer]")).to_have_count(3)
    as_bob.context.set_offline(True)
    rank(page, right=True)
    expect(page.get_by_text("Your ranking waits to be sent.")).to_be_visible()
    as_bob.context.set_offline(False)
    expect(page.get_by_text("3 of 3 pairs right.")).to_be_visible(timeout=20_000)


def test_it_lets_a_lead_wave_somebody_through(as_alice: Visitor, practising: Project) -> None:
    page = as_alice.open(f"/projects/{practising.id}/members")
    section = page.get_by_role("region", name="Practice")
    expect(section.get_by_text("Annotators rank 2 practice tasks before real ones")).to_be_visible()
    row = section.get_by_role("row", name="Bob")
    expect(row).to_contain_text("not begun")
    row.get_by_role("button", name="Wave through Bob").press("Enter")
    expect(row).to_contain_text("waved through")
    row.get_by_role("button", name="Ask to practise Bob").click()
    expect(row).to_contain_text("asked to practise")
    row.get_by_text("2 rounds").click()
    expect(row).to_contain_text("by Alice")


def test_it_makes_a_practice_task_under_prompts(as_alice: Visitor, project: Project) -> None:
    task = made_task(project, answers=2)
    page = as_alice.open(f"/projects/{project.id}/prompts")
    page.get_by_text("How do I boil an egg?").first.click()
    page.get_by_role("button", name="Make it a practice task").click()
    page.get_by_role("button", name="Answer 1 is the best").click()
    page.get_by_label("Explanation").fill("It is shorter.")
    page.get_by_role("button", name="Save the order").click()
    expect(page.get_by_role("heading", name="A practice task")).to_be_visible()
    task.refresh_from_db()
    assert (task.kind, task.explanation) == ("practice", "It is shorter.")
