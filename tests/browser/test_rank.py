from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response, expect

from labeling.projects.models import Project
from labeling.prompts.services import completion_create, prompt_create
from labeling.rankings.models import Ranking
from labeling.tasks.services import task_create
from tests.browser.visit import Visitor

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = ["Boil it with **vinegar**.", "Use lemon juice.", "Throw it away.", "I do not know."]


@pytest.fixture
def tasks(project: Project) -> Project:
    for number in range(3):
        prompt = prompt_create(
            project=project, messages=[{"role": "user", "content": f"How do I descale kettle {number}?"}]
        )
        completions = [completion_create(prompt=prompt, text=text, model="SecretModel-9") for text in ANSWERS]
        task_create(project=project, prompt=prompt, completions=completions)
    return project


def open_desk(visitor: Visitor, project: Project) -> Page:
    page = visitor.open(f"/projects/{project.id}/rank")
    expect(page.locator("[data-answer]")).to_have_count(4)
    return page


def shown_texts(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("[data-answer] .prose").all_inner_texts()]


def texts_of(ranking: Ranking) -> list[list[str]]:
    texts = {str(each.id): each.text for each in ranking.task.completions.all()}
    return [[texts[name] for name in group] for group in ranking.groups]


def test_it_ranks_by_keyboard_alone(as_bob: Visitor, tasks: Project) -> None:
    page = open_desk(as_bob, tasks)
    first = shown_texts(page)
    prompt = page.get_by_label("Prompt").inner_text()
    for key in ("2", "1", "2", "3"):  # A second, B best, C tied with A, D last
        page.keyboard.press(key)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Prompt")).not_to_have_text(prompt, use_inner_text=True)
    expect(page.locator(".send-state")).not_to_contain_text("waiting")
    page.wait_for_function("() => true")
    ranking = wait_for_rankings(page, 1)[0]
    plain = [[text.replace("**", "") for text in group] for group in texts_of(ranking)]
    assert plain[0] == [first[1]]
    assert sorted(plain[1]) == sorted([first[0], first[2]])
    assert plain[2] == [first[3]]


def test_it_ranks_by_drag(as_bob: Visitor, tasks: Project) -> None:
    page = open_desk(as_bob, tasks)
    first = shown_texts(page)
    for place, slot in enumerate((3, 0, 1, 2)):  # A to the last rank, B best, C second, D third
        drag(page, place, slot)
    page.get_by_role("button", name="Submit").click()
    ranking = wait_for_rankings(page, 1)[0]
    plain = [[text.replace("**", "") for text in group] for group in texts_of(ranking)]
    assert plain == [[first[1]], [first[2]], [first[3]], [first[0]]]


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


def test_it_keeps_a_ranking_made_offline_and_sends_it_later(as_bob: Visitor, tasks: Project) -> None:
    as_bob.expected = ["ERR_INTERNET_DISCONNECTED"]
    page = open_desk(as_bob, tasks)
    for key in "1234":
        page.keyboard.press(key)
    as_bob.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".send-state")).to_contain_text("1 waiting")
    assert Ranking.objects.count() == 0
    as_bob.context.set_offline(False)
    expect(page.locator(".send-state")).not_to_contain_text("waiting", timeout=15_000)
    assert len(wait_for_rankings(page, 1)) == 1


def test_it_keeps_a_draft_over_a_reload(as_bob: Visitor, tasks: Project) -> None:
    page = open_desk(as_bob, tasks)
    page.keyboard.press("1")
    expect(page.locator(".send-state")).to_have_text("saved")
    page.reload()
    expect(page.locator("[data-answer][data-placed=true]")).to_have_count(1)


def test_it_shows_nothing_of_the_model(as_bob: Visitor, tasks: Project) -> None:
    answered: list[Response] = []
    page = as_bob.page()
    page.on("response", lambda response: answered.append(response))
    open_desk(as_bob, tasks)
    bodies = [response.text() for response in answered if response.url.endswith("/assignments")]
    assert any("How do I descale" in body for body in bodies)
    assert "SecretModel" not in page.content() + "".join(bodies)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_has_no_serious_barrier(as_bob: Visitor, tasks: Project, width: int, scheme: str) -> None:
    page = as_bob.page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    open_desk(as_bob, tasks)
    assert as_bob.serious_violations() == []


def wait_for_rankings(page: Page, count: int) -> list[Ranking]:
    for _ in range(100):
        found = list(Ranking.objects.order_by("submitted_at"))
        if len(found) >= count:
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"{count} rankings were expected, {Ranking.objects.count()} came")
